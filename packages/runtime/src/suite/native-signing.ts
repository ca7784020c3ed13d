import { createPublicKey, sign, verify as verifyNatively } from 'node:crypto'
import { isSignerPoint, mustHave, type SigningKey } from '@postern/protocol'
import { plain } from './plain.ts'
import { rawPrivateKey, rawPublicOf } from './raw-key.ts'

/** Ed25519 from its 32-byte seed; the expanded key is kept. */
export function signingKey(seed: Uint8Array): SigningKey {
  mustHave(seed, 32, 'an Ed25519 seed')
  const key = rawPrivateKey('ed25519', seed)
  return {
    publicKey: rawPublicOf(key),
    sign: (message) => plain(sign(null, message, key)),
  }
}

/** False for every malformed key or signature. */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64 || !isSignerPoint(publicKey)) return false
  const key = createPublicKey({
    key: publicKey,
    format: 'raw-public',
    asymmetricKeyType: 'ed25519',
  })
  return verifyNatively(null, message, key, signature)
}
