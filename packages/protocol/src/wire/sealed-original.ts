import { concat } from '../bytes/concat.ts'
import { Cursor } from '../bytes/cursor.ts'
import type { Env } from '../env.ts'
import { PosternError } from '../error.ts'
import { openSealed, sealTo } from '../suite/hpke.ts'
import { derive } from '../suite/kdf.ts'
import { LABELS, labelBytes } from '../suite/labels.ts'
import type { KemKey, Suite } from '../suite/suite.ts'
import {
  type Attachment,
  attachmentFits,
  decodeAttachment,
  encodeAttachment,
} from './attachment.ts'
import { deflate, inflate } from './deflated.ts'
import { ID_BYTES, sized } from './ids.ts'
import type { CustodyKeys } from './trust-list.ts'

/** Whose custody keys they are: a half opens nowhere else. */
export interface CustodyPlace {
  readonly organisation: Uint8Array
  readonly desk: Uint8Array
}

/** Which of a desk's two custody keys. */
export type Hand = 0 | 1

const VERSION = 1
const HALF_BYTES = 32
/** enc 1,120 ‖ 32 ‖ tag 16 */
const SEALED_HALF_BYTES = 1_168
const HEAD_BYTES: number = 1 + 2 * SEALED_HALF_BYTES
/** One key seals one original, so its nonce need not vary. */
const NONCE: Uint8Array = new Uint8Array(12)

/**
 * The bytes of an attachment that is sealed for two: version ‖ half for each hand ‖ AEAD of the
 * deflated original. The halves are random and make the key only together. (S7)
 * Throws PosternError 'bad-kem-key' or 'bad-content'.
 */
export function sealOriginal(
  env: Env,
  place: CustodyPlace,
  custody: CustodyKeys,
  original: Attachment,
): Uint8Array {
  const halves = [env.random(HALF_BYTES), env.random(HALF_BYTES)] as const
  const head = concat(
    Uint8Array.of(VERSION),
    sealTo(env, custody[0], halfInfo(place, 0), halves[0]),
    sealTo(env, custody[1], halfInfo(place, 1), halves[1]),
  )
  const key = keyOf(env.suite, place, halves)
  return concat(head, env.suite.aeadSeal(key, NONCE, head, deflate(encodeAttachment(original))))
}

/**
 * The first person's step, and the second's: the half of this one original that a hand's key opens.
 * Null when it was made for another key, desk or hand. A half alone says nothing of the original.
 */
export function openHalf(
  suite: Suite,
  place: CustodyPlace,
  hand: Hand,
  key: KemKey,
  sealed: Uint8Array,
): Uint8Array | null {
  const at = 1 + hand * SEALED_HALF_BYTES
  const half = headOf(sealed).subarray(at, at + SEALED_HALF_BYTES)
  return openSealed(suite, key, halfInfo(place, hand), half)?.plaintext ?? null
}

/**
 * What both halves open together; null when they are not the two of this original. Throws
 * PosternError 'bad-content' or another when what comes out is no original, or was not taken whole.
 */
export function joinHalves(
  suite: Suite,
  place: CustodyPlace,
  halves: readonly [Uint8Array, Uint8Array],
  sealed: Uint8Array,
  mostBytes: number,
): Attachment | null {
  for (const half of halves) sized(half, HALF_BYTES, 'half')
  const head = headOf(sealed)
  const opened = suite.aeadOpen(
    keyOf(suite, place, halves),
    NONCE,
    head,
    sealed.subarray(HEAD_BYTES),
  )
  if (opened === null) return null
  const original = decodeAttachment(inflate(opened, mostBytes))
  if (original.kind !== 'original' || !attachmentFits(suite, original))
    throw new PosternError('bad-content', 'original')
  return original
}

function headOf(sealed: Uint8Array): Uint8Array {
  const cursor = new Cursor(sealed)
  const head = cursor.take(HEAD_BYTES)
  if (head[0] !== VERSION) throw new PosternError('bad-content', 'version')
  return head
}

function halfInfo({ organisation, desk }: CustodyPlace, hand: Hand): Uint8Array {
  sized(organisation, ID_BYTES, 'organisation')
  sized(desk, ID_BYTES, 'desk')
  return concat(labelBytes(LABELS.originalHalf), organisation, desk, Uint8Array.of(hand))
}

/** Of both halves: whoever lacks one of them knows nothing of what they are together. */
function keyOf(
  suite: Suite,
  { organisation, desk }: CustodyPlace,
  [first, second]: readonly [Uint8Array, Uint8Array],
): Uint8Array {
  const together = first.map((byte, at) => byte ^ (second[at] ?? 0))
  return derive(suite, together, LABELS.originalKey, concat(organisation, desk), 32)
}
