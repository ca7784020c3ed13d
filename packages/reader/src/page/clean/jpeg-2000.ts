import { concat } from '@postern/protocol'

/** Boxes of a JP2 file without which its picture cannot be decoded. */
const NEEDED = new Set(['jP  ', 'ftyp', 'rreq', 'jp2h', 'jp2c'])

/** A JPEG 2000 file without its XML, UUID and other boxes. Null when it is none, or only the code. */
export function plainJpeg2000(bytes: Uint8Array): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array[] = []
  for (let at = 0; at + 8 <= bytes.length;) {
    const said = view.getUint32(at)
    const length = said === 0 ? bytes.length - at : said
    if (length < 8 || at + length > bytes.length) return null
    const name = String.fromCodePoint(...bytes.subarray(at + 4, at + 8))
    if (at === 0 && name !== 'jP  ') return null
    if (NEEDED.has(name)) kept.push(bytes.subarray(at, at + length))
    at += length
  }
  return concat(...kept)
}
