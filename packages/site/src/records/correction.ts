import * as z from 'zod'
import { type Instant, instantForm } from './instant.ts'
import { type Text, textForm } from './text.ts'

/** What was wrong and what is right, said in public with the day; it is never taken back. */
export interface Correction {
  readonly at: Instant
  readonly text: Text
}

export const correctionForm: z.ZodType<Correction> = z.strictObject({
  at: instantForm,
  text: textForm,
})
