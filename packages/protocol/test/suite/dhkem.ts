import { concat, type CurveKey, type Suite, utf8 } from '@postern/protocol'
import { labeledExpand, labeledExtract } from '../../src/suite/key-schedule.ts'

const SUITE_ID = concat(utf8('KEM'), Uint8Array.of(0, 0x20))

/** Decap of DHKEM(X25519, HKDF-SHA256), RFC 9180 section 4.1: for its vectors, used nowhere else. */
export function dhkemDecapsulate(suite: Suite, key: CurveKey, enc: Uint8Array): Uint8Array | null {
  const agreed = key.agree(enc)
  if (agreed === null) return null
  const none = new Uint8Array(0)
  const prk = labeledExtract(suite, SUITE_ID, none, utf8('eae_prk'), agreed)
  const context = concat(enc, key.publicKey)
  return labeledExpand(suite, SUITE_ID, prk, utf8('shared_secret'), context, 32)
}
