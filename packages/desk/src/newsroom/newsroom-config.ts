import { z } from 'zod'

/** writer: drafts. editor: publishes. moderator: letters. One person may be all three. */
export type StaffRole = 'writer' | 'editor' | 'moderator'

/** One person of the newsroom. */
export interface StaffMember {
  /** Ed25519, 64 hex digits: the key with which she begins a session. */
  key: string
  /** Under which her answers to letters are printed, and her acts stand in the trail. */
  name: string
  roles: StaffRole[]
}

export interface NewsroomConfig {
  staff: StaffMember[]
  /** Words for which a letter is looked at first. */
  watchedWords: string[]
  /** A story takes letters for so many days after it went out, unless its editor says another day. */
  lettersDays?: number | undefined
}

export const newsroomConfig: z.ZodType<NewsroomConfig> = z.object({
  staff: z
    .array(
      z.object({
        key: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'),
        name: z.string().min(1).max(80),
        roles: z.array(z.enum(['writer', 'editor', 'moderator'])),
      }),
    )
    .max(256),
  watchedWords: z.array(z.string().min(2).max(80)).max(500).default([]),
  lettersDays: z.int().min(1).max(3_650).optional(),
})
