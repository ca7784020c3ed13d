import { JsonObject, PosternError, readTitles } from '@postern/protocol'
import { processConfig, type ProcessConfig } from '@postern/runtime'
import { z } from 'zod'
import { type TimeStampAuthority, timeStampAuthority } from './time-stamp-authority.ts'
import { type NewsroomConfig, newsroomConfig } from '../newsroom/newsroom-config.ts'

/** A member as the desk server knows him: a public key, and which sealed keyring is his. */
export interface ServedMember {
  /** Ed25519, 64 hex digits. */
  key: string
  /** 32 hex digits; null for an agent, who keeps his keys himself. */
  keyring: string | null
}

export interface ServedDesk {
  /** 32 hex digits. */
  id: string
  /** Title and description by language, as they go into the statement. */
  titles: Record<string, { title: string; description: string }>
  members: ServedMember[]
}

export interface DeskConfig extends ProcessConfig {
  role: 'desk'
  desks: ServedDesk[]
  /** What unknown names are answered from, 64 hex digits: the same each time, and like a keyring. */
  fakeSeed: string
  /** Absent where this machine publishes nothing. */
  newsroom?: NewsroomConfig | undefined
  /** Absent: nothing is time-stamped. */
  timeStampAuthority?: TimeStampAuthority | undefined
}

const hexOf = (bytes: number): z.ZodType<string> =>
  z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`), `must be ${2 * bytes} hex digits`)

const desk: z.ZodType<ServedDesk> = z.object({
  id: hexOf(16),
  titles: z
    .record(z.string(), z.object({ title: z.string(), description: z.string() }))
    .refine(
      fitStatement,
      'give titles in at most ten languages, by tags such as en or pt-BR; a title has at most 80 bytes and a description 240 (letters outside the Latin alphabet count two or three)',
    ),
  members: z.array(z.object({ key: hexOf(32), keyring: hexOf(16).nullable() })).max(64),
})

export const deskConfig: z.ZodType<DeskConfig> = processConfig.extend({
  role: z.literal('desk'),
  desks: z.array(desk).min(1).max(8),
  fakeSeed: hexOf(32),
  newsroom: newsroomConfig.optional(),
  timeStampAuthority: timeStampAuthority.optional(),
})

/** Titles that no statement can hold would leave the desk, or all of them, without one. */
function fitStatement(titles: ServedDesk['titles']): boolean {
  try {
    readTitles(new JsonObject(titles))
    return true
  } catch (error) {
    if (error instanceof PosternError) return false
    throw error
  }
}
