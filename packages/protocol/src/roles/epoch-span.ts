/** How long a mix opens cells of an epoch after its end, and a front takes them (M2). */
export const EPOCH_GRACE_MS: number = 10 * 60_000
/** A mix key lives this long after its epoch's end, and no longer (M9). */
export const MIX_KEY_AFTER_MS: number = 12 * 3_600_000
/** A desk key lives this long after its epoch's end (M9). */
export const DESK_KEY_AFTER_MS: number = 30 * 86_400_000
/** A desk that leaves its drops unopened for so long is warned (M9). */
export const DESK_WARNING_MS: number = 7 * 86_400_000
/** Keys are handed in for the epoch in force and so many after it. */
export const KEYS_AHEAD = 3

/** What of a statement says when its epoch is. A Statement is one. */
export interface EpochLabel {
  readonly number: number
  readonly fromMs: number
  readonly parameters: { readonly epochMs: number }
}

/** When an epoch is in force, and how long its keys are needed. */
export interface EpochSpan {
  readonly number: number
  readonly fromMs: number
  /** When the next one takes its place; null while none is known, and it stays in force. */
  readonly supersededMs: number | null
  /** Its end for the life of keys: when superseded, and no later than its own length. */
  readonly endMs: number
}

/**
 * Each epoch's span, by number. A successor may start early (B1). None at all keeps an epoch in
 * force, but not its keys: a signer who fell silent must not keep old keys alive (M9).
 */
export function epochSpans(labels: readonly EpochLabel[]): EpochSpan[] {
  return labels.map((label) => spanOf(label, labels)).sort((a, b) => a.number - b.number)
}

function spanOf(
  { number, fromMs, parameters }: EpochLabel,
  labels: readonly EpochLabel[],
): EpochSpan {
  const supersededMs = firstAbove(number, labels)
  return {
    number,
    fromMs,
    supersededMs,
    endMs: Math.min(fromMs + parameters.epochMs, supersededMs ?? Infinity),
  }
}

/** The earliest `from` of a higher number: no lower one is in force after it. Null if none is known. */
export function firstAbove(
  number: number,
  labels: readonly { readonly number: number; readonly fromMs: number }[],
): number | null {
  const starts = labels.filter((other) => other.number > number).map(({ fromMs }) => fromMs)
  return starts.length === 0 ? null : Math.min(...starts)
}

/** In force is the highest number whose `from` has passed; null before the first. (B1) */
export function inForce<T extends { readonly number: number; readonly fromMs: number }>(
  labels: readonly T[],
  timeMs: number,
): T | null {
  const begun = labels.filter(({ fromMs }) => fromMs <= timeMs)
  return begun.reduce<T | null>(
    (best, one) => (best && best.number > one.number ? best : one),
    null,
  )
}
