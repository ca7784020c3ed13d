import { PosternError } from '../error.ts'

/**
 * Reads fixed fields from the front; integers are unsigned big-endian. Every read beyond the end
 * throws PosternError 'short-input', and `finish` makes trailing bytes an error, so that one value
 * has one encoding.
 */
export class Cursor {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  u8(): number {
    return this.#integer(1)
  }

  u16(): number {
    return this.#integer(2)
  }

  u32(): number {
    return this.#integer(4)
  }

  /** Throws PosternError 'number-too-large' above 2⁵³ − 1. */
  u64(): number {
    const value = this.u32() * 2 ** 32 + this.u32()
    if (!Number.isSafeInteger(value)) throw new PosternError('number-too-large')
    return value
  }

  /** A view of the next `length` bytes, not a copy. */
  take(length: number): Uint8Array {
    const end = this.#at + length
    if (end > this.#bytes.length) throw new PosternError('short-input')
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }

  /** A view of everything that is left, possibly nothing. */
  rest(): Uint8Array {
    return this.take(this.#bytes.length - this.#at)
  }

  finish(): void {
    if (this.#at !== this.#bytes.length) throw new PosternError('trailing-bytes')
  }

  #integer(length: number): number {
    return this.take(length).reduce((value, byte) => value * 256 + byte, 0)
  }
}
