import type { Language } from '../../language.ts'
import type { LetterMessages } from '../letter-messages.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { ru } from './ru.ts'
import { uk } from './uk.ts'

const MESSAGES: Readonly<Record<string, LetterMessages>> = { en, fa, ru, uk }

/** Throws TypeError for a language that has no catalogue. */
export function letterMessages(language: Language): LetterMessages {
  const messages = MESSAGES[language]
  if (messages === undefined) throw new TypeError(`no messages about letters in ${language}`)
  return messages
}
