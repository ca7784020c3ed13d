import {
  type DeskSecrets,
  type DeskTurn,
  type FoundPart,
  type FragmentPart,
  fromHex,
  gatherReplies,
  type Parameters,
  repeatsInDrop,
  type SigningKey,
  toHex,
} from '@postern/protocol'
import type { AboutEarlier, Press } from './press.ts'

/** A message of this document, whether or not it has left. */
export interface SentMessage {
  readonly kind: 'sent'
  readonly id: string
  readonly text: string
  readonly files: readonly SentFile[]
  readonly about: AboutEarlier | null
  readonly parts: number
}

/** What is kept of a sent message so that it can leave once more, and told apart from a part. */
interface Cut {
  readonly parts: readonly FragmentPart[]
  /** Indices of which a cell was posted, whatever was answered: the front may have kept it. */
  readonly tried: Set<number>
}

/** Kept for the thread: what was sent, by its SHA-256 at the source. */
interface SentFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/** An answer of the desk. */
export interface FoundAnswer {
  readonly kind: 'reply'
  readonly id: string
  readonly text: string
}

/** One file in which answers are looked for, by its name, which never stands for two. */
export interface SearchedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** A recent drop, and how its receipts are to be read. */
export interface SearchedDrop {
  readonly number: number
  readonly bytes: Uint8Array
  readonly parameters: Parameters
  readonly turn: DeskTurn
}

/**
 * At the first look nothing tells how many messages went before, and receipts of the older ones are
 * no longer repeated: so many numbers are tried, but only as a desk whose agent runs writes them.
 */
const FIRST_NUMBERS = 128
const NEAR_LEADS = 5
/** How far past the last number found a receipt is looked for, however it was written. */
const NUMBERS_AHEAD = 34
/** `r` of a receipt is interval · 256 + lead (receiptRepeat in protocol). */
const LEADS = 256

/**
 * One conversation, in the memory of one document. What is looked for is local and is worked out
 * by the press, so that no cell waits for it. (R5, R6, V6)
 */
export class Thread {
  readonly deskId: Uint8Array
  readonly #secrets: DeskSecrets
  readonly #begunHere: boolean
  readonly #cut = new Map<string, Cut>()
  readonly #searched = new Set<string>()
  #found: readonly FoundPart[] = []
  #entries: readonly (SentMessage | FoundAnswer)[] = []
  #received = 0
  #receivedBefore = 0
  #lastDrop: number | null = null

  /** `begunHere`: no message was ever sent under these words but by this thread. */
  constructor(deskId: Uint8Array, secrets: DeskSecrets, begunHere: boolean) {
    this.deskId = deskId
    this.#secrets = secrets
    this.#begunHere = begunHere
  }

  get signing(): SigningKey {
    return this.#secrets.signing
  }

  get seed(): Uint8Array {
    return this.#secrets.seed
  }

  /** In the order in which they came to be known here. */
  get entries(): readonly (SentMessage | FoundAnswer)[] {
    return this.#entries
  }

  /** Whole messages that the desk has, as its receipts say. */
  get received(): number {
    return this.#received
  }

  /** What its receipts said at the first look; null for a thread that began here. */
  get receivedBefore(): number | null {
    return this.#begunHere ? null : this.#receivedBefore
  }

  /** Messages of which every part has left or may have: the most that the desk can have whole. */
  get gone(): number {
    return [...this.#cut.values()].filter(isGone).length
  }

  /**
   * Whether the desk has this message whole, and not only some message. Receipts count and do not
   * name, so it follows only when there are as many as can have arrived; and never for somebody who
   * came back, since a message of an earlier visit may have arrived only now. (R6)
   */
  hasArrived(id: string): boolean {
    const cut = this.#cut.get(id)
    return this.#begunHere && cut !== undefined && isGone(cut) && this.#received >= this.gone
  }

  /** Ids of answers read, newest last, for the next message. */
  get readIds(): Uint8Array[] {
    return this.#entries
      .flatMap(({ kind, id }) => (kind === 'reply' ? [fromHex(id)] : []))
      .slice(-64)
  }

  /** Puts a message into the thread, and keeps it as it was cut. (S4) */
  addSent(
    message: Pick<SentMessage, 'text' | 'files' | 'about'>,
    parts: readonly FragmentPart[],
  ): void {
    const id = toHex(parts[0]?.messageId ?? new Uint8Array())
    this.#cut.set(id, { parts, tried: new Set() })
    this.#entries = [...this.#entries, { ...message, kind: 'sent', id, parts: parts.length }]
  }

  /** The message as it was cut, to leave once more; empty for an id that is not of this thread. */
  cutOf(id: string): readonly FragmentPart[] {
    return this.#cut.get(id)?.parts ?? []
  }

  /** A cell with this part goes to the network. */
  addTried({ messageId, index }: FragmentPart): void {
    this.#cut.get(toHex(messageId))?.tried.add(index)
  }

  /** Looks for answers in the files not looked into before. */
  async searchSlots(press: Press, files: readonly SearchedFile[]): Promise<void> {
    for (const { name, bytes } of files.filter((file) => !this.#searched.has(file.name))) {
      this.#found = [...this.#found, ...(await press.searchSlots(this.seed, bytes))]
      this.#searched.add(name)
    }
    for (const reply of gatherReplies(this.#found))
      if (reply.kind === 'whole') this.#addAnswer(toHex(reply.replyId), reply.text)
  }

  /** Counts receipts in a drop not looked into before. */
  async searchReceipts(press: Press, drop: SearchedDrop): Promise<void> {
    const { number, parameters, turn } = drop
    if (number === this.#lastDrop) return
    const repeats = repeatsInDrop(parameters, turn, number, this.#lastDrop)
    const near = repeats.filter((r) => r % LEADS < NEAR_LEADS)
    if (this.#lastDrop === null) await this.#count(press, drop.bytes, FIRST_NUMBERS, near)
    await this.#count(press, drop.bytes, NUMBERS_AHEAD, repeats)
    if (this.#lastDrop === null) this.#receivedBefore = this.#received
    this.#lastDrop = number
  }

  async #count(
    press: Press,
    drop: Uint8Array,
    ahead: number,
    repeats: readonly number[],
  ): Promise<void> {
    const numbers = Array.from({ length: ahead }, (_, n) => this.#received + n)
    const has = await press.searchReceipts({ seed: this.seed, drop, numbers, repeats })
    this.#received = Math.max(this.#received, ...has.map((n) => n + 1))
  }

  #addAnswer(id: string, text: string): void {
    if (this.#entries.some((one) => one.id === id)) return
    this.#entries = [...this.#entries, { kind: 'reply', id, text }]
  }
}

function isGone({ parts, tried }: Cut): boolean {
  return tried.size === parts.length
}
