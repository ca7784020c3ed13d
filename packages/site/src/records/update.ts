import * as z from 'zod'
import { type Block, blockForm, nameForm } from './block.ts'
import { type Instant, instantForm } from './instant.ts'
import { someText } from './plain-text.ts'

/** One piece of news in a developing story. */
export interface Update {
  /** Part of its permanent link; never given to another update of the story. */
  readonly id: string
  readonly at: Instant
  readonly headline: string
  readonly blocks: readonly Block[]
  /** Stands above the others for as long as it is so. */
  readonly pinned: boolean
}

const MOST_BLOCKS = 50

export const updateForm: z.ZodType<Update> = z.strictObject({
  id: nameForm,
  at: instantForm,
  headline: someText(300),
  blocks: z.array(blockForm).max(MOST_BLOCKS, `has more than ${MOST_BLOCKS} blocks`),
  pinned: z.boolean(),
})

/** The newest first; of one second, the one that was added later. */
export function newestFirst(updates: readonly Update[]): Update[] {
  return updates.toReversed().sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
}
