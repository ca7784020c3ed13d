import * as z from 'zod'
import { PosternError } from '@postern/protocol'
import { nameForm } from './block.ts'
import { issueOf } from './issue.ts'
import type { Language } from '../language.ts'

/** lead: across the page. large: with its standfirst. small: headline only. */
export type Weight = 'lead' | 'large' | 'small'

/** One language's front page, put in order by hand. */
export interface FrontOrder {
  readonly language: Language
  readonly places: readonly { readonly story: string; readonly weight: Weight }[]
}

const MOST_PLACES = 40

export const frontOrderForm: z.ZodType<FrontOrder> = z.strictObject({
  language: z.string(),
  places: z
    .array(z.strictObject({ story: nameForm, weight: z.enum(['lead', 'large', 'small']) }))
    .max(MOST_PLACES, `has more than ${MOST_PLACES} places`),
})

/** PosternError('bad-order') with one sentence for what is no order of a front page. */
export function checkFrontOrder(value: unknown): FrontOrder {
  const read = frontOrderForm.safeParse(value)
  if (read.success) return read.data
  throw new PosternError('bad-order', issueOf('the order', read.error))
}
