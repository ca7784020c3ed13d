import type { Suite } from '@postern/protocol'
import { bytesOf, type Input, isByteSource, type Lookup } from './scenario.ts'

/** Reads the inputs of one scenario by name and type. */
export class Inputs {
  readonly #suite: Suite
  readonly #inputs: Readonly<Record<string, Input>>
  readonly #lookup: Lookup

  constructor(suite: Suite, inputs: Readonly<Record<string, Input>>, lookup: Lookup) {
    this.#suite = suite
    this.#inputs = inputs
    this.#lookup = lookup
  }

  bytes(name: string): Uint8Array {
    const input = this.#inputs[name]
    if (!isByteSource(input)) throw new TypeError(`no bytes: ${name}`)
    return bytesOf(this.#suite, input, this.#lookup)
  }

  list(name: string): Uint8Array[] {
    const input = this.#inputs[name]
    if (!Array.isArray(input)) throw new TypeError(`no list: ${name}`)
    return input.map((source) => bytesOf(this.#suite, source, this.#lookup))
  }

  has(name: string): boolean {
    return name in this.#inputs
  }

  number(name: string): number {
    const input = this.#inputs[name]
    if (typeof input !== 'number') throw new TypeError(`no number: ${name}`)
    return input
  }

  text(name: string): string {
    const input = this.#inputs[name]
    if (typeof input !== 'string') throw new TypeError(`no text: ${name}`)
    return input
  }
}

/** One step of the protocol on the inputs of a scenario. */
export type Step = (suite: Suite, inputs: Inputs) => unknown
