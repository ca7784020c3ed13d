import { Cursor, fromHex, toHex, Writer } from '@postern/protocol'
import type { LogMark } from './signed-event.ts'

/**
 * How far a device has verified a log, and under which keys: what it reads again as the very same bytes
 * it need not verify again.
 */
export interface VerifiedLog extends LogMark {
  /** By `keyName` in hex: from which position on it had this key. */
  readonly keys: ReadonlyMap<string, number>
  /** `eventHash` in hex of what was refused: it is looked at anew. */
  readonly refused: ReadonlySet<string>
}

/** length 8 ‖ hash 32 ‖ count 4 ‖ (name 16 ‖ position 8) each ‖ count 4 ‖ refused 32 each. */
export function encodeVerified({ length, hash, keys, refused }: VerifiedLog): Uint8Array {
  const writer = new Writer().u64(length).bytes(hash).u32(keys.size)
  for (const [name, from] of keys) writer.bytes(fromHex(name)).u64(from)
  writer.u32(refused.size)
  for (const one of refused) writer.bytes(fromHex(one))
  return writer.finish()
}

/** Throws PosternError 'short-input' when it is cut off. */
export function decodeVerified(bytes: Uint8Array): VerifiedLog {
  const cursor = new Cursor(bytes)
  const length = cursor.u64()
  const hash = cursor.take(32).slice()
  const keys = Array.from({ length: cursor.u32() }, (): [string, number] => [
    toHex(cursor.take(16)),
    cursor.u64(),
  ])
  const refused = Array.from({ length: cursor.u32() }, () => toHex(cursor.take(32)))
  cursor.finish()
  return { length, hash, keys: new Map(keys), refused: new Set(refused) }
}
