import {
  fromUtf8,
  LABELS,
  type MixRole,
  type SigningKey,
  signDsse,
  toHex,
  utf8,
} from '@postern/protocol'
import type { MixState } from './mix-state.ts'

const DAYS_SHOWN = 14

/**
 * What `/counts` answers (M10): JSON of
 *
 *   { batch, crowd, days }
 *
 * the newest batch's number, the cells accepted into it (an upper bound, not people), and the
 * counts of the newest fourteen days, signed: a DSSE document over { organisation (hex), mix,
 * days: [{ day (since 1970), in, refused, out }] }. Mix 2 has 0 in `refused`: what it drops would
 * tell its covers (M7).
 */
export async function encodeCounts(
  state: MixState,
  mix: MixRole,
  organisation: Uint8Array,
  identity: SigningKey,
): Promise<Uint8Array> {
  const last = await state.lastBatch()
  const days = await state.dayCounts(DAYS_SHOWN)
  const payload = utf8(JSON.stringify({ organisation: toHex(organisation), mix, days }))
  const signed = signDsse([identity], LABELS.dailyCounts, payload)
  const crowd = last === null ? 0 : last.in - last.refused
  return utf8(
    JSON.stringify({ batch: last?.number ?? 0, crowd, days: JSON.parse(fromUtf8(signed)) }),
  )
}
