import type { Parameters } from '../wire/parameters.ts'
import type { Outbox } from './outbox.ts'

const DAY_MS = 86_400_000

/** When parts leave, from now, as far as habits say; a wish, not a promise. */
export interface OutboxEstimate {
  /** Of the order of one a mix interval; rarely whole. */
  readonly partsPerDay: number
  readonly firstMs: number
  readonly lastMs: number
}

/**
 * What to tell a source who reads `visitsPerDay` pages at no set times. One part leaves in a mix
 * interval, however many pages are read in it, so visits at random moments of a day fill
 * n·(1 − (1 − 1/n)^v) of its n intervals: eight visits send five parts in standard, not eight. Null
 * when nothing waits or nobody visits.
 */
export function outboxEstimate(
  outbox: Outbox,
  parameters: Parameters,
  visitsPerDay: number,
): OutboxEstimate | null {
  const parts = outbox.waiting.length
  if (parts === 0 || visitsPerDay <= 0) return null
  const intervals = DAY_MS / parameters.mixIntervalMs
  const partsPerDay = intervals * (1 - (1 - 1 / intervals) ** visitsPerDay)
  const firstMs = DAY_MS / visitsPerDay
  return { partsPerDay, firstMs, lastMs: firstMs + ((parts - 1) * DAY_MS) / partsPerDay }
}
