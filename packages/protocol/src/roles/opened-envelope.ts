import { PosternError } from '../error.ts'
import type { ContentKey } from '../suite/key-schedule.ts'
import type { KemKey, Suite } from '../suite/suite.ts'
import { openEnvelope } from '../wire/envelope.ts'
import { decodeFragment, type Fragment, fragmentFits } from '../wire/fragment.ts'

/** A desk's key of one epoch, and the statement in which it stands. (B2) */
export interface DeskKey {
  readonly statementHash: Uint8Array
  readonly key: KemKey
}

/** Whose fragments are taken: a signature for another desk or organisation does not fit. (S5) */
export interface DeskIdentity {
  readonly organisation: Uint8Array
  readonly deskId: Uint8Array
}

/** Where an envelope lies: the desk drop's number and the place in it. (D2) */
export interface EnvelopePlace {
  readonly drop: number
  readonly position: number
}

/** One fragment of ours, signed by its conversation key. */
export interface OpenedEnvelope {
  readonly place: EnvelopePlace
  /** Opens this envelope again without the desk's key. (D2) */
  readonly content: ContentKey
  readonly fragment: Fragment
}

/**
 * Tries each live desk key on one envelope; null when none opens it (another desk's, or noise) or
 * when what is inside was not signed for this desk [a desk could show a message as written to
 * itself that was written to another]. (S5)
 */
export function openForDesk(
  suite: Suite,
  desk: DeskIdentity,
  keys: readonly DeskKey[],
  envelope: Uint8Array,
  place: EnvelopePlace,
): OpenedEnvelope | null {
  for (const { key, statementHash } of keys) {
    const opened = openEnvelope(suite, key, statementHash, envelope)
    const fragment = opened && readFragment(suite, desk, opened.plaintext)
    if (fragment) return { place, content: opened.content, fragment }
  }
  return null
}

function readFragment(suite: Suite, desk: DeskIdentity, bytes: Uint8Array): Fragment | null {
  try {
    const fragment = decodeFragment(bytes)
    return fragmentFits(suite, desk.organisation, desk.deskId, fragment) ? fragment : null
  } catch (error) {
    if (error instanceof PosternError) return null
    throw error
  }
}
