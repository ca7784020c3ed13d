import { PosternError } from '../error.ts'

/** The standard alphabet with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/**
 * Reads the one text that `toBase64` writes for these bytes: no white space, padding present, its
 * unused bits zero. Throws PosternError 'bad-base64'.
 */
export function fromBase64(text: string): Uint8Array {
  const bytes = decoded(text)
  if (bytes === null || toBase64(bytes) !== text) throw new PosternError('bad-base64')
  return bytes
}

function decoded(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    return null
  }
}
