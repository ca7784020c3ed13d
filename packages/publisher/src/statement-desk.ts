import {
  decodeMixKeyOffers,
  type Env,
  equalBytes,
  KEYS_AHEAD,
  type Parameters,
  type Signature,
  type TrustList,
} from '@postern/protocol'
import type { BlobStore, Log, Peer } from '@postern/runtime'
import { decodeDeskOffers } from './desk-offers.ts'
import {
  assembleDraft,
  type Edition,
  isForsaken,
  isUrgent,
  mixKeysFor,
  nextFromMs,
  type Offers,
  soonMs,
} from './drafting.ts'
import { decodeSignature } from './mix-signature.ts'
import { pull, readPulled } from './pull.ts'
import { StampRequest } from './stamp-request.ts'
import type { StatementBook } from './statement-book.ts'

/** How long the statement that is needed now waits for a desk's key. */
const URGENT_PATIENCE_MS = 30_000
/** How often the mixes are asked for keys while no statement is due. */
const LOOK_MS = 60_000
/** More than a few damaged at once are a lost disk. */
const HEALED_AT_ONCE = 4

interface Parts {
  readonly env: Env
  readonly parameters: Parameters
  readonly peers: { readonly mix1: Peer; readonly mix2: Peer; readonly desk: Peer }
  readonly requests: BlobStore
  readonly log: Log
  readonly book: StatementBook
}

/**
 * Brings statements about (B6): asks mixes and desks for keys, lays drafts out, collects both
 * signatures. A desk whose key does not come in time is left out, and the operator is told.
 */
