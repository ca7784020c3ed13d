/** A language tag as it stands in `lang`, in paths and in the records: `en`, `ru`, later `uk`, `fa`. */
export type Language = string

export interface LanguageFacts {
  /** The language's name in itself, for the language switch. */
  readonly ownName: string
  readonly direction: 'ltr' | 'rtl'
  /** Tag by whose rules dates are written. */
  readonly dates: string
}

const FACTS: Readonly<Record<string, LanguageFacts>> = {
  en: { ownName: 'English', direction: 'ltr', dates: 'en-GB' },
  ru: { ownName: 'Русский', direction: 'ltr', dates: 'ru' },
  uk: { ownName: 'Українська', direction: 'ltr', dates: 'uk' },
  fa: { ownName: 'فارسی', direction: 'rtl', dates: 'fa' },
}

/** What a page must know of its language; throws TypeError for a tag the site does not know. */
export function languageFacts(language: Language): LanguageFacts {
  const facts = FACTS[language]
  if (facts === undefined) throw new TypeError(`no facts for language ${language}`)
  return facts
}
