import {
  equalBytes,
  fromHex,
  fromUtf8,
  JsonObject,
  LABELS,
  labelBytes,
  PosternError,
  type Suite,
  toHex,
  utf8,
} from '@postern/protocol'
import { newsroomMessage } from './newsroom-act.ts'

/** One act of staff as the trail keeps it; what was written stands beside it, by its hash. */
export interface AuditEntry {
  /** From 1 on, without a gap. */
  readonly number: number
  readonly atMs: number
  /** The actor's Ed25519 key, hex. */
  readonly by: string
  readonly request: string
  /** SHA-256 of what was sent, hex. */
  readonly digest: string
  /** By the actor over `newsroomMessage`, hex. */
  readonly signature: string
  /** Hash of the entry before, hex; zeros for the first. */
  readonly previous: string
}

const MOST_REQUEST_BYTES = 2_000
const BEFORE_THE_FIRST: string = '00'.repeat(32)

export function encodeEntry(entry: AuditEntry): Uint8Array {
  const { number, atMs, by, request, digest, signature, previous } = entry
  return utf8(JSON.stringify({ number, atMs, by, request, digest, signature, previous }))
}

/** Throws PosternError 'malformed'. */
export function decodeEntry(bytes: Uint8Array): AuditEntry {
  try {
    return readEntry(new JsonObject(JSON.parse(fromUtf8(bytes))))
  } catch {
    throw new PosternError('malformed', 'audit entry')
  }
}

function readEntry(object: JsonObject): AuditEntry {
  return {
    number: object.integer('number'),
    atMs: object.integer('atMs'),
    by: toHex(object.hex('by', 32)),
    request: object.text('request', MOST_REQUEST_BYTES),
    digest: toHex(object.hex('digest', 32)),
    signature: toHex(object.hex('signature', 64)),
    previous: toHex(object.hex('previous', 32)),
  }
}

/** The entry that follows the last one. */
export function nextEntry(
  suite: Suite,
  last: Uint8Array | null,
  act: Omit<AuditEntry, 'number' | 'previous'>,
): AuditEntry {
  const number = last === null ? 1 : decodeEntry(last).number + 1
  return { ...act, number, previous: last === null ? BEFORE_THE_FIRST : hashOf(suite, last) }
}

/**
 * The number of the first entry that was changed, left out, put in or signed by nobody; null when all
 * are as they were written. Entries cut off at the end show only to who knows a later hash.
 */
export function firstBroken(
  suite: Suite,
  organisation: Uint8Array,
  entries: readonly Uint8Array[],
): number | null {
  const signatures = new Set<string>()
  for (const [at, bytes] of entries.entries()) {
    const before = entries[at - 1]
    if (!isNext(suite, organisation, before ?? null, bytes, at + 1)) return at + 1
    const { signature } = decodeEntry(bytes)
    if (signatures.has(signature)) return at + 1
    signatures.add(signature)
  }
  return null
}

function isNext(
  suite: Suite,
  organisation: Uint8Array,
  before: Uint8Array | null,
  bytes: Uint8Array,
  number: number,
): boolean {
  const entry = entryOrNull(bytes)
  if (entry === null || entry.number !== number) return false
  const previous = before === null ? BEFORE_THE_FIRST : hashOf(suite, before)
  if (entry.previous !== previous || !equalBytes(encodeEntry(entry), bytes)) return false
  const { atMs, request } = entry
  const message = newsroomMessage(organisation, { atMs, request, digest: fromHex(entry.digest) })
  return suite.verify(fromHex(entry.by), message, fromHex(entry.signature))
}

function entryOrNull(bytes: Uint8Array): AuditEntry | null {
  try {
    return decodeEntry(bytes)
  } catch {
    return null
  }
}

function hashOf(suite: Suite, entry: Uint8Array): string {
  return toHex(suite.sha256(labelBytes(LABELS.auditHash), Uint8Array.of(0), entry))
}
