import * as z from 'zod'
import { nameForm } from './block.ts'
import { plainText, someText } from './plain-text.ts'
import type { Language } from '../language.ts'

/** One text per language. */
export type Translated = Readonly<Record<Language, string>>

/** A subject with a page and a feed of its own in each language that it has a name in. */
export interface Topic {
  readonly topic: string
  readonly name: Translated
  readonly about: Translated
}

/** Who signs stories, with a page in each language that the name is written in. */
export interface Author {
  readonly author: string
  readonly name: Translated
  readonly about: Translated
}

const translated = z.record(z.string(), someText(300))
const about = z.record(z.string(), plainText(2_000))

export const topicForm: z.ZodType<Topic> = z.strictObject({
  topic: nameForm,
  name: translated,
  about,
})
export const authorForm: z.ZodType<Author> = z.strictObject({
  author: nameForm,
  name: translated,
  about,
})
