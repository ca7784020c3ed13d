import { concat } from '@postern/protocol'

/** Segments without which a JPEG cannot be decoded: all but comments and what programs add. */
function isNeeded(marker: number): boolean {
  const isOfPrograms = marker >= 0xe0 && marker <= 0xef && marker !== 0xee
  return !isOfPrograms && marker !== 0xfe
}

/**
 * A JPEG without its comments and without what programs add (EXIF, XMP, thumbnails, profiles). The
 * one that says how colours are coded, APP14, stays as far as it says that. Null when it is none.
 */
export function plainJpeg(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let at = 2
  while (bytes[at] === 0xff && bytes[at + 1] !== 0xd9) {
    const marker = bytes[at + 1] ?? 0
    const next = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0))
    const end = marker === 0xda ? endOfScan(bytes, next) : next
    if (end <= at + 3 || end > bytes.length) return null
    if (isNeeded(marker))
      kept.push(marker === 0xee ? plainApp14(bytes, at) : bytes.subarray(at, end))
    at = end
  }
  kept.push(Uint8Array.of(0xff, 0xd9))
  return concat(...kept)
}

/** `Adobe`, version, two flags, transform: fourteen bytes, and nothing behind them. */
function plainApp14(bytes: Uint8Array, at: number): Uint8Array {
  return concat(Uint8Array.of(0xff, 0xee, 0, 14), bytes.subarray(at + 4, at + 16))
}

/** Coded pixels end at the first marker that is neither stuffed nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length - 1; at += 1) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at
  }
  return bytes.length
}
