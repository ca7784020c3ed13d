import {
  type DeskSecrets,
  type DeskTurn,
  type FoundPart,
  gatherReplies,
  type Parameters,
  repeatsInDrop,
  type SigningKey,
  toHex,
} from '@postern/protocol'
import {
  answerFound,
  type BookEntry,
  type BookMessage,
  isGone,
  messageArrived,
  messagesOf,
  partsLeft,
} from '@postern/protocol/vault'
import type { ThreadEntry } from './keeper-view.ts'
import type { OpenBook } from './open-book.ts'
import type { AboutEarlier, Press } from './press.ts'

/** A message, whether or not it has left. */
export interface SentMessage {
  readonly kind: 'sent'
  readonly id: string
  readonly text: string
  readonly files: readonly SentFile[]
  readonly about: AboutEarlier | null
  readonly parts: number
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
 * One conversation: what stands of it in the book, and what this document has looked for. What is
 * looked for is local and is worked out by the press, so that no cell waits for it. (R5, R6, V6)
 */
export class Thread {
  readonly deskId: Uint8Array
  readonly #secrets: DeskSecrets
  readonly #open: OpenBook
  readonly #begunHere: boolean
  readonly #ownBefore: number
  readonly #searched = new Set<string>()
  #found: readonly FoundPart[] = []
  #received = 0
  #receivedBefore = 0
  #lastDrop: number | null = null

  /** `begunHere`: no message was ever sent under these words but by this document. */
  constructor(deskId: Uint8Array, secrets: DeskSecrets, open: OpenBook, begunHere: boolean) {
    this.deskId = deskId
    this.#secrets = secrets
    this.#open = open
    this.#begunHere = begunHere
    this.#ownBefore = this.#ownArrived()
  }

  get signing(): SigningKey {
    return this.#secrets.signing
  }

  /** The words' seed. */
  get seed(): Uint8Array {
    return this.#secrets.seed
  }

  /** In the order in which they came to be known. */
  get entries(): ThreadEntry[] {
    return this.#entries().map((one) => this.#shown(one))
  }

  /** Whole messages that the desk has, as its receipts say. */
  get received(): number {
    return this.#received + this.#ownArrived()
  }

  /** What its receipts said at the first look; null for a thread that began here. */
  get receivedBefore(): number | null {
    return this.#begunHere ? null : this.#receivedBefore + this.#ownBefore
  }

  /** Messages of which every part has left or may have: the most that the desk can have whole. */
  get gone(): number {
    return this.#messages().filter(isGone).length
  }

  /** Ids of answers read, newest last, for the next message. */
  get readIds(): Uint8Array[] {
    return this.#entries()
      .flatMap((one) => (one.kind === 'reply' ? [one.replyId] : []))
      .slice(-64)
  }

  /** Looks for answers, under every seed of this desk, in the files not looked into before. */
  async searchSlots(press: Press, files: readonly SearchedFile[]): Promise<void> {
    for (const { name, bytes } of files)
      for (const seed of this.#seeds()) {
        const search = `${name} ${toHex(seed)}`
        if (this.#searched.has(search)) continue
        this.#found = [...this.#found, ...(await press.searchSlots(seed, bytes))]
        this.#searched.add(search)
      }
    for (const reply of gatherReplies(this.#found))
      if (reply.kind === 'whole') this.#addAnswer(reply.replyId, reply.text)
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
    await this.#searchOwn(press, drop)
    for (const one of this.#messages()) if (this.#mustHaveArrived(one)) this.#arrived(one)
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

  /** A message under its own seed is number 0 there: its receipt names it. (R6, R8) */
  async #searchOwn(press: Press, { bytes, parameters, turn, number }: SearchedDrop): Promise<void> {
    const repeats = repeatsInDrop(parameters, turn, number, null)
    for (const one of this.#messages()) {
      if (one.seed === null || one.arrived) continue
      const search = { seed: one.seed, drop: bytes, numbers: [0], repeats }
      if ((await press.searchReceipts(search)).length > 0) this.#arrived(one)
    }
  }

  /**
   * Under the words' seed receipts count and do not name, so it follows only when there are as many
   * as can have arrived; and never for somebody who came back, since a message of an earlier visit
   * may have arrived only now. (R6)
   */
  #mustHaveArrived(one: BookMessage): boolean {
    const words = this.#messages().filter(({ own }) => !own)
    const mayCount = this.#begunHere && !one.own && !one.arrived && isGone(one)
    return mayCount && this.#received >= words.filter(isGone).length
  }

  #arrived({ messageId }: BookMessage): void {
    this.#open.change(messageArrived(toHex(messageId)))
  }

  #addAnswer(replyId: Uint8Array, text: string): void {
    const isNew = !this.#entries().some(
      (one) => one.kind === 'reply' && toHex(one.replyId) === toHex(replyId),
    )
    if (isNew)
      this.#open.change(answerFound({ deskId: this.deskId, replyId: replyId.slice(), text }))
  }

  #shown(one: BookEntry): ThreadEntry {
    if (one.kind === 'reply') return { kind: 'reply', id: toHex(one.replyId), text: one.text }
    const files = one.files.map((file) => ({ ...file, sha256: toHex(file.sha256) }))
    const { text, parts, arrived } = one
    const left = parts - partsLeft(one)
    const about = one.about && { kind: one.about.kind, id: toHex(one.about.messageId) }
    return { kind: 'sent', id: toHex(one.messageId), text, files, about, parts, left, arrived }
  }

  #seeds(): Uint8Array[] {
    return [this.seed, ...this.#messages().flatMap(({ seed }) => seed ?? [])]
  }

  #ownArrived(): number {
    return this.#messages().filter(({ own, arrived }) => own && arrived).length
  }

  #messages(): BookMessage[] {
    return messagesOf(this.#open.book).filter((one) => isOf(one, this.deskId))
  }

  #entries(): BookEntry[] {
    return this.#open.book.entries.filter((one) => isOf(one, this.deskId))
  }
}

function isOf({ deskId }: BookEntry, desk: Uint8Array): boolean {
  return toHex(deskId) === toHex(desk)
}
