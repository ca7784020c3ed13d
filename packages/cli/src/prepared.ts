import { z } from 'zod'

/** The way in that is printed; only in a rehearsal does it lie on a disk. */
export interface WayIn {
  readonly name: string
  readonly passphrase: string
}

/** What the preparation hands on to the process that supervises. */
export interface Prepared {
  readonly wayIn: WayIn
  /** The root's twelve words. */
  readonly fingerprint: readonly string[]
  readonly clockOffsetMs: number
}

export const wayInForm: z.ZodType<WayIn> = z.object({ name: z.string(), passphrase: z.string() })

export const preparedForm: z.ZodType<Prepared> = z.object({
  wayIn: wayInForm,
  fingerprint: z.array(z.string()),
  clockOffsetMs: z.int(),
})
