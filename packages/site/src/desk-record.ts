import type { Language } from './language.ts'

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
