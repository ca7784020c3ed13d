import {
  Author,
  Casebook,
  type Compartment,
  type DeskContext,
  type EventBody,
  type Finding,
  LogReader,
} from '@postern/casework'
import { emptyBundle, type Env, equalBytes, sealBundle, type SigningKey } from '@postern/protocol'
import type { DeskClient } from './desk-client.ts'

/** A shorter answer was the last there is. */
const BUNDLES_IN_ANSWER = 256
/** Catching up stops after so many answers; the next tick goes on. */
const ANSWERS_AT_ONCE = 64
/** With 20 members on one clock nearly everybody has his turn in this many tries. */
const TRIES = 12
const FINDINGS_KEPT = 256

/** Follows one desk's log, keeps the state that its events fold to, and appends one bundle a tick. */
export class LogFollower {
  readonly #env: Env
  readonly #client: DeskClient
  readonly #context: DeskContext
  readonly #compartment: Compartment
  readonly #reader: LogReader
  readonly #author: Author
  readonly #findings: Finding[] = []
  readonly casebook: Casebook = new Casebook()
  #sent: { position: number; bundle: Uint8Array; real: boolean } | null = null
  #caughtUp = false

  constructor(
    env: Env,
    client: DeskClient,
    context: DeskContext,
    compartment: Compartment,
    key: SigningKey,
  ) {
    this.#env = env
    this.#client = client
    this.#context = context
    this.#compartment = compartment
    this.#reader = new LogReader(env.suite, context, [compartment])
    this.#author = new Author(env, key, context, compartment)
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
    return this.#findings
  }

  /** Acts of this member that are not all in the log. */
  get pending(): number {
    return this.#author.pending
  }

  /** Gives the act's id. */
  enqueue(body: EventBody, atMs: number): Uint8Array {
    return this.#author.enqueue(body, atMs)
  }

  /** Reads what is new. */
  async sync(): Promise<void> {
    for (let answers = 0; answers < ANSWERS_AT_ONCE; answers++) {
      const bundles = await this.#client.log(this.#context.desk, this.length)
      for (const bundle of bundles) this.#take(bundle)
      this.#caughtUp = bundles.length < BUNDLES_IN_ANSWER
      if (this.#caughtUp) return
    }
  }

  /**
   * Appends exactly one bundle: what waits, or random bytes. When somebody else was faster it is
   * made anew on the longer log. False when nobody gave way in all tries. (D1)
   */
  async append(): Promise<boolean> {
    for (let tries = 0; tries < TRIES; tries++) {
      await this.sync()
      if (!this.#caughtUp) return false
      const payload = this.#author.prepare(this.#reader.mark)
      const bundle =
        payload === null
          ? emptyBundle(this.#env)
          : sealBundle(this.#env, this.#compartment.key, payload)
      this.#sent = { position: this.length, bundle, real: payload !== null }
      if (await this.#client.append(this.#context.desk, this.length, bundle)) {
        await this.sync()
        return true
      }
    }
    return false
  }

  /** An own bundle counts when it is seen in the log, also if the server's answer was lost. */
  #take(bundle: Uint8Array): void {
    if (this.#sent?.position === this.length) {
      if (this.#sent.real && equalBytes(this.#sent.bundle, bundle)) this.#author.accepted()
      this.#sent = null
    }
    const { events, findings } = this.#reader.take(bundle)
    for (const event of events) this.casebook.apply(event)
    this.#findings.push(...findings)
    this.#findings.splice(0, this.#findings.length - FINDINGS_KEPT)
  }
}
