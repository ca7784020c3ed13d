import type { Now } from '../wire/now.ts'
import type { Statement } from '../wire/statement.ts'
import type { TrustList } from '../wire/trust-list.ts'
import { inForce } from './epoch-span.ts'

/** A checked document and SHA-256 of the bytes it came in, by which `/now` names it. */
export interface Held<T> {
  readonly document: T
  readonly number: number
  readonly hash: Uint8Array
}

/**
 * What a client has checked and remembers from view to view, every reader alike. Each number only
 * ever grows (B1, B4).
 */
export interface KnownDocuments {
  /** The root key compiled into the client. */
  readonly root: Uint8Array
  readonly trust: Held<TrustList> | null
  readonly now: Held<Now> | null
  /** Checked under the trust list that is held, none below the one in force. */
  readonly statements: readonly Held<Statement>[]
  /** Of every statement ever taken, but for those below the one in force. */
  readonly statementHashes: readonly { readonly number: number; readonly hash: Uint8Array }[]
  /** The number of the recent drop that was taken. */
  readonly drop: number | null
  /** The numbers of the day files that were taken, of those that `/now` lists. */
  readonly days: readonly number[]
}

/** The start of a client that remembers nothing. */
export function knowNothing(root: Uint8Array): KnownDocuments {
  return { root, trust: null, now: null, statements: [], statementHashes: [], drop: null, days: [] }
}

/**
 * The statement to seal under, by the time in `/now`; null while it, or what vouches for it, is not
 * held. A client that could not verify a document of this view does not ask. (B1, B3, B4)
 */
export function statementInForce(known: KnownDocuments): Statement | null {
  const number = numberInForce(known)
  return known.statements.find((held) => held.number === number)?.document ?? null
}

/** By the last `/now` that was taken; null before the first. */
export function numberInForce({ now }: KnownDocuments): number | null {
  return now && (inForce(now.document.statements, now.document.timeMs)?.number ?? null)
}
