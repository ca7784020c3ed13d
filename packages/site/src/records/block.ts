import * as z from 'zod'
import { type Text, textForm, wordsOf } from './text.ts'
import { plainText, someText } from './plain-text.ts'

/** A picture where it stands: which one, and its words in the language of the story. */
export interface PlacedPicture {
  /** Name of a picture of the site. */
  readonly picture: string
  readonly caption: string
  readonly credit: string
  /** What somebody who does not see it should know. */
  readonly alternative: string
}

/** A story's body is a list of typed blocks; nothing in them is markup, nothing is fetched from elsewhere. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'heading'; readonly text: string }
  | ({ readonly kind: 'picture' } & PlacedPicture)
  | { readonly kind: 'pull-quote'; readonly text: string }
  | { readonly kind: 'quote'; readonly text: Text; readonly source: string }
  | {
      readonly kind: 'list'
      readonly ordered?: boolean | undefined
      readonly items: readonly Text[]
    }
  | ({ readonly kind: 'table' } & DataTable)
  | { readonly kind: 'note'; readonly title: string; readonly text: Text }

/** Figures in rows; the first cell of each row names it. */
export interface DataTable {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Where the figures come from. */
  readonly source: string
}

const LINE = 500
const MOST_ITEMS = 200
const MOST_ROWS = 500
const MOST_COLUMNS = 12

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** Short and stable, of lower-case Latin letters, digits and single hyphens. */
export const nameForm: z.ZodType<string> = z
  .string()
  .max(80, 'is longer than 80 characters')
  .regex(NAME, 'must be of lower-case Latin letters, digits and single hyphens')

const placedPicture = {
  picture: nameForm,
  caption: plainText(LINE),
  credit: plainText(LINE),
  alternative: someText(LINE),
}

export const placedPictureForm: z.ZodType<PlacedPicture> = z.strictObject(placedPicture)

const tableForm = z
  .strictObject({
    kind: z.literal('table'),
    caption: someText(LINE),
    head: z
      .array(plainText(LINE))
      .min(1)
      .max(MOST_COLUMNS, `has more than ${MOST_COLUMNS} columns`),
    rows: z
      .array(z.array(plainText(LINE)))
      .min(1)
      .max(MOST_ROWS, `has more than ${MOST_ROWS} rows`),
    source: plainText(LINE),
  })
  .refine(
    ({ head, rows }) => rows.every((row) => row.length === head.length),
    'has a row with more or fewer cells than the head',
  )

export const blockForm: z.ZodType<Block> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('paragraph'), text: textForm }),
  z.strictObject({ kind: z.literal('heading'), text: someText(LINE) }),
  z.strictObject({ kind: z.literal('picture'), ...placedPicture }),
  z.strictObject({ kind: z.literal('pull-quote'), text: someText(LINE) }),
  z.strictObject({ kind: z.literal('quote'), text: textForm, source: plainText(LINE) }),
  z.strictObject({
    kind: z.literal('list'),
    ordered: z.boolean().optional(),
    items: z.array(textForm).min(1).max(MOST_ITEMS, `has more than ${MOST_ITEMS} items`),
  }),
  tableForm,
  z.strictObject({ kind: z.literal('note'), title: plainText(LINE), text: textForm }),
])

/** The words of a block, one line a part: for the search index and for counting. */
export function blockWords(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
      return [wordsOf(block.text)]
    case 'heading':
    case 'pull-quote':
      return [block.text]
    case 'quote':
      return [wordsOf(block.text), block.source]
    case 'picture':
      return [block.caption, block.alternative]
    case 'list':
      return block.items.map(wordsOf)
    case 'table':
      return [block.caption, ...block.head, ...block.rows.flat()]
    case 'note':
      return [block.title, wordsOf(block.text)]
    default:
      throw new TypeError('unknown kind of block')
  }
}
