import { PosternError } from '@postern/protocol/error'
import type { CleanedFile } from './job.ts'

/** Letters that nobody sees and that can mark a copy; those that Persian joins words with stay. */
const UNSEEN = /[\u{FEFF}\u{200B}\u{2060}-\u{2064}\u{E0000}-\u{E007F}]/gu
const MOST_BYTES = 8_000_000

/**
 * One text without byte order mark, with one kind of line end, without blanks at line ends and
 * without letters that nobody sees. What is in no Unicode form keeps its own letters. Throws
 * PosternError 'too-large'.
 */
export function cleanText(bytes: Uint8Array): CleanedFile {
  if (bytes.length > MOST_BYTES) throw new PosternError('too-large')
  const cleaned = unicodeText(bytes)
  return {
    choice: 'cleaned',
    kind: 'text',
    bytes: cleaned === null ? latinBytes(tidy(latinText(bytes))) : utf8Bytes(cleaned),
    mediaType: 'text/plain',
    ending: '.txt',
  }
}

function unicodeText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes)
    return tidy(text.replace(UNSEEN, ''))
  } catch {
    return null
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

function tidy(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[ \t]+$/gm, '')
}

function utf8Bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** One letter a byte, so that any older set goes through unchanged. */
function latinText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('')
}

function latinBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.codePointAt(0) ?? 0)
}
