import { en } from './messages-en.ts'
import { ru } from './messages-ru.ts'

/** Every word of the page; `{n}` stands for a number or a text. */
export type Messages = Readonly<Record<keyof typeof en, string>>

const LANGUAGES: Readonly<Record<string, Messages>> = { en, ru }
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur'])

/** The first of the browser's languages that the page has; else English. */
export function chooseLanguage(wanted: readonly string[]): { language: string; words: Messages } {
  const tags = wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '')
  const language = tags.find((tag) => tag in LANGUAGES) ?? 'en'
  return { language, words: LANGUAGES[language] ?? en }
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr'
}

export function fill(message: string, n: string | number): string {
  return message.replace('{n}', String(n))
}
