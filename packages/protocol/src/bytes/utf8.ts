import { PosternError } from '../error.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** UTF-8 of the text; throws TypeError for a lone surrogate, which has no encoding. */
export function utf8(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new TypeError('lone surrogate')
  return encoder.encode(text)
}

/** Throws PosternError 'bad-utf8'; a byte order mark is a character like any other. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new PosternError('bad-utf8')
  }
}
