import { en } from './messages-en.ts'
import { fa } from './messages-fa.ts'
import { ru } from './messages-ru.ts'
import { uk } from './messages-uk.ts'

/** Every word of the page; `{n}` stands for a number or a text. */
export type Messages = Readonly<Record<keyof typeof en, string>>

const LANGUAGES: Readonly<Record<string, Messages>> = { en, ru, uk, fa }
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

/** A number is written in the page's own digits. */
export function fill(message: string, n: string | number): string {
  const { lang } = document.documentElement
  const text = typeof n === 'number' ? n.toLocaleString(lang) : n
  return message.replace('{n}', () => text)
}
