import type { Language } from '../language.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { ru } from './ru.ts'
import type { SiteMessages } from './site-messages.ts'
import { uk } from './uk.ts'

/** Every language that the pages speak. */
const CATALOGUE: Readonly<Record<Language, SiteMessages>> = { en, ru, uk, fa }

/** Throws TypeError for a language without a catalogue: the build says what is missing. */
export function siteMessages(language: Language): SiteMessages {
  const messages = CATALOGUE[language]
  if (messages === undefined) throw new TypeError(`no site messages for language ${language}`)
  return messages
}
