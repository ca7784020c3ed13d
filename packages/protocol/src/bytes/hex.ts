import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { PosternError } from '../error.ts'

/** Lower case. */
export function toHex(bytes: Uint8Array): string {
  return bytesToHex(bytes)
}

/** Reads what `toHex` writes and nothing else; throws PosternError 'bad-hex'. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new PosternError('bad-hex')
  return Uint8Array.from(hexToBytes(text))
}
