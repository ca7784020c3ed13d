import {
  type Casebook,
  type Compartment,
  type EventBody,
  type Fellowship,
  keyName,
  type LogGround,
  makeCompartment,
  type Member,
} from '@postern/casework'
import { type Env, equalBytes, fromHex, toHex } from '@postern/protocol'
import type { KeyChest } from './key-chest.ts'
import type { MemberKeys } from './member-keys.ts'
import { pairOf, sealPair } from './pair-sealing.ts'
import type { Scribe } from './scribe.ts'

interface FellowWorkParts {
  readonly env: Env
  readonly ground: LogGround
  readonly keys: MemberKeys
  readonly chest: KeyChest
  readonly scribe: Scribe
}

/** Grants take leaves from here on; those of contacts lie below. */
const FIRST_GRANT_LEAF: number = 2 ** 47
const GRANTS_AT_A_LENGTH = 65_536

/** Pairs, keys and who is read in: what a member does so that others can read, or no longer. */
export class FellowWork {
  readonly #parts: FellowWorkParts
  #ownBegun = false

  constructor(parts: FellowWorkParts) {
    this.#parts = parts
  }

  /** Opens a compartment with the author as its first member; its keys go to himself first. */
  open(
    kind: 'docket' | 'file' | 'registry' | 'contact',
    reference: string,
    of: Compartment | null,
    logLength: number,
  ): Compartment {
    const { env, chest } = this.#parts
    const compartment = makeCompartment(env, kind)
    chest.hold(compartment)
    this.#grant(chest.own, compartment, compartment.keys, logLength)
    const docket = (of ?? compartment).id
    this.#tell(compartment, {
      kind: 'compartment-opened',
      compartmentKind: kind,
      of: docket,
      reference,
    })
    return compartment
  }

  /** Whether keys can be kept: the member has joined, and his own compartment stands in the log. */
  isReady(casebook: Casebook): boolean {
    return casebook.fellowships.of(this.#parts.chest.own.id) !== null
  }

  /** False when there is no pair with this member yet, so that no key can be handed to him. */
  readIn(
    casebook: Casebook,
    id: Uint8Array,
    member: Uint8Array,
    reason: string,
    logLength: number,
  ): boolean {
    const { chest } = this.#parts
    const compartment = chest.get(id)
    const pair = chest.pairWith(casebook, member)
    if (compartment === null || pair === null) return false
    this.#tell(compartment, { kind: 'read-in', member, reason })
    this.#grant(pair, compartment, compartment.keys, logLength)
    return true
  }

  readOut(id: Uint8Array, member: Uint8Array, reason: string): void {
    const compartment = this.#parts.chest.get(id)
    if (compartment !== null) this.#tell(compartment, { kind: 'read-out', member, reason })
  }

  /** What is due by itself: the own compartment, pairs with those before, keys to be turned. */
  prepare(casebook: Casebook, logLength: number, isMyTurn: (work: string) => boolean): void {
    const { keys, chest } = this.#parts
    const me = toHex(keys.signing.publicKey)
    if (!casebook.fellowships.isAtDesk(me)) return
    if (!this.isReady(casebook) && !this.#ownBegun) {
      this.#ownBegun = true
      this.#openPair(chest.own, null)
    }
    for (const member of earlierMembers(casebook, me))
      if (!isPaired(casebook, me, member) && isMyTurn(`pair/${toHex(member.key)}`))
        this.#offer(member)
    for (const fellowship of casebook.fellowships.all.values())
      this.#turnIfDue(casebook, fellowship, logLength, isMyTurn)
  }

  #offer(member: Member): void {
    const { env, ground, keys, chest } = this.#parts
    const pair = pairOf(env.suite, keys.seed, member.key)
    const to = { key: member.key, sealingKey: member.facts.sealingKey }
    const sealed = sealPair(env, ground.context, keys.signing.publicKey, to, pair)
    const [desk] = chest.all
    if (desk === undefined) return
    this.#tell(desk, { kind: 'pair-offered', to: member.key, sealed })
    chest.hold(pair)
    this.#openPair(pair, member.key)
  }

  #openPair(pair: Compartment, other: Uint8Array | null): void {
    const of = pair.id
    this.#tell(pair, { kind: 'compartment-opened', compartmentKind: 'pair', of, reference: '' })
    if (other !== null) this.#tell(pair, { kind: 'read-in', member: other, reason: '' })
  }

  #turnIfDue(
    casebook: Casebook,
    fellowship: Fellowship,
    logLength: number,
    isMyTurn: (work: string) => boolean,
  ): void {
    const { fellowships } = casebook
    const members = fellowships.members(fellowship)
    const me = toHex(this.#parts.keys.signing.publicKey)
    if (fellowship.kind === 'pair' || !members.includes(me)) return
    if (!fellowships.needsTurn(fellowship)) return
    const pairs = members.map((member) => this.#parts.chest.pairWith(casebook, fromHex(member)))
    const work = `turn/${toHex(fellowship.compartment.id)}/${members.join()}`
    if (pairs.every((pair) => pair !== null) && isMyTurn(work))
      this.#turn(fellowship, members, pairs, logLength)
  }

  /** The new key is in everybody's hands before it is in force. */
  #turn(
    { compartment }: Fellowship,
    members: readonly string[],
    pairs: readonly Compartment[],
    logLength: number,
  ): void {
    const { env, ground, chest } = this.#parts
    const key = env.random(32)
    const held = chest.get(compartment.id) ?? compartment
    chest.hold({ ...held, keys: [key] })
    for (const pair of pairs) this.#grant(pair, compartment, [key], logLength)
    const granted = members.map((member) => fromHex(member))
    this.#tell(compartment, { kind: 'key-turned', keyName: keyName(ground.suite, key), granted })
  }

  #grant(
    pair: Compartment,
    { id, kind }: Compartment,
    keys: readonly Uint8Array[],
    logLength: number,
  ): void {
    const { env, scribe } = this.#parts
    const leaf = FIRST_GRANT_LEAF + logLength * GRANTS_AT_A_LENGTH + env.pick(GRANTS_AT_A_LENGTH)
    const body: EventBody = { kind: 'key-granted', compartment: id, compartmentKind: kind, keys }
    scribe.enqueue('keys', { compartment: pair, body, atMs: env.nowMs(), leaf })
  }

  #tell(compartment: Compartment, body: EventBody): void {
    const { env, scribe } = this.#parts
    scribe.enqueue('keys', { compartment, body, atMs: env.nowMs() })
  }
}

/** Whoever joined later offers to those who were there: so exactly one of two does. */
function earlierMembers(casebook: Casebook, me: string): Member[] {
  const all = [...casebook.members]
  const at = all.findIndex(([member]) => member === me)
  return all
    .slice(0, Math.max(0, at))
    .filter(([member]) => casebook.fellowships.isAtDesk(member))
    .map(([, member]) => member)
}

function isPaired(casebook: Casebook, me: string, { key }: Member): boolean {
  return casebook.pairs.some(
    ({ from, facts }) =>
      (toHex(from) === me && equalBytes(facts.to, key)) ||
      (equalBytes(from, key) && toHex(facts.to) === me),
  )
}
