import {
  Casebook,
  type Compartment,
  type EventBody,
  type Finding,
  type LogGround,
  LogReader,
  type VerifiedLog,
} from '@postern/casework'
import { emptyBundle, type Env, equalBytes, sealBundle } from '@postern/protocol'
import type { DeskClient } from './desk-client.ts'
import type { Breathe } from './intake.ts'
import type { KeyChest } from './key-chest.ts'
import type { LogCache } from './log-cache.ts'
import type { LogNote } from './log-note.ts'
import type { Scribe } from './scribe.ts'

interface LogFollowerParts {
  readonly env: Env
  readonly client: DeskClient
  readonly ground: LogGround
  readonly chest: KeyChest
  readonly scribe: Scribe
  readonly cache: LogCache
  readonly note: LogNote
  /** A moment for others between two answers: a long log is shown as far as it is read. */
  readonly breathe: Breathe
}

/** A shorter answer was the last there is. */
const BUNDLES_IN_ANSWER = 256
/** Catching up stops after so many answers; the next tick goes on. */
const ANSWERS_AT_ONCE = 64
/** With 20 members on one clock nearly everybody has his turn in this many tries. */
const TRIES = 12
const FINDINGS_KEPT = 256
/** It is noted how far the log was verified when so many bundles more were. */
const NOTED_EVERY = 256

/** Follows one desk's log, keeps the state that its events fold to, and appends one bundle a tick. */
export class LogFollower {
  readonly #parts: LogFollowerParts
  #reader: LogReader
  #casebook: Casebook = new Casebook()
  /** What is shown while the log is read again. */
  #before: Casebook | null = null
  #findings: Finding[] = []
  #sent: { position: number; bundle: Uint8Array; real: boolean } | null = null
  #caughtUp = false
  #begun = false
  #isStale = false
  #verified: VerifiedLog | null = null
  #noted = 0

  constructor(parts: LogFollowerParts) {
    this.#parts = parts
    this.#reader = new LogReader(parts.ground, parts.chest.all)
  }

  /** What the log folds to; another object after a log was read again. */
  get casebook(): Casebook {
    return this.#before ?? this.#casebook
  }

  /** The whole log has been read once. */
  get caughtUp(): boolean {
    return this.#caughtUp
  }

  get length(): number {
    return this.#reader.mark.length
  }

  /** What is wrong with the log, the newest last. */
  get findings(): readonly Finding[] {
    return [...this.#findings, ...this.#casebook.findings]
  }

  /** Acts of this member that are not all in the log. */
  get pending(): number {
    return this.#parts.scribe.pending
  }

  /** Gives the act's id. */
  enqueue(compartment: Compartment, body: EventBody, atMs: number, leaf: number = 0): Uint8Array {
    return this.#parts.scribe.enqueue('words', { compartment, body, atMs, leaf })
  }

  /** Acts enqueued in this compartment so far, and how many of them stand in the log. */
  wordsIn(compartment: Compartment): { readonly said: number; readonly entered: number } {
    return this.#parts.scribe.wordsIn(compartment)
  }

  /** Reads what is new. */
  async sync(): Promise<void> {
    const { client, cache, ground } = this.#parts
    if (!this.#begun) await this.#begin()
    this.#begun = true
    for (let answers = 0; answers < ANSWERS_AT_ONCE; answers++) {
      const bundles = await client.log(ground.context.desk, this.length)
      for (const bundle of bundles) this.#take(bundle)
      await cache.append(bundles)
      this.#caughtUp = bundles.length < BUNDLES_IN_ANSWER
      if (this.#isStale) await this.reread()
      if (this.#caughtUp) return await this.#note()
      await this.#parts.breathe()
    }
  }

  /**
   * Appends exactly one bundle: what waits, or random bytes. When somebody else was faster it is
   * made anew on the longer log. False when nobody gave way in all tries. (D1)
   */
  async append(): Promise<boolean> {
    const { env, client, ground, chest, scribe } = this.#parts
    scribe.beginTurn()
    for (let tries = 0; tries < TRIES; tries++) {
      await this.sync()
      if (!this.#caughtUp) return false
      const prepared = scribe.prepare(this.#reader.mark, this.#casebook, chest.all)
      const bundle =
        prepared === null ? emptyBundle(env) : sealBundle(env, prepared.key, prepared.payload)
      this.#sent = { position: this.length, bundle, real: prepared !== null }
      if (await client.append(ground.context.desk, this.length, bundle)) {
        await this.sync()
        return true
      }
    }
    return false
  }

  /** Reads the log at hand again with all keys of now: after a reading in, and when some were forgotten. */
  async reread(): Promise<void> {
    const { cache } = this.#parts
    this.#isStale = false
    if ((await cache.length()) !== this.length) return
    this.#before = this.#casebook
    this.#forget()
    try {
      await this.#readCached()
    } finally {
      this.#before = null
    }
  }

  /**
   * From the copy on this device, as far as it is whole and the log that was verified here; else from
   * nothing. Another window that threw the copy away may have left a gap in it.
   */
  async #begin(): Promise<void> {
    const { cache, note } = this.#parts
    const noted = await cache.note()
    this.#verified = noted && note.open(noted)
    this.#forget()
    await this.#readCached()
    const { length } = this.#verified ?? { length: 0 }
    const isWhole = this.length === (await cache.length()) && this.length >= length
    if (isWhole && this.#reader.isAsVerified && (await this.#isServed())) return
    await cache.clear()
    this.#verified = null
    this.#forget()
  }

  /** A server that was put back from a backup has less than this device, or something else in its place. */
  async #isServed(): Promise<boolean> {
    const { client, cache, ground } = this.#parts
    const last = this.length - 1
    if (last < 0) return true
    const [own] = await cache.read(last, 1)
    const [theirs] = await client.log(ground.context.desk, last)
    return own !== undefined && theirs !== undefined && equalBytes(own, theirs)
  }

  #forget(): void {
    const { ground, chest } = this.#parts
    this.#reader = new LogReader(ground, chest.all, this.#verified)
    this.#casebook = new Casebook()
    this.#findings = []
    chest.reread()
  }

  async #note(): Promise<void> {
    const { cache, note } = this.#parts
    if (this.length < this.#noted + NOTED_EVERY) return
    this.#noted = this.length
    this.#verified = this.#reader.verified
    await cache.putNote(note.seal(this.#verified))
  }

  async #readCached(): Promise<void> {
    const { cache, breathe } = this.#parts
    for (;;) {
      const bundles = await cache.read(this.length, BUNDLES_IN_ANSWER)
      for (const bundle of bundles) this.#take(bundle)
      if (bundles.length < BUNDLES_IN_ANSWER) return
      await breathe()
    }
  }

  /** An own bundle counts when it is seen in the log, also if the server's answer was lost. */
  #take(bundle: Uint8Array): void {
    if (this.#sent?.position === this.length) {
      if (this.#sent.real && equalBytes(this.#sent.bundle, bundle)) this.#parts.scribe.accepted()
      this.#sent = null
    }
    const { events, findings } = this.#reader.take(bundle)
    for (const event of events) this.#casebook.apply(event)
    this.#findings.push(...findings)
    this.#findings.splice(0, this.#findings.length - FINDINGS_KEPT)
    if (events.length > 0) this.#learn()
  }

  #learn(): void {
    const { compartments, isOld } = this.#parts.chest.learn(this.#casebook)
    for (const compartment of compartments) this.#reader.add(compartment)
    this.#isStale ||= isOld
  }
}
