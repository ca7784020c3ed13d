import { existsSync, readFileSync } from 'node:fs'
import { fromHex } from '@postern/protocol'

const published = new URL('../../../../vectors/published/', import.meta.url)
const shared = new URL('../../../../../shared/vectors/', import.meta.url)

/** The few figures of others that every clone carries. */
export function publishedVectors(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, published), 'utf8'))
}

/** The whole published files, or null where they are not beside the clone. */
export function sharedVectors(name: string): unknown {
  const file = new URL(name, shared)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

/** One record of hex fields, as bytes on demand; a field that is missing fails the test. */
export class VectorRecord {
  readonly #fields: object

  constructor(fields: unknown) {
    if (typeof fields !== 'object' || fields === null) throw new TypeError('not a record')
    this.#fields = fields
  }

  text(name: string): string {
    const value = this.#field(name)
    if (typeof value !== 'string') throw new TypeError(`${name} is no text`)
    return value
  }

  number(name: string): number {
    const value = this.#field(name)
    if (typeof value !== 'number') throw new TypeError(`${name} is no number`)
    return value
  }

  bytes(name: string): Uint8Array {
    return fromHex(this.text(name))
  }

  record(name: string): VectorRecord {
    return new VectorRecord(this.#field(name))
  }

  records(name: string): VectorRecord[] {
    return recordsOf(this.#field(name))
  }

  texts(name: string): string[] {
    const value = this.#field(name)
    if (!Array.isArray(value)) throw new TypeError(`${name} is no list`)
    return value.map(String)
  }

  #field(name: string): unknown {
    return Object.entries(this.#fields).find(([key]) => key === name)?.[1]
  }
}

export function recordsOf(list: unknown): VectorRecord[] {
  if (!Array.isArray(list)) throw new TypeError('not a list of records')
  return list.map((each) => new VectorRecord(each))
}

/** Every case of a Wycheproof file, with its group; null where the file is not beside the clone. */
export function wycheproof(name: string): { group: VectorRecord; cases: VectorRecord[] }[] | null {
  const file = sharedVectors(`wycheproof-${name}_test.json`)
  if (file === null) return null
  return new VectorRecord(file)
    .records('testGroups')
    .map((group) => ({ group, cases: group.records('tests') }))
}
