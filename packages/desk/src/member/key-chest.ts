import { type Casebook, type Compartment, type LogGround, withKeys } from '@postern/casework'
import { equalBytes, toHex } from '@postern/protocol'
import type { MemberKeys } from './member-keys.ts'
import { openPair, pairOf } from './pair-sealing.ts'

/** What was learned from the log. */
interface Learned {
  /** Compartments that are new, or have a new key. */
  readonly compartments: readonly Compartment[]
  /** One of them is older than this moment: the log is to be read again from its beginning. */
  readonly isOld: boolean
}

/**
 * The compartments of one desk that one member can open. All of it but the desk's own key follows
 * from his seed and the log, so nothing is lost with a device.
 */
export class KeyChest {
  readonly #ground: LogGround
  readonly #keys: MemberKeys
  readonly #held = new Map<string, Compartment>()
  readonly #own: Compartment
  #pairsRead = 0
  #grantsRead = 0

  constructor(ground: LogGround, keys: MemberKeys, given: readonly Compartment[]) {
    this.#ground = ground
    this.#keys = keys
    this.#own = pairOf(ground.suite, keys.seed, keys.signing.publicKey)
    for (const one of [...given, this.#own]) this.#held.set(toHex(one.id), one)
  }

  get all(): Compartment[] {
    return [...this.#held.values()]
  }

  /** Of the member with himself. */
  get own(): Compartment {
    return this.#own
  }

  get(id: Uint8Array): Compartment | null {
    return this.#held.get(toHex(id)) ?? null
  }

  /** The pair with another member, once one of the two has offered it. */
  pairWith(casebook: Casebook, member: Uint8Array): Compartment | null {
    const me = this.#keys.signing.publicKey
    if (equalBytes(member, me)) return this.#own
    const fellowships = casebook.fellowships.all.values()
    const found = [...fellowships].find(
      ({ kind, members }) => kind === 'pair' && members.size === 2 && members.has(toHex(member)),
    )
    return found === undefined ? null : this.get(found.compartment.id)
  }

  /** One made here, which no log has told of yet. */
  hold(compartment: Compartment): void {
    const id = toHex(compartment.id)
    const known = this.#held.get(id)
    this.#held.set(id, known ? withKeys(known, compartment.keys) : compartment)
  }

  /** Its key is gone for good; what lies in the log under it nobody here opens again. */
  drop(id: Uint8Array): void {
    this.#held.delete(toHex(id))
  }

  /** Before a log is read again from its beginning. */
  reread(): void {
    this.#pairsRead = 0
    this.#grantsRead = 0
  }

  /** Takes what pairs and grants of the casebook are new. */
  learn(casebook: Casebook): Learned {
    const pairs = casebook.pairs.slice(this.#pairsRead).map((pair) => this.#pair(pair))
    const grants = casebook.grants.slice(this.#grantsRead)
    this.#pairsRead = casebook.pairs.length
    this.#grantsRead = casebook.grants.length
    const granted = grants.map(({ facts }) => ({
      kind: facts.compartmentKind,
      id: facts.compartment,
      keys: facts.keys,
    }))
    const isOld = grants.some(
      ({ from, facts }) =>
        !equalBytes(from, this.#keys.signing.publicKey) && this.get(facts.compartment) === null,
    )
    const found = [...pairs.filter((pair) => pair !== null), ...granted]
    for (const one of found) this.hold(one)
    const compartments = found.map(({ id }) => this.get(id)).filter((one) => one !== null)
    return { compartments, isOld }
  }

  #pair({ from, facts }: Casebook['pairs'][number]): Compartment | null {
    const { suite, context } = this.#ground
    const me = this.#keys.signing.publicKey
    if (equalBytes(from, me)) return pairOf(suite, this.#keys.seed, facts.to)
    if (!equalBytes(facts.to, me)) return null
    const own = { key: me, sealing: this.#keys.sealing }
    return openPair(suite, context, from, own, facts.sealed)
  }
}
