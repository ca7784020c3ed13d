import * as z from 'zod'

/**
 * A moment in UTC to the second, `2026-11-09T06:30:00Z`: as it stands in records, in `datetime` and
 * in feeds. One moment has one spelling, so comparing the texts compares the moments.
 */
export type Instant = string

const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/

export const instantForm: z.ZodType<Instant> = z
  .string()
  .refine(isInstant, 'must be a moment in UTC, like 2026-11-09T06:30:00Z')

export function instantOf(ms: number): Instant {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

export function msOf(instant: Instant): number {
  return Date.parse(instant)
}

/** Refuses the 31st of February as well: it would be spelt as another day. */
function isInstant(text: string): boolean {
  const ms = FORM.test(text) ? Date.parse(text) : Number.NaN
  return !Number.isNaN(ms) && instantOf(ms) === text
}
