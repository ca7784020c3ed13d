import { type Cursor, fromUtf8, PosternError, utf8, type Writer } from '@postern/protocol'

/** The fields of event bodies that are not a fixed number of bytes. */

/** length 4 ‖ UTF-8. */
export function writeText(writer: Writer, text: string): Writer {
  const bytes = utf8(text)
  return writer.u32(bytes.length).bytes(bytes)
}

/** Throws PosternError 'short-input' or 'bad-utf8'. */
export function readText(cursor: Cursor): string {
  return fromUtf8(cursor.take(cursor.u32()))
}

/** count 2 ‖ items. */
export function writeList<T>(
  writer: Writer,
  items: readonly T[],
  write: (writer: Writer, item: T) => Writer,
): Writer {
  return items.reduce(write, writer.u16(items.length))
}

/** Throws what reading an item throws; a count that is too large ends in 'short-input'. */
export function readList<T>(cursor: Cursor, read: (cursor: Cursor) => T): T[] {
  return Array.from({ length: cursor.u16() }, () => read(cursor))
}

/** The member of `names` at the position that the next byte says; PosternError 'malformed'. */
export function readChoice<T>(cursor: Cursor, names: readonly T[]): T {
  const chosen = names[cursor.u8()]
  if (chosen === undefined) throw new PosternError('malformed')
  return chosen
}
