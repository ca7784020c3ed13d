import { concat } from '@postern/protocol'

const IMAGE = 0x2c
const EXTENSION = 0x21
const TRAILER = 0x3b
const CONTROL = 0xf9

/** A GIF without comments and without what programs add. Null when it is broken. */
export function plainGif(bytes: Uint8Array): Uint8Array | null {
  let at = 13 + tableBytes(bytes[10] ?? 0)
  const kept = [bytes.subarray(0, at)]
  while (at < bytes.length && bytes[at] !== TRAILER) {
    const isExtension = bytes[at] === EXTENSION
    if (!isExtension && bytes[at] !== IMAGE) return null
    const head = isExtension ? 2 : 11 + tableBytes(bytes[at + 9] ?? 0)
    const end = endOfBlocks(bytes, at + head)
    if (!isExtension || bytes[at + 1] === CONTROL) kept.push(bytes.subarray(at, end))
    at = end
  }
  return at < bytes.length ? concat(...kept, Uint8Array.of(TRAILER)) : null
}

/** Blocks say their length, up to one of none. */
function endOfBlocks(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0)
  return at + 1
}

function tableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1)
}
