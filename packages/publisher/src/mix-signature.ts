import type { Signature } from '@postern/protocol'
import { jsonObject } from './pull.ts'

/** A mix's signature over a draft: `{ keyid (hex), sig (base64) }`. Throws PosternError 'malformed'. */
export function decodeSignature(bytes: Uint8Array): Signature {
  const object = jsonObject(bytes)
  return { key: object.hex('keyid', 32), signature: object.base64('sig', 64) }
}