export class StatementDesk {
  readonly #parts: Parts
  readonly #stamp: StampRequest
  /** Since when the next number waits for a key. */
  #waiting: { number: number; sinceMs: number; told: boolean } | null = null
  #lookedMs = 0
  /** A mix was restored: nobody opens what is sealed under the statement in force. */
  #forsaken = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#stamp = new StampRequest(parts)
  }

  async step(trust: TrustList): Promise<void> {
    await this.#heal()
    await this.#collect()
    const parameters = await this.#parameters()
    if (!this.#isTime(parameters)) return
    const offers = await this.#offers()
    this.#look(trust, offers)
    if (this.#isOutdated(trust, offers)) await this.#parts.book.giveUp()
    await this.#prepare(trust, parameters, offers)
  }

  #isTime(parameters: Parameters): boolean {
    const { book, env } = this.#parts
    if (this.#nextFromMs(parameters) !== null || book.pending() !== null) return true
    return Math.abs(env.nowMs() - this.#lookedMs) >= LOOK_MS
  }

  #look(trust: TrustList, offers: Offers): void {
    const { env, book } = this.#parts
    const statements = book.listed().map(({ statement }) => statement)
    this.#lookedMs = env.nowMs()
    this.#forsaken = isForsaken(env.suite, trust, statements, offers)
  }

  /** The column's, with the stamp that the operator asks for (S3). */
  async #parameters(): Promise<Parameters> {
    const { book, parameters } = this.#parts
    const stampBits = (await this.#stamp.stampBits()) ?? book.last()?.parameters.stampBits
    return { ...parameters, stampBits: stampBits ?? parameters.stampBits }
  }

  /**
   * Soon when a mix dropped its keys (M8). After a pause every mix has, and what is overdue begins at
   * once all the same.
   */
  #nextFromMs(parameters: Parameters): number | null {
    const { book, env } = this.#parts
    const nowMs = env.nowMs()
    if (this.#isNeededEarly(parameters)) return soonMs(nowMs)
    const plannedMs = nextFromMs(book.last()?.fromMs ?? null, nowMs, parameters.epochMs)
    const isOverdue = plannedMs !== null && plannedMs <= nowMs
    return this.#forsaken && !isOverdue ? soonMs(nowMs) : plannedMs
  }

  /** A successor starts early when the stamp changes or a desk's key was taken out. (B1, S3) */
  #isNeededEarly({ stampBits }: Parameters): boolean {
    const { book, env } = this.#parts
    const last = book.last()
    return (
      book.isOverthrown(soonMs(env.nowMs())) ||
      (last !== null && last.parameters.stampBits !== stampBits)
    )
  }

  /** The mixes hold every statement that they go by, whole. */
  async #heal(): Promise<void> {
    for (const number of this.#parts.book.damaged().slice(0, HEALED_AT_ONCE))
      await this.#healOne(number)
  }

  async #healOne(number: number): Promise<void> {
    const { book, peers, log } = this.#parts
    let answers = 0
    for (const mix of [peers.mix1, peers.mix2]) {
      const held = await pull(mix, `/epoch/${number}`, log)
      if (held === null) continue
      if (await book.heal(number, held)) return
      answers += 1
    }
    if (answers === 2) book.leaveDamaged(number)
  }

  async #collect(): Promise<void> {
    const draft = this.#parts.book.pending()
    const signatures = draft && (await this.#signaturesFor(draft.statement.number))
    if (signatures !== null) await this.#parts.book.publish(signatures)
  }

  async #signaturesFor(number: number): Promise<Signature[] | null> {
    const { peers, log } = this.#parts
    const signatures: Signature[] = []
    for (const mix of [peers.mix1, peers.mix2]) {
      const bytes = await pull(mix, `/signature/${number}`, log)
      const signature = readPulled(bytes, log, decodeSignature)
      if (signature === null) return null
      signatures.push(signature)
    }
    return signatures
  }

  async #offers(): Promise<Offers> {
    const { peers, log } = this.#parts
    const mix1 = readPulled(await pull(peers.mix1, '/keys', log), log, decodeMixKeyOffers)
    const mix2 = readPulled(await pull(peers.mix2, '/keys', log), log, decodeMixKeyOffers)
    const desks = readPulled(await pull(peers.desk, '/desk-keys', log), log, decodeDeskOffers)
    return {
      mixes: [...(mix1 ?? []), ...(mix2 ?? [])],
      desks: desks?.offers ?? [],
      titles: desks?.titles ?? {},
    }
  }

  /**
   * A draft that nobody will sign any more: its epoch is over, or both mixes answered and one of
   * them no longer has the key that it names.
   */
  #isOutdated(trust: TrustList, offers: Offers): boolean {
    const { book, env, parameters } = this.#parts
    const draft = book.pending()
    if (draft === null) return false
    const { number, fromMs, mixKeys } = draft.statement
    if (fromMs + parameters.epochMs <= env.nowMs()) return true
    if (new Set(offers.mixes.map(({ mix }) => mix)).size < 2) return false
    const keys = mixKeysFor(env.suite, trust, number, offers)
    return keys === null || !mixKeys.every((key, place) => equalBytes(key, keys[place] ?? EMPTY))
  }

  /**
   * One draft at a time: what is given up costs one number, and mixes hold keys for three [else
   * two mishaps would leave no number that a mix has a key for].
   */
  async #prepare(trust: TrustList, parameters: Parameters, offers: Offers): Promise<void> {
    const { book, env, log } = this.#parts
    const fromMs = this.#nextFromMs(parameters)
    const pending = book.pending()
    if (pending !== null) return this.#wait(pending.statement, 'mix')
    if (fromMs === null) return
    const edition = { number: this.#number(trust, offers), fromMs }
    const leaveOut = this.#isOverdue(edition)
    const made = assembleDraft(env.suite, trust, parameters, edition, offers, leaveOut)
    if (made.kind !== 'draft') return this.#wait(edition, made.kind)
    if (made.leftOut > 0) log.say({ event: 'notice', code: 'desk-left-out' })
    await book.draft(made.payload)
    this.#waiting = null
  }

  /** A mix that was restored has no key for some numbers, for ever: these are passed over. (M8) */
  #number(trust: TrustList, offers: Offers): number {
    const { book, env } = this.#parts
    const next = book.nextNumber()
    const numbers = Array.from({ length: KEYS_AHEAD + 1 }, (_, ahead) => next + ahead)
    const hasKeys = (number: number): boolean =>
      mixKeysFor(env.suite, trust, number, offers) !== null
    return numbers.find(hasKeys) ?? next
  }

  /** What is needed soon is waited for half a minute, what is to come a quarter of an epoch. */
  #isOverdue({ number, fromMs }: Edition): boolean {
    if (this.#waiting?.number !== number) return false
    const { env, parameters } = this.#parts
    const urgent = isUrgent(fromMs, env.nowMs())
    const patienceMs = urgent ? URGENT_PATIENCE_MS : parameters.epochMs / 4
    return env.nowMs() >= this.#waiting.sinceMs + patienceMs
  }

  #wait(edition: Edition, kind: 'mix' | 'desk'): void {
    const { number } = edition
    const sinceMs = this.#parts.env.nowMs()
    if (this.#waiting?.number !== number) this.#waiting = { number, sinceMs, told: false }
    if (kind === 'desk' || this.#waiting.told || !this.#isOverdue(edition)) return
    this.#waiting.told = true
    this.#parts.log.say({ event: 'notice', code: 'statement-late' })
  }
}

const EMPTY = new Uint8Array(0)
