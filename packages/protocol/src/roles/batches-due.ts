import { EPOCH_GRACE_MS, type EpochSpan, MIX_KEY_AFTER_MS } from './epoch-span.ts'

/** One batch that mix 1 makes at this firing. */
export interface DueBatch {
  readonly epoch: number
  /** After it, cells of this epoch are opened no more. */
  readonly last: boolean
}

/** One firing of mix 1. */
export interface Firing {
  /** By its own clock; it stands on a multiple of the interval. */
  readonly atMs: number
  /**
   * The earlier of that and of the time in `/now`. Readers choose the epoch of their cells by
   * `/now`, so a mix whose clock is ahead does not close an epoch that they still seal for.
   */
  readonly readersMs: number
}

/**
 * Which epochs' batches mix 1 makes at this firing, lowest number first: every epoch
 * that has begun and whose last batch has not been made. Nothing here asks what came [a least
 * number protects nothing and starves small sites], so an empty batch is as due as a full one.
 *
 * An epoch stops taking cells ten minutes after its end by the readers' time, and its last batch is
 * the first firing at or after that moment. A mix that slept through it makes it late, while it holds
 * the key: what the front answered is not lost. Later mixes go by the label and need no such
 * question. (M2, M9)
 *
 * `previous` is null for a mix that never fired.
 */
export function batchesDue(
  spans: readonly EpochSpan[],
  previous: Firing | null,
  firing: Firing,
): DueBatch[] {
  return spans
    .filter((span) => isOpen(span, previous, firing))
    .map((span) => ({ epoch: span.number, last: firing.readersMs >= closesMs(span) }))
}

function isOpen(span: EpochSpan, previous: Firing | null, { atMs }: Firing): boolean {
  const begun = span.fromMs <= atMs && span.fromMs < (span.supersededMs ?? Infinity)
  const unfinished = previous === null || previous.readersMs < closesMs(span)
  return begun && unfinished && atMs < span.endMs + MIX_KEY_AFTER_MS
}

function closesMs(span: EpochSpan): number {
  return (span.supersededMs ?? Infinity) + EPOCH_GRACE_MS
}

/**
 * The clock's firing that belongs to this moment: firings stand on multiples of the interval, so
 * that a restart moves none of them.
 */
export function firingOf(mixIntervalMs: number, nowMs: number): number {
  return Math.floor(nowMs / mixIntervalMs) * mixIntervalMs
}
