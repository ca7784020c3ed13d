import { processConfig, type ProcessConfig } from '@postern/runtime'
import { z } from 'zod'

export interface MixConfig extends ProcessConfig {
  role: 'mix-1' | 'mix-2'
  /** Seed of this mix's Ed25519 identity key, 64 hex digits. Secret. */
  identitySeed: string
  /** Threads that open cells; as many as the machine has cores unless told; 0 opens without any. */
  threads?: number | undefined
}

export const mixConfig: z.ZodType<MixConfig> = processConfig.extend({
  role: z.enum(['mix-1', 'mix-2']),
  identitySeed: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'),
  threads: z.int().min(0).max(256).optional(),
})
