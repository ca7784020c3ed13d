import {
  DESK_KEY_AFTER_MS,
  DESK_WARNING_MS,
  type EpochSpan,
  firstAbove,
  KEYS_AHEAD,
  MIX_KEY_AFTER_MS,
} from './epoch-span.ts'

/** Numbers of the epochs whose keys are to be made, and of those to be erased now. */
export interface KeysDue {
  readonly make: readonly number[]
  readonly erase: readonly number[]
}

/**
 * What a mix does about its keys: one for the epoch in force and three after it exist; each is
 * erased twelve hours after its epoch's end, always, whatever still waits for it [a key that is
 * kept opens what was recorded]. (M9)
 */
export function mixKeysDue(
  spans: readonly EpochSpan[],
  held: readonly number[],
  current: number,
  nowMs: number,
): KeysDue {
  return keysDue(spans, held, current, nowMs - MIX_KEY_AFTER_MS)
}

/** The same for a desk, whose keys live thirty days longer than their epoch. (M9) */
export function deskKeysDue(
  spans: readonly EpochSpan[],
  held: readonly number[],
  current: number,
  nowMs: number,
): KeysDue {
  return keysDue(spans, held, current, nowMs - DESK_KEY_AFTER_MS)
}

/** True from seven days after the oldest drop that the desk has not opened; null means none. */
export function deskIsLate(oldestUnopenedMs: number | null, nowMs: number): boolean {
  return oldestUnopenedMs !== null && nowMs >= oldestUnopenedMs + DESK_WARNING_MS
}

function keysDue(
  spans: readonly EpochSpan[],
  held: readonly number[],
  current: number,
  endedByMs: number,
): KeysDue {
  const wanted = Array.from({ length: KEYS_AHEAD + 1 }, (_, ahead) => current + ahead)
  const isOver = (number: number): boolean => hasEnded(spans, number, endedByMs)
  return {
    make: wanted.filter((number) => !held.includes(number) && !isOver(number)),
    erase: held.filter(isOver),
  }
}

/** An epoch whose statement is not known ended, at the latest, when a higher one began. */
function hasEnded(spans: readonly EpochSpan[], number: number, endedByMs: number): boolean {
  const span = spans.find((one) => one.number === number)
  return (span?.endMs ?? firstAbove(number, spans) ?? Infinity) <= endedByMs
}
