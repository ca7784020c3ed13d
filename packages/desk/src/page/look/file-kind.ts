import { unzipSync } from 'fflate'
import type { PaperKind } from './look-message.ts'

/** What a file's own bytes say it is; what its sender says is not believed. */
export interface FileKind {
  /** For the name it is saved under. */
  readonly ending: string
  /** How it can be looked at; null: not at all. */
  readonly look: Look | null
}

type Look =
  /** By a media type that browsers decode to pixels. */
  | { readonly how: 'picture'; readonly mediaType: string }
  | { readonly how: 'paper'; readonly paper: PaperKind }
  | { readonly how: 'text' }

interface Mark {
  readonly at: number
  readonly bytes: readonly number[]
  readonly kind: FileKind
}

const MARKS: readonly Mark[] = [
  mark(0, [0xff, 0xd8, 0xff], 'jpg', 'image/jpeg'),
  mark(0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 'png', 'image/png'),
  mark(0, [0x47, 0x49, 0x46, 0x38], 'gif', 'image/gif'),
  mark(8, [0x57, 0x45, 0x42, 0x50], 'webp', 'image/webp'),
  { at: 0, bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], kind: paper('pdf') },
]
const ZIP = [0x50, 0x4b, 0x03, 0x04]
/** No program opens this by a double click; SVG and HTML are text, which opens as text. */
const OTHER: FileKind = { ending: 'bin', look: null }
const TEXT: FileKind = { ending: 'txt', look: { how: 'text' } }
/** Text is looked for in so many bytes from the front. */
const LOOKED_AT = 4_096
const MIMETYPE_BYTES = 100
/** Control characters that text does not have: all but tab, line feed, form feed and carriage return. */
const NO_TEXT = /[[\p{Cc}\ufffd]--[\t\n\f\r]]/v
/** Endings that mean the same kind. */
const SAME: Readonly<Record<string, string>> = { jpeg: 'jpg', jpe: 'jpg', text: 'txt' }
/** Endings that say nothing about the bytes, or whose files are text. */
const TEXTS = new Set(['txt', 'csv', 'md', 'log', 'json', 'xml', 'html', 'htm', 'svg', 'eml'])

export function fileKind(bytes: Uint8Array): FileKind {
  const fits = ({ at, bytes: begins }: Pick<Mark, 'at' | 'bytes'>): boolean =>
    begins.every((byte, index) => bytes[at + index] === byte)
  const found = MARKS.find(fits)
  if (found !== undefined) return found.kind
  if (fits({ at: 0, bytes: ZIP })) return officeKind(bytes) ?? OTHER
  return isText(bytes) ? TEXT : OTHER
}

/** The ending of the name that was sent, when the bytes are of another kind; else null. */
export function falseEnding(name: string, { ending }: FileKind): string | null {
  const claimed = /\.([a-z0-9]{1,8})$/iu.exec(name)?.[1]?.toLowerCase()
  if (claimed === undefined || ending === 'bin') return null
  const same = SAME[claimed] ?? claimed
  if (same === ending || (ending === 'txt' && TEXTS.has(same))) return null
  return claimed
}

/** By what lies in the package: its names alone are read, but for one short entry. */
function officeKind(bytes: Uint8Array): FileKind | null {
  const names = new Set<string>()
  try {
    const read = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        names.add(name)
        return name === 'mimetype' && originalSize <= MIMETYPE_BYTES
      },
    })
    const mimetype = new TextDecoder().decode(read['mimetype'])
    if (names.has('word/document.xml')) return paper('docx')
    if (names.has('xl/workbook.xml')) return paper('xlsx')
    if (mimetype === 'application/vnd.oasis.opendocument.text') return paper('odt')
    return mimetype === 'application/vnd.oasis.opendocument.spreadsheet' ? paper('ods') : null
  } catch {
    return null
  }
}

function isText(bytes: Uint8Array): boolean {
  const front = bytes.subarray(0, LOOKED_AT)
  const text = new TextDecoder().decode(front, { stream: true })
  return bytes.length > 0 && !NO_TEXT.test(text)
}

function mark(at: number, bytes: readonly number[], ending: string, mediaType: string): Mark {
  return { at, bytes, kind: { ending, look: { how: 'picture', mediaType } } }
}

function paper(kind: PaperKind): FileKind {
  return { ending: kind, look: { how: 'paper', paper: kind } }
}
