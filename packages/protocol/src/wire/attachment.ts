import { equalBytes } from '../bytes/concat.ts'
import { Cursor } from '../bytes/cursor.ts'
import { fromUtf8, utf8 } from '../bytes/utf8.ts'
import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import type { Suite } from '../suite/suite.ts'
import { HASH_BYTES, sized } from './ids.ts'

export type AttachmentKind = 'cleaned' | 'original' | 'sealed-for-two'

/** A file inside a message. */
export interface Attachment {
  /** As the source's machine called it, unsafe to show: use `displayName`. */
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
  /** Taken at the source over `bytes`; for `sealed-for-two` over what was sealed. */
  readonly sha256: Uint8Array
  readonly kind: AttachmentKind
}

const KINDS: readonly AttachmentKind[] = ['cleaned', 'original', 'sealed-for-two']
const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,62}$/

/** attachment = kind 1 ‖ name length 1 ‖ name ‖ media type length 1 ‖ media type ‖ SHA-256 32 ‖ bytes */
export function encodeAttachment(attachment: Attachment): Uint8Array {
  const name = utf8(attachment.name)
  if (name.length > 255) throw new PosternError('bad-content', 'file name')
  if (!MEDIA_TYPE.test(attachment.mediaType)) throw new PosternError('bad-content', 'media type')
  const mediaType = utf8(attachment.mediaType)
  return new Writer()
    .u8(KINDS.indexOf(attachment.kind))
    .u8(name.length)
    .bytes(name)
    .u8(mediaType.length)
    .bytes(mediaType)
    .bytes(sized(attachment.sha256, HASH_BYTES, 'sha256'))
    .bytes(attachment.bytes)
    .finish()
}

/** Throws PosternError 'bad-content', 'short-input' or 'bad-utf8'. */
export function decodeAttachment(bytes: Uint8Array): Attachment {
  const cursor = new Cursor(bytes)
  const kind = KINDS[cursor.u8()]
  if (kind === undefined) throw new PosternError('bad-content', 'attachment kind')
  const name = fromUtf8(cursor.take(cursor.u8()))
  const mediaType = fromUtf8(cursor.take(cursor.u8()))
  if (!MEDIA_TYPE.test(mediaType)) throw new PosternError('bad-content', 'media type')
  return { name, mediaType, sha256: cursor.take(HASH_BYTES), bytes: cursor.rest(), kind }
}

/** Whether the bytes are those the source took the hash of; a sealed one cannot be checked here. */
export function attachmentFits(suite: Suite, { kind, bytes, sha256 }: Attachment): boolean {
  return kind === 'sealed-for-two' || equalBytes(suite.sha256(bytes), sha256)
}
