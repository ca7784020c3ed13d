const BLOCK_BYTES = 32_768
/** Checksum 4, length 2 and kind 1, before each record and each piece of one that a block's end cuts. */
const HEAD_BYTES = 7

/** What was written to LevelDB's log, without the heads between: a name may lie across two blocks. */
export function unframed(log: Uint8Array): Buffer {
  const bytes = Buffer.from(log.buffer, log.byteOffset, log.length)
  const pieces: Buffer[] = []
  for (let block = 0; block < bytes.length; block += BLOCK_BYTES) {
    const end = Math.min(block + BLOCK_BYTES, bytes.length)
    let at = block
    while (at + HEAD_BYTES <= end) {
      const from = at + HEAD_BYTES
      at = Math.min(end, from + bytes.readUInt16LE(at + 4))
      pieces.push(bytes.subarray(from, at))
    }
  }
  return Buffer.concat(pieces)
}
