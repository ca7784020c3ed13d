import { Cursor } from '../bytes/cursor.ts'
import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import { sized } from './ids.ts'
import { ENVELOPE_BYTES, INNER_BYTES } from './sizes.ts'

/** What mix 2 finds: `cover` it drops, the envelope of `real` it publishes (M7). */
export interface Inner {
  readonly kind: 'cover' | 'real'
  readonly envelope: Uint8Array
}

const KINDS: readonly Inner['kind'][] = ['cover', 'real']

/** inner 14,100 = kind 1 ‖ envelope 14,099; kind is 0 for cover, 1 for real. */
export function encodeInner(inner: Inner): Uint8Array {
  return new Writer()
    .u8(KINDS.indexOf(inner.kind))
    .bytes(sized(inner.envelope, ENVELOPE_BYTES, 'envelope'))
    .finish()
}

/** Throws PosternError 'wrong-size' or 'unknown-kind'. */
export function decodeInner(bytes: Uint8Array): Inner {
  const cursor = new Cursor(sized(bytes, INNER_BYTES, 'inner'))
  const kind = KINDS[cursor.u8()]
  if (kind === undefined) throw new PosternError('unknown-kind')
  return { kind, envelope: cursor.rest() }
}
