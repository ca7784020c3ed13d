import { toBase64 } from '../bytes/base64.ts'
import { equalBytes } from '../bytes/concat.ts'
import { toHex } from '../bytes/hex.ts'
import { PosternError } from '../error.ts'
import { LABELS } from '../suite/labels.ts'
import type { SigningKey, Suite } from '../suite/suite.ts'
import {
  type OpenedDsse,
  openDsse,
  PUBLIC_KEY_BYTES,
  signDsse,
  type Signed,
  verifiedBy,
} from './dsse.ts'
import { HASH_BYTES, ID_BYTES } from './ids.ts'
import { base64Member, type JsonForm, type JsonObject, readCanonical, writeJson } from './json.ts'
import { KEM_PUBLIC_KEY_BYTES } from './sizes.ts'

export interface TrustedMix {
  /** Who runs it, for people to read. */
  readonly name: string
  readonly key: Uint8Array
}

export interface TrustedDesk {
  readonly id: Uint8Array
  readonly key: Uint8Array
  /** Desk keys of an earlier generation are refused (B1). */
  readonly leastGeneration: number
  /** Absent where a desk takes no originals sealed for two. */
  readonly custody?: CustodyKeys
}

/**
 * Two X-Wing keys of one desk, 1,216 bytes each; every handler holds one of the two private halves.
 * An original sealed for two opens only with both. (spec/protocol, S7)
 */
export type CustodyKeys = readonly [first: Uint8Array, second: Uint8Array]

/** What the offline root says: every identity key, all of them Ed25519 and 32 bytes. */
export interface TrustListDraft {
  /** 16 bytes, fixed in the first list. */
  readonly organisation: Uint8Array
  readonly number: number
  readonly issuedMs: number
  readonly expiresMs: number
  readonly root: Uint8Array
  /** The key that will be root after this one, when it has been announced. */
  readonly nextRoot: Uint8Array | null
  /** Signs `/now`. */
  readonly signer: Uint8Array
  /** Exactly two, mix 1 first. */
  readonly mixes: readonly TrustedMix[]
  readonly desks: readonly TrustedDesk[]
  readonly witnesses: readonly Uint8Array[]
}

/** A trust list that `verifyTrustList` has accepted; nothing else makes one. */
class TrustList implements TrustListDraft {
  readonly #verified: true = true
  readonly organisation: Uint8Array
  readonly number: number
  readonly issuedMs: number
  readonly expiresMs: number
  readonly root: Uint8Array
  readonly nextRoot: Uint8Array | null
  readonly signer: Uint8Array
  readonly mixes: readonly [TrustedMix, TrustedMix]
  readonly desks: readonly TrustedDesk[]
  readonly witnesses: readonly Uint8Array[]
  /** SHA-256 of the payload, 32 bytes. */
  readonly hash: Uint8Array

  constructor(draft: TrustListDraft, hash: Uint8Array) {
    this.organisation = draft.organisation
    this.number = draft.number
    this.issuedMs = draft.issuedMs
    this.expiresMs = draft.expiresMs
    this.root = draft.root
    this.nextRoot = draft.nextRoot
    this.signer = draft.signer
    this.mixes = twoMixes(draft.mixes)
    this.desks = draft.desks
    this.witnesses = draft.witnesses
    this.hash = hash
  }

  static isVerified(list: object): boolean {
    return #verified in list && list.#verified
  }
}
export type { TrustList }

export const MAX_DESKS = 8
export const TRUST_LIST_MAX_BYTES = 36_864
export const TRUST_LIST_LIFE_MS: number = 90 * 24 * 60 * 60 * 1_000
const MAX_WITNESSES = 8
const MAX_NAME_BYTES = 128
const U32_MAX = 0xffff_ffff

const FORM: JsonForm<TrustListDraft> = {
  maxBytes: TRUST_LIST_MAX_BYTES,
  write: encodeTrustList,
  read: (object) => ({
    organisation: object.hex('organisation', ID_BYTES),
    number: object.integer('number', U32_MAX),
    issuedMs: object.integer('issuedMs'),
    expiresMs: object.integer('expiresMs'),
    root: object.base64('root', PUBLIC_KEY_BYTES),
    nextRoot: object.isNull('nextRoot') ? null : object.base64('nextRoot', PUBLIC_KEY_BYTES),
    signer: object.base64('signer', PUBLIC_KEY_BYTES),
    mixes: object.objects('mixes', 2, readMix),
    desks: object.objects('desks', MAX_DESKS, readDesk),
    witnesses: object.list('witnesses', MAX_WITNESSES, (key) => base64Member(key, HASH_BYTES)),
  }),
}

