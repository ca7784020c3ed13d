import { PosternError } from '@postern/protocol'
import * as z from 'zod'
import {
  type Block,
  blockForm,
  blockWords,
  nameForm,
  type PlacedPicture,
  placedPictureForm,
} from './block.ts'
import { type Correction, correctionForm } from './correction.ts'
import { type Instant, instantForm } from './instant.ts'
import type { Language } from '../language.ts'
import { plainText, someText } from './plain-text.ts'
import { type Update, updateForm } from './update.ts'
import { issueOf } from './issue.ts'

/**
 * draft: nobody sees it. scheduled: it goes out at its moment. live: it is out and gets updates.
 * more-to-come: it is out and its text will grow. closed: it is out and done.
 */
export type StoryState = 'draft' | 'scheduled' | 'live' | 'more-to-come' | 'closed'

/** One story in one language, published on its own. */
export interface Story {
  /** The same in every language of one story. */
  readonly story: string
  readonly language: Language
  /** Last part of the address; no two stories of a language share one. */
  readonly slug: string
  readonly state: StoryState
  readonly kicker: string
  readonly headline: string
  readonly standfirst: string
  /** As it is printed; `authors` leads to their pages. */
  readonly byline: string
  readonly authors: readonly string[]
  readonly place: string
  readonly topics: readonly string[]
  readonly lead: PlacedPicture | null
  readonly keyPoints: readonly string[]
  readonly blocks: readonly Block[]
  readonly updates: readonly Update[]
  readonly corrections: readonly Correction[]
  /** When a scheduled story goes out. */
  readonly scheduled: Instant | null
  /** When it first went out; null before. */
  readonly published: Instant | null
  /** When what readers see last changed; null before it was out. */
  readonly changed: Instant | null
  /** The last day on which letters are taken, `YYYY-MM-DD`; absent for no last day. */
  readonly lettersClose?: string | undefined
  /** Grows by one at each save. */
  readonly revision: number
}

const LINE = 300
const MOST = {
  authors: 12,
  topics: 12,
  keyPoints: 12,
  blocks: 1_000,
  updates: 2_000,
  corrections: 100,
}

const storyForm: z.ZodType<Story> = z
  .strictObject({
    story: nameForm,
    language: z.string().regex(/^[a-z]{2,3}$/, 'must be a language, like en'),
    slug: nameForm.refine(
      (slug) => !isReserved(slug),
      'is an address of the site itself: choose another',
    ),
    state: z.enum(['draft', 'scheduled', 'live', 'more-to-come', 'closed']),
    kicker: plainText(LINE),
    headline: someText(LINE),
    standfirst: plainText(2_000),
    byline: plainText(LINE),
    authors: z.array(nameForm).max(MOST.authors, 'has too many authors'),
    place: plainText(LINE),
    topics: z.array(nameForm).max(MOST.topics, 'has too many topics'),
    lead: placedPictureForm.nullable(),
    keyPoints: z.array(someText(LINE)).max(MOST.keyPoints, 'has too many key points'),
    blocks: z.array(blockForm).max(MOST.blocks, 'has too many blocks'),
    updates: z
      .array(updateForm)
      .max(MOST.updates, 'has too many updates: close it and begin another'),
    corrections: z.array(correctionForm).max(MOST.corrections, 'has too many corrections'),
    scheduled: instantForm.nullable(),
    published: instantForm.nullable(),
    changed: instantForm.nullable(),
    lettersClose: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day, like 2026-11-09')
      .optional(),
    revision: z.int().min(0),
  })
  .superRefine((story, context) => {
    const wrong = contradictionIn(story)
    if (wrong !== null)
      context.addIssue({ code: 'custom', path: [wrong.field], message: wrong.why })
  })

/** What stands at `/en/…/` and is no story. */
const RESERVED: ReadonlySet<string> = new Set([
  'archive',
  'topics',
  'authors',
  'search',
  'letter',
  'not-found',
])

/** Whether the last part of an address is the site's own. */
export function isReserved(slug: string): boolean {
  return RESERVED.has(slug)
}

/** What fields that are right alone say against one another. */
function contradictionIn(story: Story): { field: string; why: string } | null {
  const isOut = isPublished(story)
  if (story.state === 'scheduled' && story.scheduled === null)
    return { field: 'scheduled', why: 'is missing: say when the story goes out' }
  if (isOut && (story.published === null || story.changed === null))
    return {
      field: 'published',
      why: 'is missing: a story that is out has the time when it went out',
    }
  const ids = story.updates.map((update) => update.id)
  if (new Set(ids).size !== ids.length)
    return { field: 'updates', why: 'has two updates under one link: give one another name' }
  return null
}

/** Whether readers see it. */
export function isPublished({ state }: Pick<Story, 'state'>): boolean {
  return state === 'live' || state === 'more-to-come' || state === 'closed'
}

/** PosternError('bad-story') with one sentence that names the field and what to do. */
export function checkStory(value: unknown): Story {
  const read = storyForm.safeParse(value)
  if (read.success) return read.data
  throw new PosternError('bad-story', issueOf('the story', read.error))
}

/** One JSON object; what `decodeStory` reads. */
export function encodeStory(story: Story): string {
  return JSON.stringify(story)
}

/** PosternError('bad-story') for what is no story of this form. */
export function decodeStory(text: string): Story {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new PosternError(
      'bad-story',
      'the story is not valid JSON: it was cut off or changed by hand',
    )
  }
  return checkStory(value)
}

/** Everything readers see as words, for the search index. */
export function storyWords(story: Story): string[] {
  const { updates, corrections } = story
  return [
    ...story.keyPoints,
    ...story.blocks.flatMap(blockWords),
    ...updates.flatMap((update) => [update.headline, ...update.blocks.flatMap(blockWords)]),
    ...corrections.flatMap(({ text }) => blockWords({ kind: 'paragraph', text })),
  ]
}
