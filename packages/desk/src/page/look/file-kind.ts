/** What a file's own first bytes say it is; what its sender says is not believed. */
export interface FileKind {
  /** For the name it is saved under. */
  readonly ending: string
  /** Set for pictures that browsers decode to pixels. */
  readonly picture: string | null
}

interface Mark extends FileKind {
  readonly at: number
  readonly bytes: readonly number[]
}

const MARKS: readonly Mark[] = [
  { at: 0, bytes: [0xff, 0xd8, 0xff], ending: 'jpg', picture: 'image/jpeg' },
  {
    at: 0,
    bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ending: 'png',
    picture: 'image/png',
  },
  { at: 0, bytes: [0x47, 0x49, 0x46, 0x38], ending: 'gif', picture: 'image/gif' },
  { at: 8, bytes: [0x57, 0x45, 0x42, 0x50], ending: 'webp', picture: 'image/webp' },
  { at: 0, bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], ending: 'pdf', picture: null },
]

/** Anything else, SVG and HTML among it, is 'bin': no program opens that by a double click. */
const OTHER: FileKind = { ending: 'bin', picture: null }

export function fileKind(bytes: Uint8Array): FileKind {
  const fits = (mark: Mark): boolean =>
    mark.bytes.every((byte, index) => bytes[mark.at + index] === byte)
  const found = MARKS.find(fits)
  return found === undefined ? OTHER : { ending: found.ending, picture: found.picture }
}
