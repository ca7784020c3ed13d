import { concat, equalBytes } from '../bytes/concat.ts'
import { Cursor } from '../bytes/cursor.ts'
import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import { prf } from '../suite/kdf.ts'
import { LABELS } from '../suite/labels.ts'
import { POINT_BYTES } from '../suite/ristretto.ts'
import type { Suite } from '../suite/suite.ts'

/**
 *   vault    524,352 = P 32 ‖ Q 32 ‖ stream 524,288
 *   stream   524,288 = head 32 ‖ body 458,720 ‖ spare 65,536    innermost, before any renewal
 *   head          32 = MAC 16 ‖ mark 16
 *   body     458,720 = length 4 ‖ content, filled up with zeros
 */
export const VAULT_STREAM_BYTES: number = 512 * 1_024
export const VAULT_BYTES: number = 2 * POINT_BYTES + VAULT_STREAM_BYTES
/** Every renewal puts a point in front and pushes as many bytes out at the end. */
export const MAX_RENEWALS = 2_048
export const VAULT_HEAD_BYTES = 32
export const VAULT_BODY_BYTES: number =
  VAULT_STREAM_BYTES - VAULT_HEAD_BYTES - MAX_RENEWALS * POINT_BYTES
const LENGTH_BYTES = 4
export const MAX_VAULT_CONTENT_BYTES: number = VAULT_BODY_BYTES - LENGTH_BYTES
const MAC_BYTES = 16

/** The keys of a source's vault with which its head is made. */
interface HeadKeys {
  readonly check: Uint8Array
  readonly mark: Uint8Array
}

/** The innermost stream around the content. PosternError 'vault-full' above the bound. */
export function encodeVaultStream(suite: Suite, keys: HeadKeys, content: Uint8Array): Uint8Array {
  if (content.length > MAX_VAULT_CONTENT_BYTES) throw new PosternError('vault-full')
  const body = new Writer().u32(content.length).bytes(content).finish()
  const stream = new Uint8Array(VAULT_STREAM_BYTES)
  stream.set(headOf(suite, keys, body))
  stream.set(body, VAULT_HEAD_BYTES)
  return stream
}

/**
 * Whether these 32 bytes are the head of this source's vault, without a look at what lies behind
 * [a renewed vault has hundreds of layers, and each is asked].
 */
export function isVaultHead(suite: Suite, { mark }: HeadKeys, head: Uint8Array): boolean {
  const mac = head.subarray(0, MAC_BYTES)
  return equalBytes(markOf(suite, mark, mac), head.subarray(MAC_BYTES))
}

/** How many bytes of content the first four bytes of a body promise; null beyond the bound. */
export function vaultContentLength(body: Uint8Array): number | null {
  const length = new Cursor(body).u32()
  return length <= MAX_VAULT_CONTENT_BYTES ? length : null
}

/** The content, when head and body are one source's; null when anything was changed. */
export function checkVaultBody(
  suite: Suite,
  keys: HeadKeys,
  head: Uint8Array,
  body: Uint8Array,
): Uint8Array | null {
  return equalBytes(headOf(suite, keys, body), head) ? body.subarray(LENGTH_BYTES) : null
}

function headOf(suite: Suite, { check, mark }: HeadKeys, body: Uint8Array): Uint8Array {
  const mac = prf(suite, check, LABELS.vaultMac, body).subarray(0, MAC_BYTES)
  return concat(mac, markOf(suite, mark, mac))
}

function markOf(suite: Suite, key: Uint8Array, mac: Uint8Array): Uint8Array {
  return prf(suite, key, LABELS.vaultMark, mac).subarray(0, MAC_BYTES)
}
