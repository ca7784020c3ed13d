import { z } from 'zod'

/** An agent's config.json; who he is stands in his keyring beside it. */
export interface AgentConfig {
  /** Where the desk server is, without a path. */
  deskUrl: string
  clockOffsetMs: number
}

export const agentConfig: z.ZodType<AgentConfig> = z.object({
  deskUrl: z.url(),
  clockOffsetMs: z.int().default(0),
})
