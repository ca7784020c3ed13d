import { EPOCH_GRACE_MS, MIX_KEY_AFTER_MS } from '@postern/protocol'

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
 * Which epochs are kept now (F2): the one in force, the next, and for a while the one before.
 *
 * Closed, so that nothing is answered that no mix will take: before any statement is known; when
 * the served `/now` stands still past a boundary that mix 1 has crossed; and when the last known
 * epoch has run out and its keys are about to be erased (M9). Closed is the same for every cell.
 */
export function epochWindow(known: readonly EpochStart[], clock: WindowClock): EpochWindow {
  const byNumber = [...known].sort((a, b) => a.number - b.number)
  const current = byNumber.findLast((epoch) => epoch.fromMs <= clock.servedMs)
  if (current === undefined) return { kind: 'closed' }
  const next = byNumber.find((epoch) => epoch.number > current.number)
  if (clock.ownMs >= closesMs(current, next, clock.epochMs)) return { kind: 'closed' }
  const kept = new Set([current.number, current.number + 1])
  const sinceStartMs = Math.max(clock.servedMs, clock.ownMs) - current.fromMs
  if (sinceStartMs < LATE_CELL_MS) kept.add(current.number - 1)
  return { kind: 'open', kept }
}

function closesMs(current: EpochStart, next: EpochStart | undefined, epochMs: number): number {
  if (next !== undefined) return next.fromMs + LATE_CELL_MS
  return current.fromMs + epochMs + ORPHAN_EPOCH_MS
}
