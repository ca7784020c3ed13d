/**
 * The last attempt with a real cell: a plain value, so that the vault can hold it. Null before the
 * first.
 */
export interface Attempts {
  readonly interval: number
  readonly batch: number
}

/** What a page view knows when it asks: the own clock, and `/now`'s last batch number. */
export interface AttemptMoment {
  readonly nowMs: number
  readonly batch: number
  readonly mixIntervalMs: number
}

/**
 * Whether a real cell may leave: once a mix interval by the own clock and once a batch number. Both
 * are asked, since a false `/now` could count batches fast, and a false clock intervals. (V3)
 */
export function mayAttempt(last: Attempts | null, moment: AttemptMoment): boolean {
  if (last === null) return true
  return last.interval !== intervalOf(moment) && last.batch !== moment.batch
}

/**
 * Recorded when a real cell is handed to the network, whatever is answered [a front that keeps the
 * cell and answers an error would draw a real cell from every view]. (V3)
 */
export function recordAttempt(moment: AttemptMoment): Attempts {
  return { interval: intervalOf(moment), batch: moment.batch }
}

function intervalOf({ nowMs, mixIntervalMs }: AttemptMoment): number {
  return Math.floor(nowMs / mixIntervalMs)
}
