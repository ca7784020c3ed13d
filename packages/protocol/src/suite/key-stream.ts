import { chacha20 } from '@noble/ciphers/chacha.js'

const BLOCK_BYTES = 64
const NONCE: Uint8Array = new Uint8Array(12)

/**
 * XORs ChaCha20's key stream (RFC 8439, nonce zero, counter from 0) from byte `offset` of the stream
 * onto the bytes, in their place. One key for one stream.
 */
export function xorKeyStream(key: Uint8Array, offset: number, bytes: Uint8Array): void {
  const before = offset % BLOCK_BYTES
  const counter = (offset - before) / BLOCK_BYTES
  if (before === 0) {
    chacha20(key, NONCE, bytes, bytes, counter)
    return
  }
  const first = bytes.subarray(0, BLOCK_BYTES - before)
  const block = new Uint8Array(BLOCK_BYTES)
  block.set(first, before)
  first.set(chacha20(key, NONCE, block, undefined, counter).subarray(before, before + first.length))
  chacha20(key, NONCE, bytes.subarray(first.length), bytes.subarray(first.length), counter + 1)
}
