import {
  addReceipt,
  addReply,
  cellLayer1,
  cutReply,
  DAY_FILE_BYTES,
  decodeFragment,
  decodeInner,
  decodeMessage,
  EMPTY_QUEUE,
  encodeStatement,
  fillTrays,
  type FragmentPart,
  intervalNumber,
  joinMessage,
  type KemKey,
  type Listed,
  type Message,
  nextDrop,
  type NowDraft,
  openEnvelope,
  openLayer1,
  openLayer2,
  type Parameters,
  REHEARSAL,
  type ReplyQueue,
  type SeededEnv,
  seededEnv,
  signNow,
  signTrustList,
  type StatementDraft,
  toHex,
  type TrustListDraft,
} from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import {
  type SampleOrganisation,
  sampleOrganisation,
  signStatement,
  statementDraft,
  trustListDraft,
} from '../../../vectors/organisation.ts'

type Titles = StatementDraft['desks'][number]['titles']

/** What a cell turned out to hold, to those who hold every key. */
export type ReceivedCell = 'cover' | 'real' | 'unreadable'

const DAYS = [1, 2, 3]

/**
 * A whole organisation in memory, with real documents and real keys: what a reader's client meets.
 * Mixes and desks are opened at once here; their own ways are tested where they live.
 */
export class House {
  readonly env: SeededEnv
  readonly made: SampleOrganisation
  readonly parameters: Parameters = REHEARSAL
  /** The private halves of the first desk’s two custody keys. */
  readonly custody: readonly [KemKey, KemKey] = [
    portableSuite.kemKey(new Uint8Array(32).fill(1)),
    portableSuite.kemKey(new Uint8Array(32).fill(2)),
  ]
  /** By path under the site's root, as they are served. */
  readonly documents: Map<string, Uint8Array> = new Map()
  readonly received: ReceivedCell[] = []
  readonly messages: Message[] = []
  /** While true, real cells get lost behind the mixes. */
  lose: boolean = false
  batch: number = 100
  number: number = 1
  #drop: Uint8Array | null = null
  #dropNumber = 0
  #queue: ReplyQueue = EMPTY_QUEUE
  readonly #parts = new Map<string, FragmentPart[]>()
  readonly #draft: StatementDraft
  readonly #hash: Uint8Array

  constructor(seed: string, startMs?: number, titles?: readonly Titles[]) {
    this.env = seededEnv(seed, portableSuite, startMs)
    this.made = sampleOrganisation(this.env)
    const draft = statementDraft(this.made, this.env.nowMs())
    const desks = draft.desks.map((desk, at) => ({ ...desk, titles: titles?.[at] ?? desk.titles }))
    this.#draft = { ...draft, desks }
    this.#hash = portableSuite.sha256(encodeStatement(this.#draft))
    const trust = this.#trustList()
    this.documents.set('trust/7', signTrustList([this.made.root], trust))
    this.documents.set('epoch/41', signStatement(this.made, this.#draft))
    for (const day of DAYS) this.documents.set(`day/${day}`, this.env.random(DAY_FILE_BYTES))
    this.publish()
  }

  /** The first desk takes originals sealed for two, the second does not. */
  #trustList(): TrustListDraft {
    const draft = trustListDraft(this.made, this.env.nowMs())
    const [first, second] = this.custody
    const custody = [first.publicKey, second.publicKey] as const
    return { ...draft, desks: draft.desks.map((desk, at) => (at ? desk : { ...desk, custody })) }
  }

  get trusted(): { root: Uint8Array; organisation: Uint8Array } {
    return { root: this.made.root.publicKey, organisation: this.made.id }
  }

  /** Lets two days' worth of trays go by: the next drops, and the `/now` that names the last. */
  publish(): void {
    const { env, parameters } = this
    const sync = intervalNumber(parameters, env.nowMs())
    const turn = { deskIndex: 0, deskCount: 2 }
    const { firstInterval, trays } = fillTrays(env, parameters, turn, this.#queue)
    const last = firstInterval + (trays.length - 1) * turn.deskCount
    for (let interval = sync + 1; interval <= last; interval += 1) {
      const tray = trays[(interval - firstInterval) / turn.deskCount] ?? null
      this.#drop = nextDrop(env, parameters, this.#drop, tray)
    }
    env.advance((last - sync) * parameters.dropIntervalMs)
    this.#dropNumber = last
    if (this.#drop) this.documents.set(`drop/${last}`, this.#drop)
    this.signNow()
  }

  signNow(change: Partial<NowDraft> = {}): void {
    this.number += 1
    this.documents.set('now', signNow(this.made.signer, { ...this.#now(), ...change }))
  }

  #now(): NowDraft {
    const listed = (path: string): Listed => ({
      number: Number(path.split('/')[1]),
      hash: portableSuite.sha256(this.documents.get(path) ?? new Uint8Array(0)),
    })
    return {
      organisation: this.made.id,
      number: this.number,
      timeMs: this.env.nowMs(),
      trust: listed('trust/7'),
      statements: [{ ...listed('epoch/41'), fromMs: this.#draft.fromMs }],
      drop: listed(`drop/${this.#dropNumber}`),
      days: DAYS.map((day) => listed(`day/${day}`)),
      batch: this.batch,
      crowd: 3_200,
      mirrors: [],
    }
  }

  /** Puts an answer of the first desk into the next drop. */
  answer(seed: Uint8Array, text: string): void {
    const to = { conversation: new Uint8Array(32), accepted: true, seed }
    this.#queue = addReply(this.#queue, to, cutReply(this.env.random(8), text))
  }

  /** Puts the receipt of whole message `n` into the next drop. */
  acknowledge(seed: Uint8Array, n: number): void {
    const to = { conversation: new Uint8Array(32), accepted: true, seed }
    this.#queue = addReceipt(this.#queue, to, n)
  }

  /** Takes a cell all the way to the desk. */
  receive(cell: Uint8Array): void {
    this.received.push(this.#open(cell))
  }

  #open(cell: Uint8Array): ReceivedCell {
    const [mix1, mix2] = this.made.mixKeys
    const layer2 = openLayer1(portableSuite, mix1, this.#hash, cellLayer1(cell))
    const inner = layer2 && openLayer2(portableSuite, mix2, this.#hash, layer2.plaintext)
    if (!inner) return 'unreadable'
    const { kind, envelope } = decodeInner(inner.plaintext)
    for (const desk of kind === 'real' ? this.made.desks : []) {
      const opened = openEnvelope(portableSuite, desk.key, this.#hash, envelope)
      if (opened && !this.lose) this.#take(decodeFragment(opened.plaintext))
    }
    return kind
  }

  #take(part: FragmentPart): void {
    const id = toHex(part.messageId)
    const before = this.#parts.get(id) ?? []
    if (before.some(({ index }) => index === part.index)) return
    const parts = [...before, part]
    this.#parts.set(id, parts)
    const whole = joinMessage(portableSuite, parts)
    if (whole) this.messages.push(decodeMessage(portableSuite, whole, 4 << 20))
  }
}
