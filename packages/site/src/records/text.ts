import * as z from 'zod'
import { plainText, someText } from './plain-text.ts'

/** Some words of a text that are marked, or lead elsewhere. */
export interface Run {
  readonly text: string
  readonly mark?: 'emphasis' | 'strong' | undefined
  /** `https:`, `http:` or `mailto:`, or a page of this site: `/en/the-slug/`. */
  readonly href?: string | undefined
}

/** One paragraph's worth of words; a text without marks is a string. */
export type Text = string | readonly Run[]

const LONGEST_TEXT = 20_000
const MOST_RUNS = 400
const LONGEST_ADDRESS = 2_000

const runForm: z.ZodType<Run> = z.strictObject({
  text: plainText(LONGEST_TEXT),
  mark: z.enum(['emphasis', 'strong']).optional(),
  href: z
    .string()
    .max(LONGEST_ADDRESS, `is longer than ${LONGEST_ADDRESS} characters`)
    .refine(
      isAddress,
      'must begin with https://, http:// or mailto:, or with / for a page of this site',
    )
    .optional(),
})

export const textForm: z.ZodType<Text> = z.union([
  someText(LONGEST_TEXT),
  z.array(runForm).min(1, 'is empty: write something').max(MOST_RUNS, 'has too many marked parts'),
])

export function runsOf(text: Text): readonly Run[] {
  return typeof text === 'string' ? [{ text }] : text
}

/** The words alone: for descriptions, the search index, and counting. */
export function wordsOf(text: Text): string {
  return typeof text === 'string' ? text : text.map((run) => run.text).join('')
}

/** Neighbouring runs of one kind joined, and a string where nothing is marked: one text, one form. */
export function textOf(runs: readonly Run[]): Text {
  const joined: Run[] = []
  for (const run of runs) {
    const last = joined.at(-1)
    if (run.text === '') continue
    if (last !== undefined && last.mark === run.mark && last.href === run.href)
      joined[joined.length - 1] = { ...last, text: last.text + run.text }
    else joined.push(run)
  }
  const [only] = joined
  if (only === undefined) return ''
  return joined.length === 1 && only.mark === undefined && only.href === undefined
    ? only.text
    : joined
}

function isAddress(href: string): boolean {
  if (/^\/(?!\/)[\w\-./#]*$/.test(href)) return !href.includes('..')
  if (!/^(?:https?:\/\/|mailto:)/i.test(href)) return false
  return URL.canParse(href) && !/[\s<>"\\]/.test(href)
}
