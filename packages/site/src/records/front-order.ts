import * as z from 'zod'
import { nameForm } from './block.ts'
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
