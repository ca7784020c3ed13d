import type { Block, PlacedPicture, Text, Written } from '@postern/site/records'
import * as z from 'zod'

/** The words that a person writes by hand, as her page sends them. */
export type WrittenWords = Omit<Written, 'lettersClose'> & {
  /** `YYYY-MM-DD`; null for no day of its own. */
  readonly lettersClose: string | null
}

/** Upon the revision that the person had before her. */
interface Upon {
  readonly base: number
}

/** What is done to one story. */
export type StoryAct =
  | { readonly kind: 'begin'; readonly slug: string; readonly like: string | null }
  | ({ readonly kind: 'write'; readonly written: WrittenWords; readonly note: string } & Upon)
  | ({ readonly kind: 'publish'; readonly state: 'live' | 'more-to-come' | 'closed' } & Upon)
  | ({ readonly kind: 'schedule'; readonly moment: string } & Upon)
  | ({ readonly kind: 'withdraw' } & Upon)
  | {
      readonly kind: 'update'
      readonly id: string
      readonly headline: string
      readonly blocks: readonly Block[]
    }
  | { readonly kind: 'pin'; readonly id: string | null }
  | { readonly kind: 'correct'; readonly text: Text }
  | ({ readonly kind: 'restore'; readonly number: number } & Upon)

const base = z.int().min(0)
const blocks = z.custom<readonly Block[]>(Array.isArray, 'must be a list')

/** Whatever is wrong in these the story's own form says, in a sentence. */
const written: z.ZodType<WrittenWords> = z.strictObject({
  slug: z.string(),
  kicker: z.string(),
  headline: z.string(),
  standfirst: z.string(),
  byline: z.string(),
  authors: z.array(z.string()),
  place: z.string(),
  topics: z.array(z.string()),
  lead: z.custom<PlacedPicture | null>((value) => typeof value === 'object', 'must be a picture'),
  keyPoints: z.array(z.string()),
  blocks,
  lettersClose: z.string().nullable(),
})

const form: z.ZodType<StoryAct> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('begin'), slug: z.string(), like: z.string().nullable() }),
  z.strictObject({ kind: z.literal('write'), base, written, note: z.string().max(300) }),
  z.strictObject({
    kind: z.literal('publish'),
    base,
    state: z.enum(['live', 'more-to-come', 'closed']),
  }),
  z.strictObject({ kind: z.literal('schedule'), base, moment: z.string() }),
  z.strictObject({ kind: z.literal('withdraw'), base }),
  z.strictObject({ kind: z.literal('update'), id: z.string(), headline: z.string(), blocks }),
  z.strictObject({ kind: z.literal('pin'), id: z.string().nullable() }),
  z.strictObject({
    kind: z.literal('correct'),
    text: z.custom<Text>((value) => typeof value === 'string' || Array.isArray(value)),
  }),
  z.strictObject({ kind: z.literal('restore'), base, number: z.int().min(1) }),
])

/** Null when it is none of ours, or not of its form. */
export function readStoryAct(value: unknown): StoryAct | null {
  return form.safeParse(value).data ?? null
}

/** Null when they are not of this form. */
export function readWritten(value: unknown): WrittenWords | null {
  return written.safeParse(value).data ?? null
}
