import { languageFacts, type Language } from './language.ts'

/** A day `YYYY-MM-DD` in words, without a clock: the record says the day. */
export function dayText(day: string, language: Language): string {
  const { dates } = languageFacts(language)
  return new Intl.DateTimeFormat(dates, { dateStyle: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${day}T00:00:00Z`),
  )
}
