import type { Casebook, Compartment, EventBody, KeptShare } from '@postern/casework'
import { type Env, equalBytes, fromHex, toHex } from '@postern/protocol'
import type { DeskClient } from './desk-client.ts'
import type { KeyChest } from './key-chest.ts'
import type { LogFollower } from './log-follower.ts'
import {
  joinShares,
  type RecoveryRequest,
  requestName,
  sealShare,
  shareSecret,
  thresholdOf,
} from './recovery.ts'

interface RecoveryWorkParts {
  readonly env: Env
  readonly client: DeskClient
  readonly log: LogFollower
  readonly chest: KeyChest
  readonly member: Uint8Array
  readonly tell: (body: EventBody) => void
}

/** How a member can be let in again; null where there are not two colleagues. */
export interface RecoveryState {
  readonly holders: number
  readonly threshold: number
  /** All shares stand in the log. */
  readonly isReady: boolean
}

/** A colleague at the desk, and the pair with him. */
interface Holder {
  readonly key: string
  readonly pair: Compartment
}

/** Colleagues who are to have a share, and the shares when just they have them. */
interface Ways {
  readonly holders: readonly Holder[]
  readonly whole: readonly KeptShare[] | null
}

/**
 * A member's own way back: a secret of which each handler at his desk has a share, and of which he
 * makes a new one whenever they are others. The secret opens one lock of his sealed keyring, and
 * less than half of them, or one alone, know nothing of it.
 */
export class RecoveryWork {
  readonly #parts: RecoveryWorkParts
  /** For whom shares are on their way. */
  #given = ''
  /** As the log stood when it was last looked at: every tick asks, and hardly ever is it another. */
  #seen: { readonly casebook: Casebook; readonly revision: number; readonly ways: Ways } | null =
    null
  #secret: { readonly set: string; readonly bytes: Uint8Array } | null = null

  constructor(parts: RecoveryWorkParts) {
    this.#parts = parts
  }

  get state(): RecoveryState | null {
    const { holders, whole } = this.#ways
    const threshold = thresholdOf(holders.length)
    if (threshold === null) return null
    return { holders: holders.length, threshold, isReady: whole !== null }
  }

  /** Gives new shares when the colleagues are others than those who have them. */
  async prepare(): Promise<void> {
    const { holders, whole } = this.#ways
    const threshold = thresholdOf(holders.length)
    const names = holders.map(({ key }) => key).join()
    if (threshold === null || whole !== null || this.#given === names) return
    this.#given = names
    const { env, log } = this.#parts
    const set = env.random(16)
    const shares = await shareSecret(env.random(32), holders.length, threshold)
    for (const [at, { pair }] of holders.entries()) {
      const share = shares[at]
      if (share === undefined) throw new TypeError('a share for each holder')
      const counts = { holders: holders.length, threshold }
      log.enqueue(pair, { kind: 'share-kept', set, ...counts, share }, env.nowMs())
    }
  }

  /** The secret of 32 bytes, once every share of it stands in the log. */
  async secret(): Promise<Uint8Array | null> {
    const shares = this.#ways.whole?.map(({ facts }) => facts) ?? []
    const [first] = shares
    if (first === undefined) return null
    const set = toHex(first.set)
    if (this.#secret?.set === set) return this.#secret.bytes
    const bytes = await joinShares(shares, () => true)
    this.#secret = bytes && { set, bytes }
    return bytes
  }

  /** Hands one's share to whoever made the request: its words have been compared. */
  async help(request: RecoveryRequest, other: Uint8Array): Promise<boolean> {
    const { env, client, log, tell } = this.#parts
    const kept = this.#shareOf(log.casebook, other)
    if (kept === null) return false
    const name = requestName(env.suite, request)
    await client.putRecoveryShare(name, sealShare(env, request, kept.facts))
    tell({ kind: 'recovery-helped', member: other, request: name })
    return true
  }

  #shareOf({ personal }: Casebook, other: Uint8Array): KeptShare | null {
    const pair = this.#parts.chest.pairWith(this.#parts.log.casebook, other)
    return (pair && personal.shares.get(toHex(other) + toHex(pair.id))) ?? null
  }

  get #ways(): Ways {
    const { casebook } = this.#parts.log
    const { revision } = casebook
    if (this.#seen?.casebook !== casebook || this.#seen.revision !== revision) {
      const holders = this.#holders()
      this.#seen = { casebook, revision, ways: { holders, whole: this.#whole(holders) } }
    }
    return this.#seen.ways
  }

  /** Handlers at the desk with whom there is a pair, in one order. */
  #holders(): Holder[] {
    const { log, chest, member } = this.#parts
    const { members, fellowships } = log.casebook
    return [...members]
      .filter(([key, { facts }]) => facts.role === 'handler' && fellowships.isAtDesk(key))
      .filter(([key]) => !equalBytes(fromHex(key), member))
      .flatMap(([key]) => {
        const pair = chest.pairWith(log.casebook, fromHex(key))
        return pair === null ? [] : [{ key, pair }]
      })
      .toSorted((a, b) => a.key.localeCompare(b.key, 'en'))
  }

  /** This member's newest shares, when they are one set for just these holders. */
  #whole(holders: readonly Holder[]): KeptShare[] | null {
    const { shares } = this.#parts.log.casebook.personal
    const own = toHex(this.#parts.member)
    const given = holders.map(({ pair }) => shares.get(own + toHex(pair.id)) ?? null)
    const [first = null] = given
    if (first === null || first.facts.holders !== holders.length) return null
    const isOne = (one: KeptShare | null): one is KeptShare =>
      one !== null && equalBytes(one.facts.set, first.facts.set)
    return given.every(isOne) ? given : null
  }
}
