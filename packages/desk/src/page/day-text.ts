/** Whose rules dates are written by; a language that is not here goes by its own. */
const RULES: Readonly<Record<string, string>> = { en: 'en-GB' }

/** The day on which something came or was written, as the log has it. */
export function dayText(language: string, atMs: number): string {
  return text(language, atMs, { dateStyle: 'medium' })
}

/** The same without the year, for a list. */
export function shortDayText(language: string, atMs: number): string {
  return text(language, atMs, { day: 'numeric', month: 'short' })
}

/** Day and minute. */
export function momentText(language: string, atMs: number): string {
  return text(language, atMs, { dateStyle: 'medium', timeStyle: 'short' })
}

function text(language: string, atMs: number, how: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(RULES[language] ?? language, how).format(atMs)
}
