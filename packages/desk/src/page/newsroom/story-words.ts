import { en } from './story-words-en.ts'
import { fa } from './story-words-fa.ts'
import { ru } from './story-words-ru.ts'
import { uk } from './story-words-uk.ts'

/** `{n}` stands for a number or a text. */
export type StoryWords = Readonly<Record<keyof typeof en, string>>

const LANGUAGES: Readonly<Record<string, StoryWords>> = { en, ru, uk, fa }

/** English for a language that has none. */
export function storyWords(language: string): StoryWords {
  return LANGUAGES[language] ?? en
}
