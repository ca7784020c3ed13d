import { hkdfSync } from 'node:crypto'
import { type Suite, xWingEncapsulate, xWingKey } from '@postern/protocol'
import { aeadOpen, aeadSeal } from './native-aead.ts'
import { hmacSha256, sha256 } from './native-hash.ts'
import { signingKey, verify } from './native-signing.ts'
import { nativeXWing } from './native-x-wing.ts'

/**
 * The suite on node:crypto (OpenSSL), for every server process: the same bytes as the portable
 * one. All calls are synchronous; a mix spreads them over worker threads.
 */
export const nativeSuite: Suite = {
  sha256,
  hmacSha256,
  hkdfSha256: (ikm, salt, info, length) =>
    new Uint8Array(hkdfSync('sha256', ikm, salt, info, length)),
  aeadSeal,
  aeadOpen,
  signingKey,
  verify,
  kemKey: (seed) => xWingKey(nativeXWing, seed),
  encapsulate: (publicKey, randomness) => xWingEncapsulate(nativeXWing, publicKey, randomness),
}
