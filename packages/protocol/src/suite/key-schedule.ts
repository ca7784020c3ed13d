import { concat } from '../bytes/concat.ts'
import { utf8 } from '../bytes/utf8.ts'
import { Writer } from '../bytes/writer.ts'
import type { Suite } from './suite.ts'

/** What opens one sealed box without the key it was sealed to. (D2) */
export interface ContentKey {
  /** 32 bytes. */
  readonly key: Uint8Array
  /** 12 bytes. */
  readonly nonce: Uint8Array
}

const KDF_HKDF_SHA256 = 1
const AEAD_CHACHA20_POLY1305 = 3
const MODE_BASE: Uint8Array = Uint8Array.of(0)
const NONE: Uint8Array = new Uint8Array(0)
const FIRST_BLOCK: Uint8Array = Uint8Array.of(1)
const VERSION: Uint8Array = utf8('HPKE-v1')
const PSK_ID_HASH: Uint8Array = utf8('psk_id_hash')
const INFO_HASH: Uint8Array = utf8('info_hash')
const SECRET: Uint8Array = utf8('secret')
const KEY: Uint8Array = utf8('key')
const BASE_NONCE: Uint8Array = utf8('base_nonce')

/** HPKE's name for a KEM with HKDF-SHA256 and ChaCha20-Poly1305 (RFC 9180, section 5.1). */
export function hpkeSuiteId(kemId: number): Uint8Array {
  const ids = new Writer().u16(kemId).u16(KDF_HKDF_SHA256).u16(AEAD_CHACHA20_POLY1305)
  return concat(utf8('HPKE'), ids.finish())
}

/**
 * KeySchedule of RFC 9180, section 5.1, in base mode: the key and the nonce of the first message,
 * which is the only one here.
 */
export function keySchedule(
  suite: Suite,
  suiteId: Uint8Array,
  sharedSecret: Uint8Array,
  info: Uint8Array,
): ContentKey {
  const pskIdHash = labeledExtract(suite, suiteId, NONE, PSK_ID_HASH, NONE)
  const infoHash = labeledExtract(suite, suiteId, NONE, INFO_HASH, info)
  const context = concat(MODE_BASE, pskIdHash, infoHash)
  const secret = labeledExtract(suite, suiteId, sharedSecret, SECRET, NONE)
  return {
    key: labeledExpand(suite, suiteId, secret, KEY, context, 32),
    nonce: labeledExpand(suite, suiteId, secret, BASE_NONCE, context, 12),
  }
}

/** LabeledExtract of RFC 9180, section 4: 32 bytes. */
function labeledExtract(
  suite: Suite,
  suiteId: Uint8Array,
  salt: Uint8Array,
  label: Uint8Array,
  ikm: Uint8Array,
): Uint8Array {
  return suite.hmacSha256(salt, VERSION, suiteId, label, ikm)
}

/** LabeledExpand of RFC 9180, section 4; at most 32 bytes, so HKDF's first block is all of it. */
function labeledExpand(
  suite: Suite,
  suiteId: Uint8Array,
  prk: Uint8Array,
  label: Uint8Array,
  info: Uint8Array,
  length: number,
): Uint8Array {
  if (length > 32) throw new TypeError('one block of HKDF has 32 bytes')
  const head = Uint8Array.of(0, length)
  const block = suite.hmacSha256(prk, head, VERSION, suiteId, label, info, FIRST_BLOCK)
  return block.subarray(0, length)
}
