import { type Address, processConfig, type ProcessConfig } from '@postern/runtime'
import { z } from 'zod'

export interface FrontConfig extends ProcessConfig {
  role: 'front'
  /** Seed of the Ed25519 key that signs the day counts, 64 hex digits. Secret. */
  identitySeed: string
  /** Where readers connect; TLS is by whatever stands before it. */
  listen: Address
  /** Cells that one address may post in an hour; the column's own number unless told. */
  cellsPerHour?: number | undefined
  /** Letters that one address may post in an hour; the column's own number unless told. */
  lettersPerHour?: number | undefined
  /** Where Tor hands on what comes to the onion address, when there is one. */
  onion?: OnionConfig | undefined
}

export interface OnionConfig {
  /** 56 letters and digits, then `.onion`, as Tor wrote it into the file `hostname`. */
  host: string
  listen: Address
  /** Room for all large files together; 20 GB unless told. */
  laneBytes?: number | undefined
}

/** Of one address, and of all together: a letter costs the mixes what a reader's cell costs. */
export const LETTERS_PER_HOUR = {
  standard: { each: 30, all: 1_000 },
  rehearsal: { each: 10_000, all: 10_000 },
} as const

export const LANE_BYTES = 20_000_000_000

/**
 * An office, a café or a Tor exit is one address to the front, so the bound is for machines that
 * flood, not for people. Behind a proxy on another machine every reader has the proxy's address:
 * then the proxy limits, and this is set out of reach.
 */
export const CELLS_PER_HOUR = { standard: 20_000, rehearsal: 10_000_000 } as const

const address: z.ZodType<Address> = z.object({
  host: z.string().min(1),
  port: z.int().min(0).max(65_535),
})
const onionHost: z.ZodType<string> = z
  .string()
  .regex(/^[a-z2-7]{56}\.onion$/, 'must be 56 letters and digits and then .onion')

export const frontConfig: z.ZodType<FrontConfig> = processConfig.extend({
  role: z.literal('front'),
  identitySeed: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'),
  listen: address,
  cellsPerHour: z.int().min(1).optional(),
  lettersPerHour: z.int().min(1).optional(),
  onion: z
    .object({ host: onionHost, listen: address, laneBytes: z.int().min(1).optional() })
    .optional(),
})
