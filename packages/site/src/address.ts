import type { Language } from './language.ts'

/** Site paths are absolute (`/en/slug/`); what a page contains is always relative to itself. */
export function frontPath(language: Language): string {
  return `/${language}/`
}

export function storyPath(language: Language, slug: string): string {
  return `/${language}/${slug}/`
}

/** What a reader's page asks at times: how many updates a story has. */
export function updatesPath(language: Language, slug: string): string {
  return `/${language}/${slug}/updates`
}

/** The words of a story for the search index. */
export function wordsPath(language: Language, slug: string): string {
  return `/${language}/${slug}/words`
}

/** A list of stories: everything, one topic's or one author's. */
export type List =
  | { readonly of: 'all' }
  | { readonly of: 'topic'; readonly name: string }
  | { readonly of: 'author'; readonly name: string }

/** Where a list stands; with a number, one of its full pages, counted from the oldest. */
export function listPath(language: Language, list: List, number: number | null = null): string {
  const page = number === null ? '' : `${number}/`
  if (list.of === 'all') return `/${language}/archive/${page}`
  return `/${language}/${list.of}s/${list.name}/${page}`
}

/** The page that names every topic and author. */
export function topicsPath(language: Language): string {
  return `/${language}/topics/`
}

export function searchPath(language: Language): string {
  return `/${language}/search/`
}

/** Shown for an address that is none; it is served under every such address. */
export function missingPath(language: Language): string {
  return `/${language}/not-found/`
}

export type FeedFormat = 'rss' | 'atom' | 'json'

const FEED_NAMES: Readonly<Record<FeedFormat, string>> = {
  rss: 'feed.rss',
  atom: 'feed.atom',
  json: 'feed.json',
}

/** The feed that belongs to the page at `path`: a front page, a topic, a live story. */
export function feedPath(path: string, format: FeedFormat): string {
  return path + FEED_NAMES[format]
}

export function picturePath(file: string, format: string): string {
  return `/assets/picture-${file}.${format === 'jpeg' ? 'jpg' : format}`
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
