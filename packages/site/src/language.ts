/** A language tag as it stands in `lang`, in paths and in the records: `en`, `ru`, later `uk`, `fa`. */
export type Language = string

export interface LanguageFacts {
  /** The language's name in itself, for the language switch. */
  readonly ownName: string
  readonly direction: 'ltr' | 'rtl'
}

const FACTS: Readonly<Record<string, LanguageFacts>> = {
  en: { ownName: 'English', direction: 'ltr' },
  ru: { ownName: 'Русский', direction: 'ltr' },
  uk: { ownName: 'Українська', direction: 'ltr' },
  fa: { ownName: 'فارسی', direction: 'rtl' },
}

/** What a page must know of its language; throws TypeError for a tag the site does not know. */
export function languageFacts(language: Language): LanguageFacts {
  const facts = FACTS[language]
  if (facts === undefined) throw new TypeError(`no facts for language ${language}`)
  return facts
}
