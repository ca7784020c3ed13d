import {
  Author,
  type Case,
  type CaseFile,
  type Compartment,
  type EventBody,
  fold,
  KeyTree,
  type LoggedEvent,
  type LogGround,
  LogReader,
  makeCompartment,
  vouchFor,
} from '@postern/casework'
import { type Env, sealBundle, seededEnv, type SigningKey, toHex } from '@postern/protocol'
import { portableSuite as suite } from '@postern/protocol/portable'
import { dayTree, type LeavingCase, once, speaksOf } from '../src/index.ts'

/** 2026-11-27, 10:00 UTC. */
const BEGUN_MS = 1_795_773_600_000
const STEP_MS = 60_000
const DAY_MS = 86_400_000

/** One real case in one real log: every event signed, sealed, read back and folded. */
export class CaseWorld {
  readonly env: Env
  readonly #ground: LogGround
  readonly #identity: SigningKey
  readonly #desk: Compartment
  readonly #docket: Compartment
  readonly #file: Compartment
  readonly #reader: LogReader
  readonly #events: LoggedEvent[] = []
  readonly #bytes = new Map<string, Uint8Array>()
  #nowMs = BEGUN_MS

  constructor(seed: string) {
    this.env = seededEnv(seed, suite)
    this.#identity = suite.signingKey(this.env.random(32))
    const [organisation, desk] = [this.env.random(16), this.env.random(16)]
    const context = { organisation, desk, deskKey: this.#identity.publicKey }
    this.#ground = { suite, context, tree: KeyTree.fromRoot(suite, this.env.random(32)) }
    this.#desk = makeCompartment(this.env, 'desk')
    this.#docket = makeCompartment(this.env, 'docket')
    this.#file = makeCompartment(this.env, 'file')
    this.#reader = new LogReader(this.#ground, [this.#desk, this.#docket, this.#file])
    this.#open('anna')
  }

  get nowMs(): number {
    return this.#nowMs
  }

  get file(): CaseFile {
    const [held] = fold(this.#events).cases.values()
    const content: Case['file'] = held?.file ?? null
    if (content === null) throw new TypeError('no file')
    return content.content
  }

  #open(name: string): void {
    const sealingKey = this.env.random(1_216)
    const facts = { name, role: 'handler' as const, sealingKey }
    const { publicKey } = this.#member
    const vouch = vouchFor(this.#identity, this.#ground.context, publicKey, facts)
    this.#write(this.#desk, { kind: 'member-joined', ...facts, vouch })
    for (const { id, kind } of [this.#docket, this.#file]) {
      const of = this.#docket.id
      const opened = { compartmentKind: kind, of, reference: 'lamp river stone' }
      const where = id === of ? this.#docket : this.#file
      this.#write(where, { kind: 'compartment-opened', ...opened })
    }
  }

  readonly #member: SigningKey = suite.signingKey(new Uint8Array(32).fill(7))

  #write(compartment: Compartment, body: EventBody): void {
    const author = new Author(this.env, this.#member, this.#ground, compartment)
    this.#nowMs += STEP_MS
    author.enqueue(body, this.#nowMs)
    while (author.pending > 0) {
      const payload = author.prepare(this.#reader.mark)
      const [key] = compartment.keys
      if (payload === null || key === undefined) throw new TypeError('nothing to write')
      this.#events.push(...this.#reader.take(sealBundle(this.env, key, payload)).events)
      author.accepted()
    }
  }

  /** Into the case's file. */
  tell(body: EventBody): void {
    this.#write(this.#file, body)
  }

  /** Takes these bytes for an item, as they came or otherwise than they were hashed. */
  takeItem(name: string, bytes: Uint8Array, came: Uint8Array | null = bytes): Uint8Array {
    const item = this.env.random(16)
    const facts = { name, mediaType: 'application/octet-stream', bytes: bytes.length }
    const sha256 = suite.sha256(bytes)
    const report = new Uint8Array(16)
    this.tell({ kind: 'item-taken', item, report, ...facts, sha256, copy: 'cleaned' })
    this.tell({ kind: 'custody', item, act: 'taken', detail: '', sha256 })
    if (came !== null) this.#bytes.set(toHex(item), came)
    return item
  }

  /** Has the log of now stamped by an authority. */
  stamp(authority: (root: Uint8Array) => Uint8Array): void {
    const day = Math.floor(this.#nowMs / DAY_MS)
    const { root, stamps } = dayTree(this.env, day, [
      { key: 'ours', custody: this.file.custody },
      { key: 'another', custody: [] },
      { key: 'a third', custody: [] },
    ])
    const answer = authority(root)
    if (!speaksOf(answer, root)) throw new Error('the authority answered for something else')
    for (const { key, stamp } of stamps) if (key === 'ours') this.tell({ ...stamp, answer })
  }

  leaving(): LeavingCase {
    const { organisation, desk } = this.#ground.context
    return {
      reference: 'lamp river stone',
      content: this.file,
      organisation,
      desk,
      compartment: this.#file.id,
      nameOf: () => 'anna',
      reason: 'for the prosecutor',
      atMs: this.#nowMs,
      open: async ({ item }) => {
        const bytes = this.#bytes.get(toHex(item))
        return bytes === undefined ? null : once(bytes)
      },
    }
  }
}
