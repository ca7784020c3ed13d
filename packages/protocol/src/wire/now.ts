import { toBase64 } from '../bytes/base64.ts'
import { equalBytes } from '../bytes/concat.ts'
import { Cursor } from '../bytes/cursor.ts'
import { toHex } from '../bytes/hex.ts'
import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import { LABELS } from '../suite/labels.ts'
import type { SigningKey, Suite } from '../suite/suite.ts'
import { encodeDsse, openDsse, SIGNATURE_BYTES, signDsse, type Signed, verifiedBy } from './dsse.ts'
import { HASH_BYTES, ID_BYTES } from './ids.ts'
import { type JsonForm, type JsonObject, readCanonical, textMember, writeJson } from './json.ts'
import type { TrustList } from './trust-list.ts'

/** A numbered document and the SHA-256 of its bytes as they are served. */
export interface Listed {
  readonly number: number
  readonly hash: Uint8Array
}

export interface ListedStatement extends Listed {
  readonly fromMs: number
}

/** What the online signer says: which documents there are, and the time. */
export interface NowDraft {
  readonly organisation: Uint8Array
  readonly number: number
  readonly timeMs: number
  readonly trust: Listed
  /** In force and coming. */
  readonly statements: readonly ListedStatement[]
  /** Null until the first drop. */
  readonly drop: Listed | null
  readonly days: readonly Listed[]
  /** Mix 1's last batch number; no real cell is tried twice under one (V3). */
  readonly batch: number
  /** Cells that mix 1 accepted: an upper bound, not people (M10). */
  readonly crowd: number
  readonly mirrors: readonly string[]
}

/** A `/now` that `verifyNow` has accepted; nothing else makes one. */
class Now implements NowDraft {
  readonly #verified: true = true
  readonly organisation: Uint8Array
  readonly number: number
  readonly timeMs: number
  readonly trust: Listed
  readonly statements: readonly ListedStatement[]
  readonly drop: Listed | null
  readonly days: readonly Listed[]
  readonly batch: number
  readonly crowd: number
  readonly mirrors: readonly string[]

  constructor(draft: NowDraft) {
    this.organisation = draft.organisation
    this.number = draft.number
    this.timeMs = draft.timeMs
    this.trust = draft.trust
    this.statements = draft.statements
    this.drop = draft.drop
    this.days = draft.days
    this.batch = draft.batch
    this.crowd = draft.crowd
    this.mirrors = draft.mirrors
  }

  static isVerified(now: object): boolean {
    return #verified in now && now.#verified
  }
}
export type { Now }

/** Served bytes, signature and all: fetched at every page view. */
export const NOW_MAX_BYTES = 2_047
const LISTED_BYTES: number = 4 + HASH_BYTES
const LISTED_STATEMENT_BYTES: number = 4 + 8 + HASH_BYTES
/** The one in force and those to come. */
export const MAX_LISTED_STATEMENTS = 4
const MAX_DAYS = 14
const MAX_MIRRORS = 4
const MIRROR = /^https?:\/\/[a-z0-9.:-]{1,80}$/

const FORM: JsonForm<NowDraft> = {
  maxBytes: NOW_MAX_BYTES,
  write: encodeNow,
  read: (object) => ({
    organisation: object.hex('organisation', ID_BYTES),
    number: object.integer('number'),
    timeMs: object.integer('timeMs'),
    trust: readListed(object.base64('trust', LISTED_BYTES)),
    statements: readRows(object, 'statements', LISTED_STATEMENT_BYTES, MAX_LISTED_STATEMENTS).map(
      (row) => readListedStatement(row),
    ),
    drop: object.isNull('drop') ? null : readListed(object.base64('drop', LISTED_BYTES)),
    days: readRows(object, 'days', LISTED_BYTES, MAX_DAYS).map((row) => readListed(row)),
    batch: object.integer('batch'),
    crowd: object.integer('crowd'),
    mirrors: object.list('mirrors', MAX_MIRRORS, readMirror),
  }),
}

/** The payload's bytes; lists of documents are rows of fixed size, to keep `/now` small. */
export function encodeNow(now: NowDraft): Uint8Array {
  return writeJson({
    organisation: toHex(now.organisation),
    number: now.number,
    timeMs: now.timeMs,
    trust: toBase64(writeListed([now.trust])),
    statements: toBase64(writeListedStatements(now.statements)),
    drop: now.drop && toBase64(writeListed([now.drop])),
    days: toBase64(writeListed(now.days)),
    batch: now.batch,
    crowd: now.crowd,
    mirrors: now.mirrors,
  })
}

