import type { Env } from '../env.ts'
import { type Opened, openSealed, sealTo } from '../suite/hpke.ts'
import type { KemKey, Suite } from '../suite/suite.ts'
import { sized } from './ids.ts'
import { sealInfo } from './layer.ts'
import { ENVELOPE_BYTES, FRAGMENT_BYTES } from './sizes.ts'

/**
 * envelope 14,099 = enc 1,120 ‖ ciphertext of a fragment. The recipient is a desk, or for cover
 * and noise a throw-away key (S1, M5).
 */
export function sealEnvelope(
  env: Env,
  recipientKey: Uint8Array,
  statementHash: Uint8Array,
  fragment: Uint8Array,
): Uint8Array {
  sized(fragment, FRAGMENT_BYTES, 'fragment')
  return sealTo(env, recipientKey, sealInfo('desk', statementHash), fragment)
}

/** The fragment inside and the key that opens it again (D2); null when it is not for this desk. */
export function openEnvelope(
  suite: Suite,
  deskKey: KemKey,
  statementHash: Uint8Array,
  envelope: Uint8Array,
): Opened | null {
  if (envelope.length !== ENVELOPE_BYTES) return null
  return openSealed(suite, deskKey, sealInfo('desk', statementHash), envelope)
}
