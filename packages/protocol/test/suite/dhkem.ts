import { concat, type CurveKey, type Suite, utf8 } from '@postern/protocol'

const VERSION = utf8('HPKE-v1')
const SUITE_ID = concat(utf8('KEM'), Uint8Array.of(0, 0x20))

/** Decap of DHKEM(X25519, HKDF-SHA256), RFC 9180 section 4.1: for its vectors, used nowhere else. */
export function dhkemDecapsulate(suite: Suite, key: CurveKey, enc: Uint8Array): Uint8Array | null {
  const agreed = key.agree(enc)
  if (agreed === null) return null
  const none = new Uint8Array(0)
  const prk = suite.hmacSha256(none, VERSION, SUITE_ID, utf8('eae_prk'), agreed)
  const context = concat(enc, key.publicKey)
  const info = concat(Uint8Array.of(0, 32), VERSION, SUITE_ID, utf8('shared_secret'), context)
  return suite.hmacSha256(prk, info, Uint8Array.of(1))
}
