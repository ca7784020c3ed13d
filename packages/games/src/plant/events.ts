import {
  Author,
  type Compartment,
  type EventBody,
  fold,
  KeyTree,
  type LoggedEvent,
  type LogGround,
  LogReader,
  makeCompartment,
  THIS_CASE,
  vouchFor,
} from '@postern/casework'
import { emptyBundle, type Env, sealBundle, seededEnv } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'

export interface Attempts {
  readonly tried: number
  readonly unnoticed: number
}

/** What a colleague's device makes of a log: what it shows, and what it warns of. */
export interface EventSteps {
  readonly name: string
  readonly read: (desk: Desk, bundles: readonly Uint8Array[]) => { shown: string; warned: boolean }
}

interface Desk {
  readonly ground: LogGround
  readonly compartments: readonly Compartment[]
  readonly bundles: readonly Uint8Array[]
}

/** What the desk server does with the bundles it keeps; `at` lies behind the joining. */
type Attack = (env: Env, bundles: readonly Uint8Array[], at: number) => Uint8Array[]

const FIRST_ATTACKED = 4
const NOTES = 12

const ATTACKS: readonly Attack[] = [
  (env, bundles, at) => {
    const changed = bundles[at]?.slice() ?? new Uint8Array(0)
    const byte = env.pick(changed.length)
    changed[byte] = (changed[byte] ?? 0) ^ (1 + env.pick(255))
    return bundles.with(at, changed)
  },
  (_env, bundles, at) => bundles.toSpliced(at, 1),
  (env, bundles, at) => bundles.with(at, emptyBundle(env)),
  (_env, bundles, at) => bundles.toSpliced(at + 1, 0, bundles[at] ?? new Uint8Array(0)),
  (_env, bundles, at) => {
    const [one, next] = [bundles[at], bundles[at + 1]]
    return one && next ? bundles.with(at, next).with(at + 1, one) : [...bundles]
  },
]

export const eventsAsBuilt: EventSteps = {
  name: 'events, as built',
  read: ({ ground, compartments }, bundles) => {
    const reader = new LogReader(ground, compartments)
    const taken = bundles.map((bundle) => reader.take(bundle))
    const casebook = fold(taken.flatMap(({ events }) => events))
    const found = [...taken.flatMap(({ findings }) => findings), ...casebook.findings]
    return { shown: shownOf(taken.flatMap(({ events }) => events)), warned: found.length > 0 }
  },
}

/** Each event is signed and none is chained: what fits by itself is shown, and nothing is missed. */
export const unchained: EventSteps = {
  name: 'events without chain',
  read: (desk, bundles) => {
    const reader = new LogReader(desk.ground, desk.compartments)
    const taken = bundles.map((bundle) => reader.take(bundle))
    const found = taken.flatMap(({ findings }) => findings)
    const kept = found.filter(({ kind }) => kind !== 'broken-chain' && kind !== 'other-log')
    return { shown: shownOf(taken.flatMap(({ events }) => events)), warned: kept.length > 0 }
  },
}

/** Each attack in turn on a fresh log; unnoticed is what looks whole and is not what was written. */
export function eventAttacks(seed: string, tries: number, steps: EventSteps): Attempts {
  const env = seededEnv(`${seed} plant events`, nativeSuite)
  const desk = deskWithLog(env)
  const { shown: written } = steps.read(desk, desk.bundles)
  let unnoticed = 0
  for (let n = 0; n < tries; n++) {
    const last = desk.bundles.length - 2
    const at = FIRST_ATTACKED + env.pick(last - FIRST_ATTACKED)
    const attack = ATTACKS[n % ATTACKS.length]
    const { shown, warned } = steps.read(desk, attack?.(env, desk.bundles, at) ?? [])
    if (shown !== written && !warned) unnoticed++
  }
  const backDated = steps.read(desk, backDatedLog(env, desk))
  if (!backDated.warned) unnoticed++
  return { tried: tries + 1, unnoticed }
}

function shownOf(events: readonly LoggedEvent[]): string {
  return events.map(({ hash }) => hash.join()).join()
}

const HOUR_MS = 3_600_000
const STARTED_MS: number = 1_000 * HOUR_MS

const noted = (text: string): EventBody => ({ kind: 'case-noted', subject: THIS_CASE, text })

function deskWithLog(env: Env): Desk & { readonly key: ReturnType<Env['suite']['signingKey']> } {
  const identity = env.suite.signingKey(env.random(32))
  const context = {
    organisation: env.random(16),
    desk: env.random(16),
    deskKey: identity.publicKey,
  }
  const ground = { suite: env.suite, context, tree: KeyTree.fromRoot(env.suite, env.random(32)) }
  const [desk, docket, file] = [
    makeCompartment(env, 'desk'),
    makeCompartment(env, 'docket'),
    makeCompartment(env, 'file'),
  ]
  const key = env.suite.signingKey(env.random(32))
  const facts = { name: 'anna', role: 'handler', sealingKey: env.random(1_216) } as const
  const vouch = vouchFor(identity, context, key.publicKey, facts)
  const log = new LogWriter(env, ground, key)
  log.write(desk, { kind: 'member-joined', ...facts, vouch }, STARTED_MS)
  for (const one of [docket, file])
    log.write(
      one,
      {
        kind: 'compartment-opened',
        compartmentKind: one.kind,
        of: docket.id,
        reference: 'lamp river stone',
      },
      STARTED_MS,
    )
  for (let n = 0; n < NOTES; n++) log.write(file, noted(`custody ${n}`), STARTED_MS + n * HOUR_MS)
  return { ground, compartments: [desk, docket, file], bundles: log.bundles, key }
}

/** The handler himself writes today what he says he wrote nine hours ago, in a strand of his own. */
function backDatedLog(env: Env, desk: ReturnType<typeof deskWithLog>): Uint8Array[] {
  const log = new LogWriter(env, desk.ground, desk.key, desk.bundles)
  const file = desk.compartments.at(-1)
  if (file !== undefined) log.write(file, noted('as if then'), STARTED_MS + 2 * HOUR_MS)
  return log.bundles
}

/** One author's log in memory, a strand for each compartment. */
class LogWriter {
  readonly bundles: Uint8Array[] = []
  readonly #env: Env
  readonly #ground: LogGround
  readonly #key: ReturnType<Env['suite']['signingKey']>
  readonly #reader: LogReader
  readonly #authors = new Map<Compartment, Author>()

  constructor(
    env: Env,
    ground: LogGround,
    key: ReturnType<Env['suite']['signingKey']>,
    before: readonly Uint8Array[] = [],
  ) {
    this.#env = env
    this.#ground = ground
    this.#key = key
    this.#reader = new LogReader(ground, [])
    for (const bundle of before) this.#append(bundle)
  }

  write(compartment: Compartment, body: EventBody, atMs: number): void {
    const author =
      this.#authors.get(compartment) ?? new Author(this.#env, this.#key, this.#ground, compartment)
    this.#authors.set(compartment, author)
    author.enqueue(body, atMs)
    const payload = author.prepare(this.#reader.mark)
    const [key] = compartment.keys
    if (payload === null || key === undefined) throw new TypeError('nothing to write')
    this.#append(sealBundle(this.#env, key, payload))
    author.accepted()
  }

  #append(bundle: Uint8Array): void {
    this.bundles.push(bundle)
    this.#reader.take(bundle)
  }
}
