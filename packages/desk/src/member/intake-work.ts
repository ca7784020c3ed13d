import {
  type Compartment,
  type Contact,
  type DeskContext,
  type EventBody,
  excludedMembers,
  exclusionsOf,
  makeReference,
  mayRead,
  type PartTaken,
} from '@postern/casework'
import { deskIsLate, type Env, equalBytes, type Parameters, toHex } from '@postern/protocol'
import type { DeskDocuments } from './desk-documents.ts'
import type { DropMirror } from './drop-mirror.ts'
import type { FellowWork } from './fellow-work.ts'
import { type Breathe, messageActs, takeIn } from './intake.ts'
import type { IntakeKeys } from './keyring.ts'
import type { LogFollower } from './log-follower.ts'
import type { MessageReader } from './message-reader.ts'
import type { Turns } from './turns.ts'

interface IntakeWorkParts {
  readonly env: Env
  readonly context: DeskContext
  readonly documents: DeskDocuments
  readonly mirror: DropMirror
  readonly breathe: Breathe
  readonly log: LogFollower
  readonly fellows: FellowWork
  readonly messages: MessageReader
  readonly turns: Turns
  /** This member's own key. */
  readonly member: Uint8Array
  /** The compartment of all at the desk. */
  readonly desk: Compartment
  /** Null for who does not take messages in. */
  readonly intake: () => IntakeKeys | null
}

/** Drops opened in one tick. */
const TAKEN_AT_ONCE = 4
/** Messages put together in one tick. */
const ASSEMBLED_AT_ONCE = 8

/** From the desk drops to whole messages in the log, for all at the desk or for those who may read them. */
export class IntakeWork {
  readonly #parts: IntakeWorkParts
  readonly #unreadable = new Set<string>()
  /** Of contacts that some may not see: opened here, by conversation in hex. */
  readonly #apart = new Map<string, Compartment>()
  /** Drops whose parts are on their way into the log; told as taken when all of them are there. */
  #taken: { readonly mark: EventBody; readonly atMs: number; readonly behind: number }[] = []
  #firstUntaken: number | null = null
  #oldest: { readonly number: number; readonly fromMs: number } | null = null

  constructor(parts: IntakeWorkParts) {
    this.#parts = parts
  }

