import { languageFacts, type Language } from './language.ts'
import { siteMessages } from './messages/index.ts'
import { type Instant, msOf } from './records/instant.ts'

const DAY: Intl.DateTimeFormatOptions = { dateStyle: 'long' }
const DAY_OF_MONTH: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long' }
const TIME: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' }

/** One takes a hundred times as long to make as to use. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** A day `YYYY-MM-DD`, or the day of a moment, in words, without a clock: the record says the day. */
export function dayText(day: string, language: Language): string {
  return formatOf(language, DAY).format(Date.parse(`${day.slice(0, 10)}T00:00:00Z`))
}

/** A moment in words, in UTC, which is said: readers live in many time zones. */
export function momentText(moment: Instant, language: Language): string {
  const ms = msOf(moment)
  const [day, time] = [formatOf(language, DAY_OF_MONTH), formatOf(language, TIME)]
  return `${day.format(ms)}${siteMessages(language).comma}${time.format(ms)} UTC`
}

function formatOf(language: Language, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { dates } = languageFacts(language)
  const key = `${dates} ${Object.keys(form).join()}`
  const made = formats.get(key) ?? new Intl.DateTimeFormat(dates, { ...form, timeZone: 'UTC' })
  formats.set(key, made)
  return made
}
