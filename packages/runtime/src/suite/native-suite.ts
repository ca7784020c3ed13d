import { createHash, createHmac, hkdfSync } from 'node:crypto'
import { type Suite, xWingEncapsulate, xWingKey } from '@postern/protocol'
import { aeadOpen, aeadSeal } from './native-aead.ts'
import { signingKey, verify } from './native-signing.ts'
import { nativeXWing } from './native-x-wing.ts'
import { plain } from './plain.ts'

/**
 * The suite on node:crypto (OpenSSL), for every server process: the same bytes as the portable
 * one. All calls are synchronous; a mix spreads them over worker threads.
 */
export const nativeSuite: Suite = {
  sha256: (...parts) => plain(fed(createHash('sha256'), parts).digest()),
  hmacSha256: (key, ...parts) => plain(fed(createHmac('sha256', key), parts).digest()),
  hkdfSha256: (ikm, salt, info, length) =>
    new Uint8Array(hkdfSync('sha256', ikm, salt, info, length)),
  aeadSeal,
  aeadOpen,
  signingKey,
  verify,
  kemKey: (seed) => xWingKey(nativeXWing, seed),
  encapsulate: (publicKey, randomness) => xWingEncapsulate(nativeXWing, publicKey, randomness),
}

function fed<T extends { update(bytes: Uint8Array): unknown }>(hash: T, parts: Uint8Array[]): T {
  for (const part of parts) hash.update(part)
  return hash
}
