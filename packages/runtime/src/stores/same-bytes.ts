/** Whether two public byte strings are equal; not in constant time, so never for secrets. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
