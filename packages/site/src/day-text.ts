import { languageFacts, type Language } from './language.ts'
import { type Instant, msOf } from './records/instant.ts'

/** A day `YYYY-MM-DD`, or the day of a moment, in words, without a clock: the record says the day. */
export function dayText(day: string, language: Language): string {
  const { dates } = languageFacts(language)
  return new Intl.DateTimeFormat(dates, { dateStyle: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${day.slice(0, 10)}T00:00:00Z`),
  )
}

/** A moment in words, in UTC, which is said: readers live in many time zones. */
export function momentText(moment: Instant, language: Language): string {
  const { dates } = languageFacts(language)
  const day = new Intl.DateTimeFormat(dates, { day: 'numeric', month: 'long', timeZone: 'UTC' })
  const time = new Intl.DateTimeFormat(dates, {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  })
  const ms = msOf(moment)
  return `${day.format(ms)}, ${time.format(ms)} UTC`
}
