import * as z from 'zod'
import { plainText, someText } from './plain-text.ts'
import type { Translated } from './topic.ts'
import type { Language } from '../language.ts'

/** What the paper says of itself. The first language is the one that `/` shows. */
export interface Paper {
  readonly languages: readonly Language[]
  readonly title: Translated
  readonly tagline: Translated
  readonly about: Translated
}

export const paperForm: z.ZodType<Paper> = z.strictObject({
  languages: z.array(z.string()).min(1, 'is empty: name at least one language'),
  title: z.record(z.string(), someText(100)),
  tagline: z.record(z.string(), plainText(300)),
  about: z.record(z.string(), plainText(3_000)),
})
