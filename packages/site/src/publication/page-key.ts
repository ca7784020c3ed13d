import type { List } from '../address.ts'
import type { Language } from '../language.ts'

/** One thing that is made at a time: a page with what belongs to it. */
export type PageKey =
  | { readonly kind: 'front'; readonly language: Language }
  | { readonly kind: 'story'; readonly language: Language; readonly story: string }
  | {
      readonly kind: 'list'
      readonly language: Language
      readonly list: List
      /** Null for the page with the newest. */
      readonly number: number | null
    }
  | { readonly kind: 'feed'; readonly language: Language; readonly topic: string | null }
  | { readonly kind: 'sitemap'; readonly language: Language; readonly month: string }
  | { readonly kind: 'sitemap-index' }
  | { readonly kind: 'open-letters' }
  /** Topics, search, letters, door, not-found: pages that no story changes. */
  | { readonly kind: 'standing'; readonly language: Language }
  /** Style, icon and scripts. */
  | { readonly kind: 'assets' }
  /** The files of one picture. */
  | { readonly kind: 'picture'; readonly picture: string }

/** The same keys once, in the order in which they came. */
export function uniqueKeys(keys: readonly PageKey[]): PageKey[] {
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()]
}
