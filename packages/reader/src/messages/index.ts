import { en } from './en.ts'
import { fa } from './fa.ts'
import type { ReaderMessages } from './reader-messages.ts'
import { ru } from './ru.ts'
import { uk } from './uk.ts'

/** Every language that the composer speaks. */
export const CATALOGUE: Readonly<Record<string, ReaderMessages>> = { en, ru, uk, fa }

/** Throws TypeError for a language without a catalogue: the build says what is missing. */
export function readerMessages(language: string): ReaderMessages {
  const messages = CATALOGUE[language]
  if (messages === undefined) throw new TypeError(`no reader messages for language ${language}`)
  return messages
}