  /** Numbers of the offered drops that nobody has taken in, lowest first. */
  untaken(): number[] {
    const offered = this.#parts.mirror.offered
    if (offered === null || !this.#parts.log.caughtUp) return []
    const { drops } = this.#parts.log.casebook
    let first = Math.max(offered.first, this.#firstUntaken ?? offered.first)
    while (first <= offered.last && drops.has(first)) first += 1
    this.#firstUntaken = first
    const numbers = Array.from({ length: offered.last - first + 1 }, (_, n) => first + n)
    return numbers.filter((number) => !drops.has(number))
  }

  /** True when a drop of an epoch that began a week ago lies here and is not taken in. (M9) */
  get isLate(): boolean {
    return deskIsLate(this.#oldest?.fromMs ?? null, this.#parts.env.nowMs())
  }

  /** What has come is taken in, told and put together; all of it is queued for the log. */
  async prepare(parameters: Parameters): Promise<void> {
    await this.#lookAtOldest()
    await this.#takeDrops(parameters)
    this.#tellTaken()
    await this.#assemble(parameters)
  }

  /** A drop says its epoch's number alone, so days are counted back from the epoch in force. */
  async #lookAtOldest(): Promise<void> {
    const { mirror, documents } = this.#parts
    const { trust, statement } = documents
    const number = this.untaken().find((one) => mirror.has(one))
    if (number === this.#oldest?.number) return
    this.#oldest = null
    if (number === undefined || trust === null || statement === null) return
    const batch = await mirror.batch(trust, number)
    if (batch === null) return
    const epochsAgo = statement.number - batch.header.epoch
    const fromMs = statement.fromMs - epochsAgo * statement.parameters.epochMs
    this.#oldest = { number, fromMs }
  }

  async #takeDrops(parameters: Parameters): Promise<void> {
    const ready = this.untaken().filter((number) => this.#parts.mirror.has(number))
    const due = ready.filter((number) => this.#parts.turns.isDue(`drop/${number}`))
    for (const number of due.slice(0, TAKEN_AT_ONCE)) await this.#takeDrop(parameters, number)
  }

  async #takeDrop(parameters: Parameters, number: number): Promise<void> {
    const { env, context, mirror, documents, breathe } = this.#parts
    const intake = this.#parts.intake()
    if (documents.trust === null || intake === null) return
    const batch = await mirror.batch(documents.trust, number)
    if (batch === null) return await mirror.forget(number)
    if (!this.#parts.turns.isMine(`drop/${number}`)) return
    const { parts, mark } = await takeIn(env.suite, context, intake.link, batch, breathe)
    const atMs = this.#coarseNowMs(parameters)
    for (const part of parts) this.#keepPart(part, intake, atMs)
    const { said: behind } = this.#parts.log.wordsIn(intake.compartment)
    this.#taken.push({ mark, atMs, behind })
  }

  /** Members of another compartment say it, so the parts' own order does not hold for it. */
  #tellTaken(): void {
    const intake = this.#parts.intake()
    if (intake === null) return
    const { entered } = this.#parts.log.wordsIn(intake.compartment)
    for (const { mark, atMs } of this.#taken.filter(({ behind }) => behind <= entered))
      this.#parts.log.enqueue(this.#parts.desk, mark, atMs)
    this.#taken = this.#taken.filter(({ behind }) => behind > entered)
  }

  async #assemble(parameters: Parameters): Promise<void> {
    const { trust } = this.#parts.documents
    if (trust === null) return
    const due = [...this.#parts.log.casebook.assemblable].filter(
      ([id]) => !this.#unreadable.has(id) && this.#parts.turns.isDue(`message/${id}`),
    )
    for (const [id, parts] of due.slice(0, ASSEMBLED_AT_ONCE)) {
      const read = await this.#parts.messages.gather(trust, parts)
      const first = parts[0]
      if (read.kind === 'broken') this.#unreadable.add(id)
      if (read.kind !== 'read' || first === undefined || !this.#parts.turns.isMine(`message/${id}`))
        continue
      this.#handOn(messageActs(first, parts, read.message), this.#coarseNowMs(parameters))
    }
  }

  /** What came in a drop, for those who take in: a contact's first part gives it its leaf. */
  #keepPart(body: PartTaken, intake: IntakeKeys, atMs: number): void {
    const contact = this.#parts.log.casebook.contact(body.conversation)
    const [leaf = leafOf(body)] = contact?.leaves ?? []
    this.#parts.log.enqueue(intake.compartment, body, atMs, leaf)
  }

  /** A whole message goes to all at the desk, or to all but those whom its source has named. */
  #handOn(acts: readonly EventBody[], atMs: number): void {
    for (const body of acts) {
      if (body.kind !== 'message-assembled' && body.kind !== 'reply-read') continue
      const contact = this.#parts.log.casebook.contact(body.conversation)
      const named = body.kind === 'message-assembled' ? body.exclusions : []
      const names = [...exclusionsOf(contact), ...named]
      const compartment = this.#compartmentFor(body.conversation, contact, names)
      const [leaf = 0] = contact?.leaves ?? []
      this.#parts.log.enqueue(compartment, body, atMs, leaf)
    }
  }

  #compartmentFor(
    conversation: Uint8Array,
    contact: Contact | null,
    names: readonly string[],
  ): Compartment {
    const { casebook, length } = this.#parts.log
    const id = toHex(conversation)
    const own = this.#apart.get(id) ?? contact?.compartment
    if (own?.kind === 'contact') return own
    if (excludedMembers(casebook, names).length === 0) return this.#parts.desk
    const apart = this.#parts.fellows.open('contact', makeReference(this.#parts.env), null, length)
    this.#apart.set(id, apart)
    for (const { key } of mayRead(casebook, names))
      if (!equalBytes(key, this.#parts.member))
        this.#parts.fellows.readIn(casebook, apart.id, key, '', length)
    return apart
  }

  /** No finer than the batch that it came in: the log keeps no time of a source's act. */
  #coarseNowMs({ mixIntervalMs }: Parameters): number {
    return Math.floor(this.#parts.env.nowMs() / mixIntervalMs) * mixIntervalMs
  }
}

/** No two envelopes share one; later drops have higher ones. */
function leafOf({ drop, item }: PartTaken): number {
  return drop * 65_536 + item
}
