/** What a file is by its own bytes; its name and what the device calls it are not asked. */
export type FileKind =
  'picture' | 'heic' | 'pdf' | 'package' | 'locked-office' | 'media' | 'text' | 'unknown'

/** As many of a file's first bytes as `kindOf` wants to see. */
export const HEAD_BYTES = 65_536

const HEIF_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'])
const PICTURE_BRANDS = new Set(['avif', 'avis'])
const MEDIA_BOXES = new Set(['moov', 'mdat', 'wide', 'free', 'skip'])
const OLD_OFFICE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/** @param head the first `HEAD_BYTES`, or the whole file when it is shorter */
export function kindOf(head: Uint8Array): FileKind {
  if (isPicture(head)) return 'picture'
  if (latin(head, 4, 8) === 'ftyp') return kindOfBrand(latin(head, 8, 12))
  if (latin(head, 0, 1_024).includes('%PDF-')) return 'pdf'
  if (startsWith(head, [0x50, 0x4b, 3, 4])) return 'package'
  if (startsWith(head, OLD_OFFICE)) return isEncryptedPackage(head) ? 'locked-office' : 'unknown'
  if (MEDIA_BOXES.has(latin(head, 4, 8))) return 'media'
  return isText(head) ? 'text' : 'unknown'
}

function isPicture(head: Uint8Array): boolean {
  if (startsWith(head, [0xff, 0xd8, 0xff])) return true
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return true
  return latin(head, 0, 4) === 'RIFF' && latin(head, 8, 12) === 'WEBP'
}

function kindOfBrand(brand: string): FileKind {
  if (HEIF_BRANDS.has(brand)) return 'heic'
  return PICTURE_BRANDS.has(brand) ? 'picture' : 'media'
}

/** An office paper under a password is an old container with this stream's name in UTF-16. */
function isEncryptedPackage(head: Uint8Array): boolean {
  return latin(head, 0, head.length).includes(Array.from('EncryptedPackage').join('\0'))
}

/** Text has no control characters but those that break lines, in UTF-8 or any older set. */
function isText(head: Uint8Array): boolean {
  if (head.length === 0) return false
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff])) return head.length > 2
  return head.every((byte) => byte >= 0x20 || [0x09, 0x0a, 0x0c, 0x0d].includes(byte))
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, at) => head[at] === byte)
}

function latin(head: Uint8Array, from: number, to: number): string {
  return new TextDecoder('latin1').decode(head.subarray(from, to))
}
