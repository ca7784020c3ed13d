import type { Env } from '../env.ts'
import { PosternError } from '../error.ts'
import { unverifiedNow } from '../wire/now.ts'
import { type KnownDocuments, numberInForce } from './known-documents.ts'

/** What a `/now` says of itself before it can be checked. */
export interface UnverifiedClaim {
  readonly trust: number
  readonly timeMs: number
}

/**
 * Reads a `/now` that nothing vouches for yet, to know which trust list to fetch and to judge by
 * what time; null when it cannot be read. Nothing else may come from it. (V2)
 */
export function unverifiedClaim(nowBytes: Uint8Array): UnverifiedClaim | null {
  try {
    const { trust, timeMs } = unverifiedNow(nowBytes)
    return { trust: trust.number, timeMs }
  } catch (error) {
    if (error instanceof PosternError) return null
    throw error
  }
}

/** The number of the trust list to fetch; null when the one that is held is new enough. (V2) */
export function trustToFetch(known: KnownDocuments, claim: UnverifiedClaim): number | null {
  return claim.trust > (known.trust?.number ?? -1) ? claim.trust : null
}

/** The number of the statement to fetch: the one in force, if it is not held. (V2) */
export function statementToFetch(known: KnownDocuments): number | null {
  const number = numberInForce(known)
  return known.statements.some((held) => held.number === number) ? null : number
}

/** The number of the recent drop, if it is new. (V4) */
export function dropToFetch(known: KnownDocuments): number | null {
  const number = known.now?.document.drop?.number ?? null
  return number === known.drop ? null : number
}

/**
 * One day file that is lacking, drawn at random, whoever asks and whatever for [in order, or all at
 * once, the fetches of who waits for an answer would differ]; null when none lacks. (V4)
 */
export function dayToFetch(env: Env, known: KnownDocuments): number | null {
  const listed = known.now?.document.days ?? []
  const lacking = listed.map(({ number }) => number).filter((day) => !known.days.includes(day))
  return lacking.length === 0 ? null : (lacking[env.pick(lacking.length)] ?? null)
}

/** "Searched 9 of 14 days." (R5) */
export function daysSearched(known: KnownDocuments): { searched: number; kept: number } {
  return { searched: known.days.length, kept: known.now?.document.days.length ?? 0 }
}
