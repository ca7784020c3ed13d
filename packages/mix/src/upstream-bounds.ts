import { BATCH_MAX_BYTES, CELL_BYTES, type MixRole } from '@postern/protocol'
import type { PeerClientOptions } from '@postern/runtime'

/** Cells that mix 1 asks the front for at once: the most whose outer layers are in memory. */
export const CELLS_A_PULL = 1_024
/** For a largest batch over a line of four megabits a second. */
const TIMEOUT_MS = 600_000
const MOST_BYTES: Record<MixRole, number> = {
  'mix-1': CELLS_A_PULL * CELL_BYTES,
  'mix-2': BATCH_MAX_BYTES['mix-1'],
}

/** What a mix takes from the stage before it in one answer. */
export function upstreamBounds(
  role: MixRole,
): Required<Pick<PeerClientOptions, 'timeoutMs' | 'maxResponseBytes'>> {
  return { timeoutMs: TIMEOUT_MS, maxResponseBytes: MOST_BYTES[role] }
}
