import { seededEnv, type Env, sealBundle, emptyBundle } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import {
  Author,
  type Compartment,
  type EventBody,
  type Finding,
  KeyTree,
  type LoggedEvent,
  type LogGround,
  LogReader,
  makeCompartment,
  type MemberRole,
  vouchFor,
} from '../src/index.ts'

/** A desk with authors who write to one log in memory. */
export class AuthorWorld {
  readonly env: Env
  readonly ground: LogGround
  readonly compartment: Compartment
  readonly bundles: Uint8Array[] = []
  readonly #identitySeed: Uint8Array
  readonly #reader: LogReader

  constructor(seed: string) {
    this.env = seededEnv(seed, portableSuite)
    this.#identitySeed = this.env.random(32)
    const context = {
      organisation: this.env.random(16),
      desk: this.env.random(16),
      deskKey: portableSuite.signingKey(this.#identitySeed).publicKey,
    }
    const tree = KeyTree.fromRoot(portableSuite, this.env.random(32))
    this.ground = { suite: portableSuite, context, tree }
    this.compartment = makeCompartment(this.env, 'desk')
    this.#reader = this.reader()
  }

  reader(...more: readonly Compartment[]): LogReader {
    return new LogReader(this.ground, [this.compartment, ...more])
  }

  /** A member whose first act is to join; a stranger is vouched for by himself. */
  author(role: MemberRole = 'handler', stranger: boolean = false): Author {
    const key = portableSuite.signingKey(this.env.random(32))
    const author = new Author(this.env, key, this.ground, this.compartment)
    const identity = stranger ? key : portableSuite.signingKey(this.#identitySeed)
    const sealingKey = this.env.random(1_216)
    const facts = { name: 'm', role, sealingKey }
    const vouch = vouchFor(identity, this.ground.context, key.publicKey, facts)
    author.enqueue({ kind: 'member-joined', ...facts, vouch }, 1)
    return author
  }

  /** One tick of an author: exactly one bundle, real or empty. */
  tick(author: Author): void {
    const payload = author.prepare(this.#reader.mark)
    const bundle =
      payload === null
        ? emptyBundle(this.env)
        : sealBundle(this.env, keyOf(this.compartment), payload)
    this.append(bundle)
    if (payload !== null) author.accepted()
  }

  append(bundle: Uint8Array): void {
    this.bundles.push(bundle)
    this.#reader.take(bundle)
  }

  /** Until nothing waits. */
  drain(...authors: readonly Author[]): void {
    for (const author of authors) while (author.pending > 0) this.tick(author)
  }

  write(author: Author, ...bodies: readonly EventBody[]): void {
    for (const body of bodies) author.enqueue(body, 1)
    this.drain(author)
  }
}

/** What a fresh reader makes of these bundles. */
export function readAll(
  reader: LogReader,
  bundles: readonly Uint8Array[],
): { events: LoggedEvent[]; findings: Finding[] } {
  const taken = bundles.map((bundle) => reader.take(bundle))
  return {
    events: taken.flatMap(({ events }) => events),
    findings: taken.flatMap(({ findings }) => findings),
  }
}

export function keyOf({ keys }: Compartment): Uint8Array {
  const [key] = keys
  if (key === undefined) throw new TypeError('a compartment without a key')
  return key
}
