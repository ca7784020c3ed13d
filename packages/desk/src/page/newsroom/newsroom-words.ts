import { en } from './newsroom-words-en.ts'
import { fa } from './newsroom-words-fa.ts'
import { ru } from './newsroom-words-ru.ts'
import { uk } from './newsroom-words-uk.ts'

/** `{n}` stands for a number or a text. */
export type NewsroomWords = Readonly<Record<keyof typeof en, string>>

const LANGUAGES: Readonly<Record<string, NewsroomWords>> = { en, ru, uk, fa }

/** English for a language that has none. */
export function newsroomWords(language: string): NewsroomWords {
  return LANGUAGES[language] ?? en
}
