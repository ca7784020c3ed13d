/** A secret of another length is a programmer's mistake, never hostile input: TypeError. */
export function mustHave(bytes: Uint8Array, length: number, what: string): void {
  if (bytes.length !== length) throw new TypeError(`${what} has ${length} bytes`)
}
