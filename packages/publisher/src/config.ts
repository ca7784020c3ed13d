import { mirrorsFit } from '@postern/protocol'
import { processConfig, type ProcessConfig } from '@postern/runtime'
import { z } from 'zod'

export interface PublisherConfig extends ProcessConfig {
  role: 'publisher'
  /** Seed of the online signer's Ed25519 key, 64 hex digits. Secret. */
  signerSeed: string
  /** Other addresses of the same site: origins that fit into every `/now`. */
  mirrors: string[]
}

export const publisherConfig: z.ZodType<PublisherConfig> = processConfig.extend({
  role: z.literal('publisher'),
  signerSeed: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'),
  mirrors: z
    .array(z.string())
    .default([])
    .refine(
      mirrorsFit,
      'give at most four origins such as https://example.org, in lower case, without a slash at the end, of not more than 128 characters together',
    ),
})