/** The payload's bytes. */
export function encodeTrustList(list: TrustListDraft): Uint8Array {
  return writeJson({
    organisation: toHex(list.organisation),
    number: list.number,
    issuedMs: list.issuedMs,
    expiresMs: list.expiresMs,
    root: toBase64(list.root),
    nextRoot: list.nextRoot && toBase64(list.nextRoot),
    signer: toBase64(list.signer),
    mixes: list.mixes.map(({ name, key }) => ({ name, key: toBase64(key) })),
    desks: list.desks.map(({ id, key, leastGeneration, custody }) => ({
      id: toHex(id),
      key: toBase64(key),
      leastGeneration,
      ...(custody && { custody: custody.map((one) => toBase64(one)) }),
    })),
    witnesses: list.witnesses.map((key) => toBase64(key)),
  })
}

/** The served document; a list that brings a new root is signed by the old and the new one. */
export function signTrustList(keys: readonly SigningKey[], list: TrustListDraft): Signed {
  return signDsse(keys, LABELS.trustList, encodeTrustList(list))
}

/**
 * Accepts a list under the root's key that is compiled in, or under the list known before (B1).
 * Throws PosternError 'malformed', 'bad-signature', 'wrong-organisation', 'rolled-back' (an older
 * number, or other words under the same number) or 'expired'.
 */
export function verifyTrustList(
  suite: Suite,
  document: Signed,
  known: Uint8Array | TrustList,
  nowMs: number,
): TrustList {
  const opened = openDsse(document, LABELS.trustList)
  const draft = readCanonical(opened.payload, FORM)
  checkShape(draft)
  checkRoots(suite, opened, draft, known)
  const list = new TrustList(draft, suite.sha256(opened.payload))
  if (!(known instanceof Uint8Array)) checkSuccession(list, known)
  if (nowMs >= list.expiresMs) throw new PosternError('expired', 'trust list')
  return list
}

function checkShape(draft: TrustListDraft): void {
  const [mix1, mix2] = twoMixes(draft.mixes)
  if (equalBytes(mix1.key, mix2.key)) throw new PosternError('malformed', 'one key for two mixes')
  if (new Set(draft.desks.map(({ id }) => toHex(id))).size !== draft.desks.length)
    throw new PosternError('malformed', 'one desk twice')
  const lifeMs = draft.expiresMs - draft.issuedMs
  if (lifeMs <= 0 || lifeMs > TRUST_LIST_LIFE_MS) throw new PosternError('malformed', 'life')
}

function checkRoots(
  suite: Suite,
  opened: OpenedDsse,
  draft: TrustListDraft,
  known: Uint8Array | TrustList,
): void {
  const old = known instanceof Uint8Array ? known : known.root
  if (!verifiedBy(suite, opened, old) || !verifiedBy(suite, opened, draft.root))
    throw new PosternError('bad-signature', 'trust list')
}

/** An announced successor binds: no other key becomes root after it. */
function checkSuccession(list: TrustList, known: TrustList): void {
  if (!TrustList.isVerified(known)) throw new TypeError('a trust list that nobody verified')
  if (!equalBytes(list.organisation, known.organisation))
    throw new PosternError('wrong-organisation', 'trust list')
  const same = equalBytes(list.hash, known.hash)
  if (list.number < known.number || (list.number === known.number && !same))
    throw new PosternError('rolled-back', 'trust list')
  const announced = known.nextRoot
  const stays = equalBytes(list.root, known.root)
  if (!stays && announced !== null && !equalBytes(list.root, announced))
    throw new PosternError('bad-signature', 'another root was announced')
}

function twoMixes(mixes: readonly TrustedMix[]): readonly [TrustedMix, TrustedMix] {
  const [mix1, mix2] = mixes
  if (mix1 === undefined || mix2 === undefined) throw new PosternError('malformed', 'mixes')
  return [mix1, mix2]
}

function readMix(object: JsonObject): TrustedMix {
  return {
    name: object.text('name', MAX_NAME_BYTES),
    key: object.base64('key', PUBLIC_KEY_BYTES),
  }
}

function readDesk(object: JsonObject): TrustedDesk {
  return {
    id: object.hex('id', ID_BYTES),
    key: object.base64('key', PUBLIC_KEY_BYTES),
    leastGeneration: object.integer('leastGeneration', U32_MAX),
    ...(object.has('custody') && { custody: readCustody(object) }),
  }
}

function readCustody(object: JsonObject): CustodyKeys {
  const read = (key: unknown): Uint8Array => base64Member(key, KEM_PUBLIC_KEY_BYTES)
  const [first, second] = object.list('custody', 2, read)
  if (first === undefined || second === undefined || equalBytes(first, second))
    throw new PosternError('malformed', 'custody')
  return [first, second]
}
