import { en } from './en.ts'
import type { ReaderMessages } from './reader-messages.ts'
import { ru } from './ru.ts'

/** Every language that the composer speaks. */
export const CATALOGUE: Readonly<Record<string, ReaderMessages>> = { en, ru }

/** Throws TypeError for a language without a catalogue: the build says what is missing. */
export function readerMessages(language: string): ReaderMessages {
  const messages = CATALOGUE[language]
  if (messages === undefined) throw new TypeError(`no reader messages for language ${language}`)
  return messages
}
