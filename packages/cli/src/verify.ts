import {
  type Env,
  equalBytes,
  fromUtf8,
  inForce,
  JsonObject,
  LABELS,
  type Listed,
  type Now,
  openDsse,
  PosternError,
  type Statement,
  type TrustList,
  unverifiedClaim,
  verifyNow,
  verifyStatement,
  verifyTrustList,
} from '@postern/protocol'
import { rootFingerprintWords } from '@postern/protocol/words'
import type { FetchDocument } from './fetch-documents.ts'
import { sameWords } from './same-words.ts'

/** What stood the checks that every reader's client makes, and what is left to a person. */
export interface Verified {
  readonly root: Uint8Array
  /** Twelve words, to be compared with what is printed or spoken. */
  readonly fingerprint: readonly string[]
  /** Null when no words were given to compare with. */
  readonly wordsAgree: true | null
  readonly trust: TrustList
  readonly now: Now
  /** In force first, then those to come. */
  readonly statements: readonly Statement[]
  /** Positive when the site's clock is ahead of this machine's. */
  readonly clockAheadMs: number
}

/** A client refuses documents older than this by its own clock (B4). */
const OLDEST_MS: number = 7 * 24 * 60 * 60 * 1_000

/**
 * Fetches and checks a site's trust list, `/now`, statements and recent drop (B1–B5). `words` are
 * the root's, as a person typed them, or null. PosternError 'unverified' with one sentence for the
 * first thing that does not stand.
 */
export async function verifySite(
  env: Env,
  fetchDocument: FetchDocument,
  words: string | null,
): Promise<Verified> {
  const nowBytes = await fetchDocument('/now')
  const claim = unverifiedClaim(nowBytes)
  if (claim === null) throw unverified('/now cannot be read.')
  const trustBytes = await fetchDocument(`/trust/${claim.trust}`)
  const root = standing('The trust list', () => rootIn(trustBytes))
  const fingerprint = rootFingerprintWords(env.suite, root)
  if (words !== null && !sameWords(words, fingerprint))
    throw unverified(`The root has other words: ${fingerprint.join(' ')}`)
  const trust = standing('The trust list', () =>
    verifyTrustList(env.suite, trustBytes, root, claim.timeMs),
  )
  const now = standing('/now', () => verifyNow(env.suite, nowBytes, trust))
  checkHash(env, 'The trust list', trustBytes, now.trust)
  const statements = await verifyStatements(env, fetchDocument, trust, now)
  if (now.drop !== null)
    checkHash(env, 'The recent drop', await fetchDocument(`/drop/${now.drop.number}`), now.drop)
  const clockAheadMs = now.timeMs - env.nowMs()
  refuseOld(statements, clockAheadMs)
  const wordsAgree = words === null ? null : true
  return { root, fingerprint, wordsAgree, trust, now, statements, clockAheadMs }
}

async function verifyStatements(
  env: Env,
  fetchDocument: FetchDocument,
  trust: TrustList,
  now: Now,
): Promise<Statement[]> {
  const statements: Statement[] = []
  for (const listed of now.statements) {
    const name = `Statement ${listed.number}`
    const bytes = await fetchDocument(`/epoch/${listed.number}`)
    checkHash(env, name, bytes, listed)
    const statement = standing(name, () => verifyStatement(env.suite, bytes, trust))
    if (statement.number !== listed.number || statement.fromMs !== listed.fromMs)
      throw unverified(`${name} is not the one that /now lists.`)
    statements.push(statement)
  }
  if (inForce(statements, now.timeMs) === null) throw unverified('No statement is in force.')
  return statements
}

/** A rehearsal's clock may be moved; a real site's may not be a week off. */
function refuseOld(statements: readonly Statement[], clockAheadMs: number): void {
  const isStandard = statements.some(({ parameters }) => parameters.column === 'standard')
  if (isStandard && clockAheadMs < -OLDEST_MS) throw unverified('/now is more than 7 days old.')
}

/** The root that a list names itself: what a person compares by its words. */
function rootIn(trustBytes: Uint8Array): Uint8Array {
  const { payload } = openDsse(trustBytes, LABELS.trustList)
  return new JsonObject(JSON.parse(fromUtf8(payload))).base64('root', 32)
}

function checkHash(env: Env, name: string, bytes: Uint8Array, listed: Listed): void {
  if (!equalBytes(env.suite.sha256(bytes), listed.hash))
    throw unverified(`${name} has another hash than /now says.`)
}

const WHY: Readonly<Record<string, string>> = {
  'bad-signature': 'lacks a signature that it must have',
  expired: 'has expired',
  malformed: 'is not written as it must be',
  'wrong-organisation': 'is of another organisation',
  'unknown-desk': 'names a desk that the root does not know',
  'bad-desk-key': 'has a desk key that its desk did not sign',
  'old-generation': 'has a desk key that was withdrawn',
}

function standing<T>(name: string, check: () => T): T {
  try {
    return check()
  } catch (error) {
    const code = error instanceof PosternError ? error.code : 'malformed'
    throw unverified(`${name} ${WHY[code] ?? 'does not stand'}.`)
  }
}

function unverified(sentence: string): PosternError {
  return new PosternError('unverified', sentence)
}
