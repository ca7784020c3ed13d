import { concat } from './concat.ts'

/** Builds what a Cursor reads. A number that does not fit its field is a TypeError. */
export class Writer {
  readonly #parts: Uint8Array[] = []

  u8(value: number): this {
    return this.#integer(value, 1)
  }

  u16(value: number): this {
    return this.#integer(value, 2)
  }

  u32(value: number): this {
    return this.#integer(value, 4)
  }

  /** A safe integer in eight bytes. */
  u64(value: number): this {
    return this.#integer(value, 8)
  }

  bytes(bytes: Uint8Array): this {
    this.#parts.push(bytes)
    return this
  }

  finish(): Uint8Array {
    return concat(...this.#parts)
  }

  #integer(value: number, length: number): this {
    if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** length)
      throw new TypeError(`not an unsigned integer of ${length} bytes: ${value}`)
    const field = new Uint8Array(length)
    for (let at = length - 1, left = value; at >= 0; at--, left = Math.floor(left / 256))
      field[at] = left % 256
    return this.bytes(field)
  }
}
