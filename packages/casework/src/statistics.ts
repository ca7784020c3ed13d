import type { Contact } from './contact.ts'
import { civil, PERSONAL_WORKING_DAYS, workingDaysAfter } from './duty.ts'

/** What was counted; null: fewer than five, or left out because it would give away one that is. */
export type Count = number | null

/** What a desk may say in public of one quarter of a year. */
export interface QuarterFigures {
  /** As in `2026-Q4`, UTC. */
  readonly quarter: string
  /** Whose first message came in it: all of them, and what became of them so far. */
  readonly contacts: Count
  readonly accepted: Count
  readonly declined: Count
  readonly undecided: Count
  /** Messages and answers of the quarter, whosever. */
  readonly messages: Count
  readonly answers: Count
  /** Of its contacts: answered in person within three working days of their first message. */
  readonly answeredInTime: Count
  /** Whole days from first message to first answer, the median; null when fewer than five were answered. */
  readonly medianDays: Count
}

/** Contacts and answers of one week. */
export interface WeekFigures {
  /** Monday, 0:00 UTC. */
  readonly fromMs: number
  readonly contacts: number
  readonly answers: number
}

const LEAST = 5
const DAY_MS = 86_400_000
const WEEK_MS: number = 7 * DAY_MS
/** 1970-01-05, the first Monday. */
const FIRST_MONDAY_MS: number = 4 * DAY_MS

/**
 * By quarter, the newest first; nothing under five. Where the parts of a sum that are left out come to
 * less than five together, the smallest other is left out with them [or the difference would say it].
 */
export function quarterFigures(contacts: Iterable<Contact>): QuarterFigures[] {
  const heard = heardOf(contacts)
  const quarters = new Set(
    heard.flatMap(({ messages, replies }) =>
      [...messages, ...replies].map(({ atMs }) => quarterOf(atMs)),
    ),
  )
  return [...quarters]
    .toSorted()
    .toReversed()
    .map((quarter) => figuresOf(quarter, heard))
}

function figuresOf(quarter: string, heard: readonly Contact[]): QuarterFigures {
  const within = ({ atMs }: { readonly atMs: number }): boolean => quarterOf(atMs) === quarter
  const begun = heard.filter(({ messages: [first] }) => first !== undefined && within(first))
  const standing = (wanted: Contact['standing']): number =>
    begun.filter((contact) => contact.standing === wanted).length
  const waits = begun.flatMap(waitOf)
  const inTime = waits.filter(({ isInTime }) => isInTime).length
  const [accepted = null, declined = null, undecided = null] = parts([
    standing('accepted'),
    standing('declined'),
    standing('new'),
  ])
  return {
    quarter,
    contacts: count(begun.length),
    accepted,
    declined,
    undecided,
    messages: count(heard.flatMap(({ messages }) => messages.filter(within)).length),
    answers: count(heard.flatMap(({ replies }) => replies.filter(within)).length),
    answeredInTime: isTold(inTime, waits.length) ? inTime : null,
    medianDays: waits.length < LEAST ? null : median(waits.map(({ days }) => days)),
  }
}

/** So many weeks up to this moment, the oldest first. For the desk itself: nothing is left out. */
export function weekFigures(
  contacts: Iterable<Contact>,
  nowMs: number,
  weeks: number,
): WeekFigures[] {
  const heard = heardOf(contacts)
  const thisWeekMs = nowMs - ((nowMs - FIRST_MONDAY_MS) % WEEK_MS)
  return Array.from({ length: weeks }, (_, at) => {
    const fromMs = thisWeekMs - (weeks - 1 - at) * WEEK_MS
    const within = (atMs: number | undefined): boolean =>
      atMs !== undefined && atMs >= fromMs && atMs < fromMs + WEEK_MS
    const begun = heard.filter(({ messages }) => within(messages[0]?.atMs))
    const answers = heard.flatMap(({ replies }) => replies.filter(({ atMs }) => within(atMs)))
    return { fromMs, contacts: begun.length, answers: answers.length }
  })
}

/** Letters are not contacts: nobody waits for an answer. */
function heardOf(contacts: Iterable<Contact>): Contact[] {
  return [...contacts].filter(({ messages }) =>
    messages.some(({ facts }) => facts.messageKind !== 'letter'),
  )
}

function quarterOf(atMs: number): string {
  const { year, month } = civil(Math.floor(atMs / DAY_MS))
  return `${year}-Q${Math.ceil(month / 3)}`
}

function waitOf({
  messages: [first],
  replies: [answer],
}: Contact): { days: number; isInTime: boolean }[] {
  if (first === undefined || answer === undefined) return []
  const days = Math.max(0, Math.floor((answer.atMs - first.atMs) / DAY_MS))
  return [{ days, isInTime: answer.atMs <= workingDaysAfter(first.atMs, PERSONAL_WORKING_DAYS) }]
}

function count(value: number): Count {
  return value < LEAST ? null : value
}

/** A part is told only when the rest of its whole is not under five either; none at all is no rest. */
function isTold(part: number, whole: number): boolean {
  return part >= LEAST && (whole === part || whole - part >= LEAST)
}

/** What is left out adds up to five at least, or to nothing. */
function parts(values: readonly number[]): Count[] {
  const told = values.map(count)
  const rest = values.filter((value) => value < LEAST).reduce((sum, value) => sum + value, 0)
  if (rest === 0 || rest >= LEAST) return told
  const at = values.indexOf(Math.min(...values.filter((value) => value >= LEAST)))
  return told.map((value, index) => (index === at ? null : value))
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
