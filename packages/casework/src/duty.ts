import type { ClockKind } from './case-event.ts'

/** Whose work it is. */
export interface Assignment {
  /** A member's key; null: nobody's. */
  readonly to: Uint8Array | null
  readonly by: Uint8Array
  readonly atMs: number
}

/** A duty that was set aside for the source's safety. */
export interface Withheld {
  readonly clock: ClockKind
  readonly reason: string
  readonly atMs: number
}

/** What has happened of what is owed to a source; null: not yet. */
export interface DutyFacts {
  readonly receivedMs: number
  /** The receipt stood in a drop. */
  readonly acknowledgedMs: number | null
  /** Somebody answered in person. */
  readonly answeredMs: number | null
  /** She was told what came of it. */
  readonly feedbackMs: number | null
  readonly withheld: readonly Withheld[]
}

/** One duty with its deadline. Clocks warn and never delete. */
export interface Clock {
  readonly kind: ClockKind
  readonly dueMs: number
  readonly state: 'running' | 'near' | 'over' | 'met' | 'met-late' | 'withheld'
}

const DAY_MS = 86_400_000
/** EU 2019/1937, article 9: within seven days of receipt. */
const ACKNOWLEDGE_MS: number = 7 * DAY_MS
/** Of a personal word after the receipt. */
export const PERSONAL_WORKING_DAYS = 3
/** EU 2019/1937, article 9: not more than three months from the acknowledgement. */
const FEEDBACK_MONTHS = 3
/** A clock that has less than this left is near. */
const NEAR_MS: Readonly<Record<ClockKind, number>> = {
  acknowledgement: 2 * DAY_MS,
  personal: DAY_MS,
  feedback: 14 * DAY_MS,
}

/** The three duties towards one source, at this moment. */
export function clocksOf(facts: DutyFacts, nowMs: number): Clock[] {
  const acknowledgeDueMs = facts.receivedMs + ACKNOWLEDGE_MS
  const begunMs = facts.acknowledgedMs ?? acknowledgeDueMs
  return [
    clock('acknowledgement', acknowledgeDueMs, facts.acknowledgedMs, facts, nowMs),
    clock(
      'personal',
      workingDaysAfter(begunMs, PERSONAL_WORKING_DAYS),
      facts.answeredMs,
      facts,
      nowMs,
    ),
    clock('feedback', monthsAfter(begunMs, FEEDBACK_MONTHS), facts.feedbackMs, facts, nowMs),
  ]
}

/** The clock that a person must look at first, or null when nothing is owed. */
export function mostUrgent(clocks: readonly Clock[]): Clock | null {
  const open = clocks.filter(({ state }) => ['running', 'near', 'over'].includes(state))
  return open.toSorted((a, b) => a.dueMs - b.dueMs)[0] ?? null
}

function clock(
  kind: ClockKind,
  dueMs: number,
  metMs: number | null,
  { withheld }: DutyFacts,
  nowMs: number,
): Clock {
  if (metMs !== null) return { kind, dueMs, state: metMs <= dueMs ? 'met' : 'met-late' }
  if (withheld.some((one) => one.clock === kind)) return { kind, dueMs, state: 'withheld' }
  if (nowMs > dueMs) return { kind, dueMs, state: 'over' }
  return { kind, dueMs, state: dueMs - nowMs <= NEAR_MS[kind] ? 'near' : 'running' }
}

/** Saturdays and Sundays (UTC) do not count; the moment itself does not count as a day. */
export function workingDaysAfter(fromMs: number, days: number): number {
  let at = fromMs
  for (let left = days; left > 0;) {
    at += DAY_MS
    if (isWorkingDay(at)) left -= 1
  }
  return at
}

/** 1970-01-01 was a Thursday. */
function isWorkingDay(atMs: number): boolean {
  const weekday = (Math.floor(atMs / DAY_MS) + 4) % 7
  return weekday !== 0 && weekday !== 6
}

/** The same day so many months on, or the last of a shorter month. UTC. */
export function monthsAfter(fromMs: number, months: number): number {
  const { year, month, day } = civil(Math.floor(fromMs / DAY_MS))
  const target = year * 12 + (month - 1) + months
  const [toYear, toMonth] = [Math.floor(target / 12), (target % 12) + 1]
  const first = dayNumber(toYear, toMonth, 1)
  const length = dayNumber(toYear + (toMonth === 12 ? 1 : 0), (toMonth % 12) + 1, 1) - first
  return (first + Math.min(day, length) - 1) * DAY_MS + (fromMs % DAY_MS)
}

/** Days since 1970 of a date in the Gregorian calendar (Howard Hinnant, "chrono-compatible"). */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The date of a day since 1970; the reverse of `dayNumber`. */
export function civil(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}
