import { DAYS_COUNTED, type MixRole, signDayCounts, type SigningKey, utf8 } from '@postern/protocol'
import type { MixState } from './mix-state.ts'

/**
 * What `/counts` answers: JSON of { batch, crowd }, the newest batch's number and the cells that
 * were accepted into it: an upper bound, not people (M10).
 */
export async function encodeCounts(state: MixState): Promise<Uint8Array> {
  const last = await state.lastBatch()
  const crowd = last === null ? 0 : last.in - last.refused
  return utf8(JSON.stringify({ batch: last?.number ?? 0, crowd }))
}

/** What `/days` answers: the signed counts of the days that are over (M10). */
export async function signedDays(
  state: MixState,
  mix: MixRole,
  organisation: Uint8Array,
  identity: SigningKey,
  nowMs: number,
): Promise<Uint8Array> {
  const days = await state.dayCounts(DAYS_COUNTED + 1)
  return signDayCounts(identity, organisation, mix, days, nowMs)
}
