import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { plain } from './plain.ts'

/** An X25519 or Ed25519 key from 32 bytes, an ML-KEM-768 key from its 64-byte seed d ‖ z. */
export function rawPrivateKey(
  asymmetricKeyType: 'ed25519' | 'x25519' | 'ml-kem-768',
  key: Uint8Array,
): KeyObject {
  const format = asymmetricKeyType === 'ml-kem-768' ? 'raw-seed' : 'raw-private'
  return createPrivateKey({ key, format, asymmetricKeyType })
}

/** The public half as the bytes that travel. */
export function rawPublicOf(privateKey: KeyObject): Uint8Array {
  return plain(createPublicKey(privateKey).export({ format: 'raw-public' }))
}
