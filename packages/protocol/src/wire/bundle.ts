import { Cursor } from '../bytes/cursor.ts'
import { Writer } from '../bytes/writer.ts'
import type { Env } from '../env.ts'
import { PosternError } from '../error.ts'
import { LABELS } from '../suite/labels.ts'
import type { Suite } from '../suite/suite.ts'
import { type BoxLabels, boxOpener, sealBox } from './salted-box.ts'
import { BUNDLE_BYTES, BUNDLE_PLAINTEXT_BYTES } from './sizes.ts'

export const MAX_BUNDLE_PAYLOAD_BYTES: number = BUNDLE_PLAINTEXT_BYTES - 2
const LABEL: BoxLabels = {
  tagKey: LABELS.bundleTagKey,
  tag: LABELS.bundleTag,
  key: LABELS.bundleKey,
}

/**
 * bundle 4,096 = salt 16 ‖ tag 16 ‖ AEAD of length 2 ‖ payload ‖ zeros, under exactly one
 * compartment's key (D1). Throws PosternError 'bundle-too-large' above 4,046 bytes.
 */
export function sealBundle(env: Env, compartmentKey: Uint8Array, payload: Uint8Array): Uint8Array {
  if (payload.length > MAX_BUNDLE_PAYLOAD_BYTES) throw new PosternError('bundle-too-large')
  const plaintext = new Writer()
    .u16(payload.length)
    .bytes(payload)
    .bytes(new Uint8Array(MAX_BUNDLE_PAYLOAD_BYTES - payload.length))
    .finish()
  return sealBox(env, LABEL, compartmentKey, plaintext)
}

/** What a tick carries that has nothing to say: who lacks a key cannot tell it from any other. */
export function emptyBundle(env: Env): Uint8Array {
  return env.random(BUNDLE_BYTES)
}

/** The payload, or null when the bundle is another compartment's, empty or broken. */
export function openBundle(
  suite: Suite,
  compartmentKey: Uint8Array,
  bundle: Uint8Array,
): Uint8Array | null {
  return bundleOpener(suite, compartmentKey)(bundle)
}

/** The same for a whole log: what is another's costs one PRF. */
export function bundleOpener(
  suite: Suite,
  compartmentKey: Uint8Array,
): (bundle: Uint8Array) => Uint8Array | null {
  const open = boxOpener(suite, LABEL, compartmentKey)
  return (bundle) => {
    const plaintext = bundle.length === BUNDLE_BYTES ? open(bundle) : null
    return plaintext && payloadOf(plaintext)
  }
}

function payloadOf(plaintext: Uint8Array): Uint8Array | null {
  const cursor = new Cursor(plaintext)
  const length = cursor.u16()
  const padded = cursor.rest()
  if (length > padded.length || padded.subarray(length).some((byte) => byte !== 0)) return null
  return padded.subarray(0, length)
}
