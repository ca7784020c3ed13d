import type { Language } from './language.ts'

/** Site paths are absolute (`/en/slug/`); what a page contains is always relative to itself. */
export function frontPath(language: Language): string {
  return `/${language}/`
}

export function storyPath(language: Language, slug: string): string {
  return `/${language}/${slug}/`
}

/** The letters page of a language, to which every letter is posted. */
export function letterPath(language: Language): string {
  return `/${language}/letter/`
}

/** Where a report of a published letter is posted: no folder, so that its answer's addresses hold. */
export function letterReportPath(language: Language): string {
  return `/${language}/letter/report`
}

/** Where the writer of a letter asks for a copy or its removal. */
export function letterClaimPath(language: Language): string {
  return `/${language}/letter/claim`
}

/** Where the confidential door without script stands, form or not. */
export function doorPath(language: Language): string {
  return `/${language}/door/`
}

/**
 * The address of `to` as written in the page at `from`, without scheme, host or leading slash, so
 * that a mirror in any folder serves the same bytes. Both begin with `/`; `from` ends with `/`.
 */
export function relativeAddress(from: string, to: string): string {
  const depth = from.split('/').length - 2
  const address = '../'.repeat(depth) + to.slice(1)
  return address === '' ? './' : address
}
