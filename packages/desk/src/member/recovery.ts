import {
  Cursor,
  type Env,
  type KemKey,
  LABELS,
  labelBytes,
  openSealed,
  PosternError,
  sealTo,
  type Suite,
  toHex,
  fromHex,
  Writer,
} from '@postern/protocol'
import { wordsOfBits } from '@postern/protocol/words'
import { combine, split } from 'shamir-secret-sharing'

/** A share as its keeper hands it on. */
export interface Share {
  /** 16 bytes. */
  readonly set: Uint8Array
  readonly threshold: number
  /** 33 bytes. */
  readonly share: Uint8Array
}

/** Somebody asks to be let in again as the owner of this keyring. */
export interface RecoveryRequest {
  /** 32 hex digits. */
  readonly keyringId: string
  /** X-Wing, 1,216 bytes. */
  readonly key: Uint8Array
}

export const RECOVERY_KEY_BYTES = 1_216
const SHARE_BYTES: number = 16 + 1 + 33
/** HPKE: encapsulation 1,120 ‖ share ‖ tag 16. */
export const SEALED_SHARE_BYTES: number = 1_120 + SHARE_BYTES + 16
const LEAST_HOLDERS = 2
const REQUEST_BYTES: number = 16 + RECOVERY_KEY_BYTES
const SPOKEN_WORDS = 8

/**
 * How many of so many colleagues are needed: more than half of them and never one alone; null where
 * there are not two.
 */
export function thresholdOf(holders: number): number | null {
  return holders < LEAST_HOLDERS ? null : Math.max(2, Math.floor(holders / 2) + 1)
}

/** Shares of a secret of 32 bytes, 33 bytes each (Shamir, over GF(2^8)). */
export async function shareSecret(
  secret: Uint8Array,
  holders: number,
  threshold: number,
): Promise<Uint8Array[]> {
  return await split(secret, holders, threshold)
}

/**
 * The secret again, when enough shares of one set have come together; null while they have not. A
 * share that lies spoils each sum that it is in, so sums without it are tried too: `fits` tells the
 * right one.
 */
export async function joinShares(
  shares: readonly Share[],
  fits: (secret: Uint8Array) => boolean,
): Promise<Uint8Array | null> {
  for (const set of Map.groupBy(shares, setName).values()) {
    const [threshold = 0] = set.map((share) => share.threshold)
    const distinct = [...new Map(set.map(({ share }) => [toHex(share), share])).values()]
    for (const some of choices(distinct, Math.max(LEAST_HOLDERS, threshold))) {
      const secret = await combined(some)
      if (secret !== null && fits(secret)) return secret
    }
  }
  return null
}

/** Two shares that claim one place cannot be of one sum: then there is none. */
async function combined(shares: Uint8Array[]): Promise<Uint8Array | null> {
  try {
    return await combine(shares)
  } catch {
    return null
  }
}

/** Who lies about the set or how many it needs is in a set of his own. */
function setName({ set, threshold }: Share): string {
  return `${toHex(set)}${threshold}`
}

function* choices<T>(of: readonly T[], count: number): Generator<T[]> {
  if (count === 0) yield []
  else
    for (const [at, first] of of.entries())
      for (const rest of choices(of.slice(at + 1), count - 1)) yield [first, ...rest]
}

/** Names a request, 16 bytes: the first of SHA-256(label ‖ keyring's id ‖ key). */
export function requestName(suite: Suite, { keyringId, key }: RecoveryRequest): Uint8Array {
  const label = labelBytes(LABELS.recoveryRequest)
  return suite.sha256(label, fromHex(keyringId), key).subarray(0, 16)
}

/** To be read out and compared: 88 bits of the request's name. */
export function spokenWords(name: Uint8Array): string[] {
  return wordsOfBits(name).slice(0, SPOKEN_WORDS)
}

/** Throws PosternError 'desk-answered-nonsense'. */
export function readRequests(bytes: Uint8Array): RecoveryRequest[] {
  if (bytes.length % REQUEST_BYTES !== 0) throw new PosternError('desk-answered-nonsense')
  return Array.from({ length: bytes.length / REQUEST_BYTES }, (_, at) => {
    const one = bytes.subarray(at * REQUEST_BYTES, (at + 1) * REQUEST_BYTES)
    return { keyringId: toHex(one.subarray(0, 16)), key: one.slice(16) }
  })
}

/** SEALED_SHARE_BYTES, for whoever made the request. */
export function sealShare(
  env: Env,
  request: RecoveryRequest,
  { set, threshold, share }: Share,
): Uint8Array {
  const plain = new Writer().bytes(set).u8(threshold).bytes(share).finish()
  return sealTo(env, request.key, shareInfo(requestName(env.suite, request)), plain)
}

/** Those of the sealed shares that this key opens. */
export function openShares(
  suite: Suite,
  request: RecoveryRequest,
  kem: KemKey,
  sealed: Uint8Array,
): Share[] {
  const info = shareInfo(requestName(suite, request))
  const count = Math.floor(sealed.length / SEALED_SHARE_BYTES)
  return Array.from({ length: count }, (_, at) => {
    const one = sealed.subarray(at * SEALED_SHARE_BYTES, (at + 1) * SEALED_SHARE_BYTES)
    const opened = openSealed(suite, kem, info, one)
    return opened?.plaintext.length === SHARE_BYTES ? readShare(opened.plaintext) : null
  }).filter((share) => share !== null)
}

function readShare(plain: Uint8Array): Share {
  const cursor = new Cursor(plain)
  const set = cursor.take(16).slice()
  return { set, threshold: cursor.u8(), share: cursor.rest().slice() }
}

function shareInfo(name: Uint8Array): Uint8Array {
  return new Writer().bytes(labelBytes(LABELS.recoveryShare)).u8(0).bytes(name).finish()
}
