import { PosternError } from '../error.ts'

/** The standard alphabet with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  return bytes.toBase64()
}

/**
 * Reads the one text that `toBase64` writes for these bytes: no white space, padding present, its
 * unused bits zero. Throws PosternError 'bad-base64'.
 */
export function fromBase64(text: string): Uint8Array {
  const bytes = decoded(text)
  if (bytes?.toBase64() !== text) throw new PosternError('bad-base64')
  return bytes
}

function decoded(text: string): Uint8Array | null {
  try {
    return Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' })
  } catch {
    return null
  }
}
