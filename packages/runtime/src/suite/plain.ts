/**
 * The same bytes as a plain Uint8Array. Nobody outside this room sees a Buffer, whose `slice` does
 * not copy and which compares unequal to what the portable suite gives.
 */
export function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}
