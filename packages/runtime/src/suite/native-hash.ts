import { createHash, createHmac } from 'node:crypto'
import { plain } from './plain.ts'

/** SHA-256 of the parts, one after another. */
export function sha256(...parts: Uint8Array[]): Uint8Array {
  return plain(fed(createHash('sha256'), parts).digest())
}

/** HMAC-SHA256 of the parts, one after another. */
export function hmacSha256(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array {
  return plain(fed(createHmac('sha256', key), parts).digest())
}

function fed<T extends { update(bytes: Uint8Array): unknown }>(hash: T, parts: Uint8Array[]): T {
  for (const part of parts) hash.update(part)
  return hash
}
