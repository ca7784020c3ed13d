import { equalBytes } from '../bytes/concat.ts'
import type { Suite } from '../suite/suite.ts'
import { type Now, verifyNow } from '../wire/now.ts'
import { type Statement, verifyStatement } from '../wire/statement.ts'
import { verifyTrustList } from '../wire/trust-list.ts'
import { type Acceptance, accepting, refuse, refuseStepBack } from './acceptance.ts'
import { inForce } from './epoch-span.ts'
import { type Held, type KnownDocuments, numberInForce } from './known-documents.ts'

/** Documents older than this by the client's own clock are refused; it judges nothing else. (B4) */
const OLDEST_DOCUMENT_MS: number = 7 * 86_400_000

/**
 * Takes `/trust/<n>`. `timeMs` is the time that the `/now` at hand claims; `acceptNow` asks for the
 * expiry again once that time is signed for. Statements held until now are forgotten, since a newer
 * list may refuse a desk's key in them, and are fetched again by everyone. (B1)
 */
export function acceptTrust(
  suite: Suite,
  known: KnownDocuments,
  bytes: Uint8Array,
  timeMs: number,
): Acceptance {
  return accepting(() => {
    const hash = suite.sha256(bytes)
    if (known.trust && equalBytes(hash, known.trust.hash)) return known
    const document = verifyTrustList(suite, bytes, known.trust?.document ?? known.root, timeMs)
    const trust = { document, number: document.number, hash }
    return { ...known, trust, statements: [] }
  })
}

/**
 * Takes `/now`, after the trust list that it names: signed by that list's signer, never older than
 * what is known, nor than seven days by the own clock. (B1–B4)
 */
export function acceptNow(
  suite: Suite,
  known: KnownDocuments,
  bytes: Uint8Array,
  ownClockMs: number,
): Acceptance {
  return accepting(() => {
    const trust = known.trust?.document ?? refuse('no-trust-list')
    const document = verifyNow(suite, bytes, trust)
    const now = { document, number: document.number, hash: suite.sha256(bytes) }
    refuseStepBack(known.now, now)
    checkTrustOf(known, document)
    checkTimes(known, document, trust.expiresMs)
    checkStatementsOf(known, document, ownClockMs)
    return withNow(known, now)
  })
}

function checkTrustOf({ trust }: KnownDocuments, now: Now): void {
  if (now.trust.number !== trust?.number) refuse('another-trust-list')
  if (!equalBytes(now.trust.hash, trust.hash)) refuse('another-trust-list')
}

function checkTimes(known: KnownDocuments, now: Now, expiresMs: number): void {
  if (now.timeMs >= expiresMs) refuse('expired')
  if (now.timeMs < (known.now?.document.timeMs ?? 0)) refuse('rolled-back')
  if ((now.drop?.number ?? Infinity) < (known.drop ?? 0)) refuse('rolled-back')
}

/**
 * One is in force, is not too old nor lower than the one before, and no held one was swapped. It
 * began before the time in `/now`, so its age bounds the age of `/now` too.
 */
function checkStatementsOf(known: KnownDocuments, now: Now, ownClockMs: number): void {
  const named = inForce(now.statements, now.timeMs) ?? refuse('no-statement')
  if (named.fromMs < ownClockMs - OLDEST_DOCUMENT_MS) refuse('too-old')
  if (named.number < (numberInForce(known) ?? 0)) refuse('rolled-back')
  for (const held of known.statements) {
    const same = now.statements.find(({ number }) => number === held.number)
    if (same !== undefined && !equalBytes(same.hash, held.hash)) refuse('two-of-one-number')
  }
}

function withNow(known: KnownDocuments, now: Held<Now>): KnownDocuments {
  const lowest = numberInForce({ ...known, now }) ?? 0
  const listed = now.document.days.map(({ number }) => number)
  return {
    ...known,
    now,
    statements: known.statements.filter(({ number }) => number >= lowest),
    statementHashes: known.statementHashes.filter(({ number }) => number >= lowest),
    days: known.days.filter((day) => listed.includes(day)),
  }
}

/**
 * Takes `/epoch/<n>`: the bytes that `/now` names, signed by both mixes, each key in it by its desk,
 * with the `from` it was named with, and never a second one of its number. (B1–B3)
 */
export function acceptStatement(
  suite: Suite,
  known: KnownDocuments,
  bytes: Uint8Array,
): Acceptance {
  return accepting(() => {
    const trust = known.trust?.document ?? refuse('no-trust-list')
    const document = verifyStatement(suite, bytes, trust)
    const held = { document, number: document.number, hash: suite.sha256(bytes) }
    checkNamed(known, held)
    checkOnlyOne(known, document)
    return withStatement(known, held)
  })
}

function checkNamed({ now }: KnownDocuments, held: Held<Statement>): void {
  const named = now?.document.statements.find(({ number }) => number === held.number)
  if (named === undefined) throw refuse('another-statement')
  if (!equalBytes(named.hash, held.hash)) refuse('another-statement')
  if (named.fromMs !== held.document.fromMs) refuse('another-statement')
}

function checkOnlyOne(known: KnownDocuments, statement: Statement): void {
  const before = known.statementHashes.find(({ number }) => number === statement.number)
  if (before && !equalBytes(before.hash, statement.hash)) refuse('two-of-one-number')
}

function withStatement(known: KnownDocuments, held: Held<Statement>): KnownDocuments {
  const isOther = ({ number }: { number: number }): boolean => number !== held.number
  const { number, document } = held
  return {
    ...known,
    statements: [...known.statements.filter(isOther), held],
    statementHashes: [...known.statementHashes.filter(isOther), { number, hash: document.hash }],
  }
}
