import { fromBase64 } from '../bytes/base64.ts'
import { equalBytes } from '../bytes/concat.ts'
import { fromHex } from '../bytes/hex.ts'
import { fromUtf8, utf8 } from '../bytes/utf8.ts'
import { PosternError } from '../error.ts'

/** How one kind of JSON document is read and written; `write` gives its only encoding. */
export interface JsonForm<T> {
  readonly maxBytes: number
  read(object: JsonObject): T
  write(value: T): Uint8Array
}

/**
 * Reads a document that has one encoding: what `write` makes of the value must be these very
 * bytes. So an unknown, missing or doubled field, another order of fields, white space, a number
 * written otherwise and loose base64 are all refused, without a rule for each.
 * Throws PosternError 'malformed'.
 */
export function readCanonical<T>(bytes: Uint8Array, form: JsonForm<T>): T {
  if (bytes.length > form.maxBytes) throw new PosternError('malformed', 'too long')
  const value = parsed(bytes, form)
  if (!equalBytes(form.write(value), bytes)) throw new PosternError('malformed', 'not canonical')
  return value
}

function parsed<T>(bytes: Uint8Array, form: JsonForm<T>): T {
  try {
    return form.read(new JsonObject(JSON.parse(fromUtf8(bytes))))
  } catch (error) {
    if (error instanceof SyntaxError) throw new PosternError('malformed', 'not JSON')
    if (error instanceof PosternError) throw new PosternError('malformed', error.message)
    throw error
  }
}

/** The bytes of a JSON document; fields stand in the order in which the object was written. */
export function writeJson(value: object): Uint8Array {
  return utf8(JSON.stringify(value))
}

/** A parsed object whose fields are asked for by name and type; each miss is 'malformed'. */
export class JsonObject {
  readonly #fields: ReadonlyMap<string, unknown>

  constructor(value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw miss('object')
    this.#fields = new Map(Object.entries(value))
  }

  names(): string[] {
    return [...this.#fields.keys()]
  }

  has(name: string): boolean {
    return this.#fields.has(name)
  }

  isNull(name: string): boolean {
    return this.#fields.get(name) === null
  }

  object(name: string): JsonObject {
    return new JsonObject(this.#fields.get(name))
  }

  flag(name: string): boolean {
    const value = this.#fields.get(name)
    if (typeof value !== 'boolean') throw miss(name)
    return value
  }

  /** An integer in [0, most]. */
  integer(name: string, most: number = Number.MAX_SAFE_INTEGER): number {
    const value = this.#fields.get(name)
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw miss(name)
    if (value < 0 || value > most) throw miss(name)
    return value
  }

  /** Well-formed text of at most this many bytes of UTF-8. */
  text(name: string, mostBytes: number): string {
    const value = this.#fields.get(name)
    if (typeof value !== 'string' || !value.isWellFormed()) throw miss(name)
    if (utf8(value).length > mostBytes) throw miss(name)
    return value
  }

  /** Exactly `length` bytes, written in hex. */
  hex(name: string, length: number): Uint8Array {
    return exactly(fromHex(this.text(name, 2 * length)), length, name)
  }

  /** Exactly `length` bytes, written in base64. */
  base64(name: string, length: number): Uint8Array {
    return exactly(this.base64UpTo(name, length), length, name)
  }

  base64UpTo(name: string, mostBytes: number): Uint8Array {
    return fromBase64(this.text(name, 4 * Math.ceil(mostBytes / 3)))
  }

  /** At most `most` members, each read by `read`. */
  list<T>(name: string, most: number, read: (member: unknown) => T): T[] {
    const value = this.#fields.get(name)
    if (!Array.isArray(value) || value.length > most) throw miss(name)
    return value.map((member: unknown) => read(member))
  }

  objects<T>(name: string, most: number, read: (member: JsonObject) => T): T[] {
    return this.list(name, most, (member) => read(new JsonObject(member)))
  }
}

/** One base64 text in a list. */
export function base64Member(member: unknown, length: number): Uint8Array {
  if (typeof member !== 'string') throw miss('list')
  return exactly(fromBase64(member), length, 'list')
}

/** One text in a list. */
export function textMember(member: unknown, mostBytes: number): string {
  return new JsonObject({ member }).text('member', mostBytes)
}

function exactly(bytes: Uint8Array, length: number, name: string): Uint8Array {
  if (bytes.length !== length) throw miss(name)
  return bytes
}

function miss(what: string): PosternError {
  return new PosternError('malformed', what)
}
