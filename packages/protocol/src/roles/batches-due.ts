import { EPOCH_GRACE_MS, type EpochSpan, MIX_KEY_AFTER_MS } from './epoch-span.ts'

/** One batch that mix 1 makes at this firing. */
export interface DueBatch {
  readonly epoch: number
  /** After it, cells of this epoch are opened no more. */
  readonly last: boolean
}

/**
 * Which epochs' batches mix 1 makes when it fires at `firingMs`, lowest number first: every epoch
 * that has begun and whose last batch has not been made. Nothing here asks what came [a least
 * number protects nothing and starves small sites], so an empty batch is as due as a full one.
 *
 * An epoch stops taking cells ten minutes after its end, and its last batch is the first firing at
 * or after that moment. A mix that slept through it makes it late, while it holds the key: what the
 * front answered is not lost. Later mixes go by the label and need no such question. (M2, M9)
 *
 * `previousFiringMs` is null for a mix that never fired.
 */
export function batchesDue(
  spans: readonly EpochSpan[],
  previousFiringMs: number | null,
  firingMs: number,
): DueBatch[] {
  return spans
    .filter((span) => isOpen(span, previousFiringMs, firingMs))
    .map((span) => ({ epoch: span.number, last: firingMs >= closesMs(span) }))
}

function isOpen(span: EpochSpan, previousFiringMs: number | null, firingMs: number): boolean {
  const begun = span.fromMs <= firingMs && span.fromMs < (span.supersededMs ?? Infinity)
  const unfinished = previousFiringMs === null || previousFiringMs < closesMs(span)
  return begun && unfinished && firingMs < span.endMs + MIX_KEY_AFTER_MS
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
