import type { StoryState } from '../records/story.ts'

/** The tables of migrations.ts. Moments are Instants: they are printed in the pages (spec/site.md). */
export interface SiteTables {
  story: StoryRow
  story_topic: { story: string; language: string; topic: string }
  story_author: { story: string; language: string; author: string }
  story_revision: RevisionRow
  /** What pages do not show yet; `laid` is the revision that they show. */
  unlaid: { story: string; language: string; laid: number }
  /** Topics, authors, pictures, front orders and the paper itself: small, read whole. */
  named_record: { kind: RecordKind; name: string; record: string }
}

export type RecordKind = 'paper' | 'front' | 'topic' | 'author' | 'picture'

interface StoryRow {
  story: string
  language: string
  slug: string
  state: StoryState
  kicker: string
  headline: string
  scheduled: string | null
  published: string | null
  changed: string | null
  revision: number
  record: string
}

interface RevisionRow {
  story: string
  language: string
  number: number
  saved_by: string
  saved_at: string
  note: string
  record: string
}
