import { storyPath } from '../address.ts'
import { instantOf, msOf } from '../records/instant.ts'
import type { Story } from '../records/story.ts'
import type { AnswerableLetter } from './letter-draft.ts'
import { type LettersTo, threadsOf } from './published-letter.ts'

/** Where the front finds which stories take letters; a public document like any other. */
export const OPEN_LETTERS_PATH = '/letters/open'

/** One story that takes letters. */
export interface OpenStory {
  /** The same in every language. */
  readonly story: string
  readonly headline: string
  /** The last day on which letters are taken, `YYYY-MM-DD`; null for no last day. */
  readonly closes: string | null
  readonly letters: readonly AnswerableLetter[]
}

/** Stories that take letters, by the site path of their page. */
export type OpenLetters = Readonly<Record<string, OpenStory>>

export interface LettersState {
  readonly lettersTo: LettersTo
  /** The day for which the site is rendered; null where no story closes. */
  readonly today: string | null
  /** For so many days after a story went out, unless it says otherwise; null for no last day. */
  readonly lettersDays: number | null
}

/** Of a rendering in which nothing is said of letters there are none, and no story closes. */
export function lettersState({
  lettersTo = () => [],
  today,
  lettersDays,
}: {
  readonly lettersTo?: LettersTo
  readonly today?: () => string
  readonly lettersDays?: number
}): LettersState {
  return { lettersTo, today: today?.() ?? null, lettersDays: lettersDays ?? null }
}

const DAY_MS = 86_400_000

/** The last day on which a story takes letters; null for no last day. */
function lastDay({ lettersDays }: LettersState, { lettersClose, published }: Story): string | null {
  if (lettersClose !== undefined) return lettersClose
  if (lettersDays === null || published === null) return null
  return instantOf(msOf(published) + lettersDays * DAY_MS).slice(0, 10)
}

/** What the form of this story needs; null when its letters are closed. */
export function lettersOf(state: LettersState, story: Story): OpenStory | null {
  const closes = lastDay(state, story)
  if (closes !== null && state.today !== null && state.today > closes) return null
  const threads = threadsOf(state.lettersTo(story.story, story.language))
  const letters = threads.map(({ letter: { id, name } }) => ({ id, name }))
  return { story: story.story, headline: story.headline, closes, letters }
}

export function openLetters(state: LettersState, stories: readonly Story[]): OpenLetters {
  const open: Record<string, OpenStory> = {}
  for (const story of stories) {
    const letters = lettersOf(state, story)
    if (letters !== null) open[storyPath(story.language, story.slug)] = letters
  }
  return open
}
