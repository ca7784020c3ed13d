import type { Language } from '../language.ts'
import type { DoorMessages } from './door-messages.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { ru } from './ru.ts'
import { uk } from './uk.ts'

/** Every language in which the door can be read. */
export const DOOR_CATALOGUE: Readonly<Record<Language, DoorMessages>> = { en, ru, uk, fa }

/** Throws TypeError for a language without a catalogue: the build says what is missing. */
export function doorMessages(language: Language): DoorMessages {
  const messages = DOOR_CATALOGUE[language]
  if (messages === undefined) throw new TypeError(`no door messages for language ${language}`)
  return messages
}
