import { concat, equalBytes } from '../bytes/concat.ts'
import type { Env } from '../env.ts'
import { derive, prf } from '../suite/kdf.ts'
import type { Label } from '../suite/labels.ts'
import type { Suite } from '../suite/suite.ts'

/**
 * The box that slots and bundles share: salt 16 ‖ tag 16 ‖ AEAD. To who has the secret the tag
 * says "yours", to everybody else the whole is random bytes (R1, R2).
 *
 *   tag = PRF(KDF(secret, "tag-key"), "tag" ‖ salt)[0..16]      key = KDF(secret, "key" ‖ salt)
 */
export interface BoxLabels {
  readonly tagKey: Label
  readonly tag: Label
  readonly key: Label
}

const SALT_BYTES = 16
const TAG_BYTES = 16
const HEAD_BYTES: number = SALT_BYTES + TAG_BYTES
const NONE: Uint8Array = new Uint8Array(0)
/** One key seals one box, so its nonce need not vary. */
const NONCE: Uint8Array = new Uint8Array(12)

/** Sealed under a salt that is fresh every time, so nothing has to be kept in step (R1). */
export function sealBox(
  env: Env,
  labels: BoxLabels,
  secret: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const salt = env.random(SALT_BYTES)
  const head = concat(salt, boxTag(env.suite, labels, secret, salt))
  const key = boxKey(env.suite, labels, secret, salt)
  return concat(head, env.suite.aeadSeal(key, NONCE, head, plaintext))
}

/** Null when the box is another's, random, or broken. */
export function openBox(
  suite: Suite,
  labels: BoxLabels,
  secret: Uint8Array,
  box: Uint8Array,
): Uint8Array | null {
  return boxOpener(suite, labels, secret)(box)
}

/** The same for many boxes under one secret: what is not yours costs one PRF. */
export function boxOpener(
  suite: Suite,
  labels: BoxLabels,
  secret: Uint8Array,
): (box: Uint8Array) => Uint8Array | null {
  const tagKey = boxTagKey(suite, labels, secret)
  return (box) => {
    const head = box.subarray(0, HEAD_BYTES)
    const salt = head.subarray(0, SALT_BYTES)
    const tag = prf(suite, tagKey, labels.tag, salt).subarray(0, TAG_BYTES)
    if (!equalBytes(head.subarray(SALT_BYTES), tag)) return null
    const key = boxKey(suite, labels, secret, salt)
    return suite.aeadOpen(key, NONCE, head, box.subarray(HEAD_BYTES))
  }
}

function boxTagKey(suite: Suite, labels: BoxLabels, secret: Uint8Array): Uint8Array {
  return derive(suite, secret, labels.tagKey, NONE, 32)
}

function boxTag(suite: Suite, labels: BoxLabels, secret: Uint8Array, salt: Uint8Array): Uint8Array {
  const tagKey = boxTagKey(suite, labels, secret)
  return prf(suite, tagKey, labels.tag, salt).subarray(0, TAG_BYTES)
}

function boxKey(suite: Suite, labels: BoxLabels, secret: Uint8Array, salt: Uint8Array): Uint8Array {
  return derive(suite, secret, labels.key, salt, 32)
}