/**
 * The served document; what `verifyNow` would refuse is not signed. Throws PosternError
 * 'now-too-large' when it would pass 2 KB, and 'malformed' for a list or a mirror out of its bound.
 */
export function signNow(signer: SigningKey, now: NowDraft): Signed {
  const payload = encodeNow(now)
  const document = signDsse([signer], LABELS.now, payload)
  if (document.length > NOW_MAX_BYTES) throw new PosternError('now-too-large')
  readCanonical(payload, FORM)
  return document
}

/**
 * True when every `/now` with these mirrors can be signed, however full it gets: to be asked when a
 * publisher starts, since a `/now` that cannot be signed closes the door.
 */
export function mirrorsFit(mirrors: readonly string[]): boolean {
  const payload = encodeNow(fullestNow(mirrors))
  const signatures = [{ key: new Uint8Array(32), signature: new Uint8Array(SIGNATURE_BYTES) }]
  const document = encodeDsse({ payloadType: LABELS.now, payload, signatures })
  const areOrigins = mirrors.every((mirror) => MIRROR.test(mirror))
  return areOrigins && mirrors.length <= MAX_MIRRORS && document.length <= NOW_MAX_BYTES
}

function fullestNow(mirrors: readonly string[]): NowDraft {
  const most = Number.MAX_SAFE_INTEGER
  const listed = { number: 0, hash: new Uint8Array(HASH_BYTES) }
  return {
    organisation: new Uint8Array(ID_BYTES),
    number: most,
    timeMs: most,
    trust: listed,
    statements: Array.from({ length: MAX_LISTED_STATEMENTS }, () => ({ ...listed, fromMs: 0 })),
    drop: listed,
    days: Array.from({ length: MAX_DAYS }, () => listed),
    batch: most,
    crowd: most,
    mirrors,
  }
}

/**
 * Accepts what the signer of this trust list has signed. Whether numbers go forward is for the
 * client that remembers them (B4). Throws PosternError 'malformed', 'bad-signature' or
 * 'wrong-organisation'.
 */
export function verifyNow(suite: Suite, document: Signed, trust: TrustList): Now {
  if (document.length > NOW_MAX_BYTES) throw new PosternError('malformed', 'too long')
  const opened = openDsse(document, LABELS.now)
  if (opened.signatures.length !== 1 || !verifiedBy(suite, opened, trust.signer))
    throw new PosternError('bad-signature', 'now')
  const draft = readCanonical(opened.payload, FORM)
  if (!equalBytes(draft.organisation, trust.organisation))
    throw new PosternError('wrong-organisation', 'now')
  return new Now(draft)
}

/**
 * What a `/now` claims before its trust list is known, to learn which list to fetch; nothing else
 * may be taken from it. Throws PosternError 'malformed'.
 */
export function unverifiedNow(document: Signed): NowDraft {
  return readCanonical(openDsse(document, LABELS.now).payload, FORM)
}

/** True for what the check has made; plain objects of the same shape are false. */
export function isNow(now: object): now is Now {
  return Now.isVerified(now)
}

/** Rows of number 4 ‖ hash 32. */
function writeListed(rows: readonly Listed[]): Uint8Array {
  const writer = new Writer()
  for (const { number, hash } of rows) writer.u32(number).bytes(hash)
  return writer.finish()
}

/** Rows of number 4 ‖ from 8 ‖ hash 32. */
function writeListedStatements(rows: readonly ListedStatement[]): Uint8Array {
  const writer = new Writer()
  for (const { number, fromMs, hash } of rows) writer.u32(number).u64(fromMs).bytes(hash)
  return writer.finish()
}

function readListed(row: Uint8Array): Listed {
  const cursor = new Cursor(row)
  return { number: cursor.u32(), hash: cursor.rest() }
}

function readListedStatement(row: Uint8Array): ListedStatement {
  const cursor = new Cursor(row)
  return { number: cursor.u32(), fromMs: cursor.u64(), hash: cursor.rest() }
}

function readRows(object: JsonObject, name: string, rowBytes: number, most: number): Uint8Array[] {
  const bytes = object.base64UpTo(name, rowBytes * most)
  const rows = bytes.length / rowBytes
  if (!Number.isInteger(rows)) throw new PosternError('malformed', name)
  return Array.from({ length: rows }, (_, n) => bytes.subarray(n * rowBytes, (n + 1) * rowBytes))
}

function readMirror(member: unknown): string {
  const mirror = textMember(member, 96)
  if (!MIRROR.test(mirror)) throw new PosternError('malformed', 'mirror')
  return mirror
}
