/** Boxes that hold others on the way to those with times. */
const FOLDERS = new Set(['moov', 'trak', 'mdia'])
/** Boxes that begin with when they were made and changed. */
const TIMED = new Set(['mvhd', 'tkhd', 'mdhd'])

/** The new file with no moment of its making in it: the writer put the device's clock there. */
export function forgetTimes(bytes: Uint8Array): Uint8Array {
  const made = bytes.slice()
  visit(made, 0, made.length)
  return made
}

function visit(bytes: Uint8Array, from: number, to: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = from; at + 16 <= to;) {
    const short = view.getUint32(at)
    const isLong = short === 1
    const length = isLong ? Number(view.getBigUint64(at + 8)) : short || to - at
    const name = String.fromCodePoint(...bytes.subarray(at + 4, at + 8))
    const head = at + (isLong ? 16 : 8)
    if (FOLDERS.has(name)) visit(bytes, head, at + length)
    if (TIMED.has(name)) bytes.fill(0, head + 4, head + (bytes[head] === 0 ? 12 : 20))
    at += Math.max(8, length)
  }
}
