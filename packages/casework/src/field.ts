import { type Cursor, fromUtf8, PosternError, utf8, Writer } from '@postern/protocol'

/** One field of an event's body: how it is written and read. Reading throws PosternError. */
export interface Field<T> {
  write(writer: Writer, value: T): Writer
  read(cursor: Cursor): T
}

/** The fields of a record, in the order of the wire. */
export type Fields<T> = { readonly [K in keyof T]: Field<T[K]> }

export const u8: Field<number> = {
  write: (writer, value) => writer.u8(value),
  read: (cursor) => cursor.u8(),
}

export const u16: Field<number> = {
  write: (writer, value) => writer.u16(value),
  read: (cursor) => cursor.u16(),
}

export const u32: Field<number> = {
  write: (writer, value) => writer.u32(value),
  read: (cursor) => cursor.u32(),
}

export const u64: Field<number> = {
  write: (writer, value) => writer.u64(value),
  read: (cursor) => cursor.u64(),
}

/** Exactly so many bytes. */
export function fixed(length: number): Field<Uint8Array> {
  return {
    write: (writer, value) => {
      if (value.length !== length) throw new TypeError(`${value.length} bytes, not ${length}`)
      return writer.bytes(value)
    },
    read: (cursor) => cursor.take(length),
  }
}

/** length 4 ‖ bytes. */
export const blob: Field<Uint8Array> = {
  write: (writer, value) => writer.u32(value.length).bytes(value),
  read: (cursor) => cursor.take(cursor.u32()),
}

/** length 4 ‖ UTF-8. */
export const text: Field<string> = {
  write: (writer, value) => blob.write(writer, utf8(value)),
  read: (cursor) => fromUtf8(blob.read(cursor)),
}

/** One byte: 0 or 1. */
export const flag: Field<boolean> = choice([false, true])

/** One byte: the position in `names`. */
export function choice<T>(names: readonly T[]): Field<T> {
  return {
    write: (writer, value) => writer.u8(names.indexOf(value)),
    read: (cursor) => {
      const chosen = names[cursor.u8()]
      if (chosen === undefined) throw new PosternError('malformed')
      return chosen
    },
  }
}

/** count 2 ‖ items. A count that is too large ends in 'short-input'. */
export function list<T>(item: Field<T>): Field<readonly T[]> {
  return {
    write: (writer, values) =>
      values.reduce((into, value) => item.write(into, value), writer.u16(values.length)),
    read: (cursor) => Array.from({ length: cursor.u16() }, () => item.read(cursor)),
  }
}

/** A list of none or one. */
export function optional<T>(item: Field<T>): Field<T | null> {
  const many = list(item)
  return {
    write: (writer, value) => many.write(writer, value === null ? [] : [value]),
    read: (cursor) => {
      const [value = null, ...more] = many.read(cursor)
      if (more.length > 0) throw new PosternError('malformed')
      return value
    },
  }
}

/** Field after field, in the order in which they are given. */
export function record<T extends object>(fields: Fields<T>): Field<T> {
  return extended({}, fields)
}

/** The body of one kind of event: its number on the wire, and its fields. */
export interface BodyCodec<B> {
  readonly number: number
  encode(body: B): Uint8Array
  decode(cursor: Cursor): B
}

export function body<B extends { readonly kind: string }>(
  number: number,
  kind: B['kind'],
  fields: Fields<Omit<B, 'kind'>>,
): BodyCodec<B> {
  const form = extended<B>({ kind }, fields)
  return {
    number,
    encode: (value) => form.write(new Writer(), value).finish(),
    decode: (cursor) => form.read(cursor),
  }
}

/** Values of these fields beside what is given. */
function extended<T extends object>(given: object, fields: object): Field<T> {
  const all: [string, Field<unknown>][] = Object.entries(fields)
  return {
    write: (writer, value) => {
      for (const [name, field] of all) field.write(writer, Reflect.get(value, name))
      return writer
    },
    read: (cursor) => {
      const read: T = Object.create(Object.prototype)
      Object.assign(read, given)
      for (const [name, field] of all) Reflect.set(read, name, field.read(cursor))
      return read
    },
  }
}
