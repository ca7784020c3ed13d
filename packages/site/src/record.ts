import type { Block } from './block.ts'
import type { Language } from './language.ts'
import type { PublishedLetter } from './letters/published-letter.ts'

/** One text per language of the site. */
export type Translated = Readonly<Record<Language, string>>

/** Everything the renderer turns into bytes. The first language is the one that `/` shows. */
export interface SiteRecords {
  readonly languages: readonly Language[]
  readonly title: Translated
  readonly tagline: Translated
  readonly about: Translated
  readonly desks: readonly DeskRecord[]
  /** One record per story and language, each published on its own. */
  readonly stories: readonly StoryRecord[]
  /** Story ids in the order the front page shows them, made by hand. */
  readonly frontOrder: readonly string[]
  /** Accepted letters, in the order in which they were accepted. */
  readonly letters?: readonly PublishedLetter[]
  /** The day for which the site is rendered, `YYYY-MM-DD`: letters are closed after their last day. */
  readonly today?: string
}

/** What a desk says of itself; the signed titles of the epoch statement are made from this. */
export interface DeskRecord {
  /** Short and stable, for the ceremony: it becomes the desk's place in the rehearsal. */
  readonly name: string
  /** None for the moderators' desk, which takes letters alone. */
  readonly titles: Readonly<Record<Language, DeskTitle>>
}

export interface DeskTitle {
  readonly title: string
  readonly description: string
}

export interface StoryRecord {
  /** The same in every language of one story. */
  readonly story: string
  readonly language: Language
  /** Last part of the address; lower-case Latin letters, digits and hyphens. */
  readonly slug: string
  readonly kicker: string
  readonly headline: string
  readonly standfirst: string
  readonly byline: string
  readonly place: string
  /** Day of publication, `YYYY-MM-DD`. */
  readonly published: string
  readonly blocks: readonly Block[]
  /** The last day on which letters are taken, `YYYY-MM-DD`; absent for no last day. */
  readonly lettersClose?: string
}
