import {
  EPOCH_GRACE_MS,
  firstAbove,
  inForce,
  KEYS_AHEAD,
  MIX_KEY_AFTER_MS,
} from '@postern/protocol'

/** When an epoch begins, as the public documents that this front serves say it. */
export interface EpochStart {
  readonly number: number
  readonly fromMs: number
}

/** The epochs whose cells are kept, or `closed` while no cell can be promised a batch. */
export type EpochWindow =
  { readonly kind: 'open'; readonly kept: ReadonlySet<number> } | { readonly kind: 'closed' }

export interface WindowClock {
  /** The time in the `/now` that readers get from this front: they choose the epoch by it (B1). */
  readonly servedMs: number
  /** This machine's own clock. */
  readonly ownMs: number
  readonly epochMs: number
}

/**
 * How long after a boundary cells of the epoch before are still kept: who opened a page just
 * before it sends just after. Half of what mix 1 waits, so the clocks of the two may differ by
 * five minutes before an answered cell comes too late (M2).
 */
const LATE_CELL_MS: number = EPOCH_GRACE_MS / 2

/**
 * An epoch without a successor stays in force, and mix 1 makes its batches until its keys are
 * erased; the rest of that time belongs to the cells that are under way.
 */
const ORPHAN_EPOCH_MS: number = MIX_KEY_AFTER_MS / 2

/**
 * Which epochs are kept now (F2): the one in force, the next, and for a while the one before. A
 * successor that starts early passes over numbers, at most as many as there are keys ahead (B1), and
 * `/now` no longer names the one before; so its number may be any of these.
 *
 * Closed, so that nothing is answered that no mix will take: before any statement is known; when
 * the served `/now` stands still past a boundary that mix 1 has crossed; and when the last known
 * epoch has run out and its keys are about to be erased (M9). Closed is the same for every cell.
 */
export function epochWindow(known: readonly EpochStart[], clock: WindowClock): EpochWindow {
  const current = inForce(known, clock.servedMs)
  if (current === null) return { kind: 'closed' }
  const nextMs = firstAbove(current.number, known)
  if (clock.ownMs >= closesMs(current, nextMs, clock.epochMs)) return { kind: 'closed' }
  const next = known.find(({ number, fromMs }) => number > current.number && fromMs === nextMs)
  const kept = new Set([current.number, next?.number ?? current.number + 1])
  const sinceStartMs = Math.max(clock.servedMs, clock.ownMs) - current.fromMs
  const before = Array.from({ length: KEYS_AHEAD }, (_, at) => current.number - 1 - at)
  if (sinceStartMs < LATE_CELL_MS) for (const number of before) kept.add(number)
  return { kind: 'open', kept }
}

function closesMs(current: EpochStart, nextMs: number | null, epochMs: number): number {
  if (nextMs !== null) return nextMs + LATE_CELL_MS
  return current.fromMs + epochMs + ORPHAN_EPOCH_MS
}
