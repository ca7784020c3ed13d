import { processConfig, type ProcessConfig } from '@postern/runtime'
import { z } from 'zod'

export interface PublisherConfig extends ProcessConfig {
  role: 'publisher'
  /** Seed of the online signer's Ed25519 key, 64 hex digits. Secret. */
  signerSeed: string
  /** Other addresses of the same site, at most four. */
  mirrors: string[]
}

export const publisherConfig: z.ZodType<PublisherConfig> = processConfig.extend({
  role: z.literal('publisher'),
  signerSeed: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'),
  mirrors: z.array(z.url()).max(4).default([]),
})
