import { z } from 'zod'

/** Host and port to listen on; port 0 means any free one. */
export interface Address {
  host: string
  port: number
}

/** What every process's config.json has, whatever its role. */
export interface ProcessConfig {
  role: 'front' | 'mix-1' | 'mix-2' | 'publisher' | 'desk' | 'agent'
  column: 'standard' | 'rehearsal'
  /** 32 hex digits. */
  organisation: string
  /** The root's Ed25519 public key, 64 hex digits. */
  root: string
  clockOffsetMs: number
  /** Where the public, or handlers, connect; absent for processes that only speak to peers. */
  listen?: Address | undefined
  peers: PeersConfig
}

/** Mutual TLS: who this process is, who may call it, whom it calls. */
export interface PeersConfig {
  listen?: Address | undefined
  identity: { certificatePem: string; keyPem: string }
  /** Name → SPKI fingerprint. */
  allow: Record<string, string>
  known: Record<string, { url: string; fingerprint: string }>
}

const address: z.ZodType<Address> = z.object({
  host: z.string().min(1),
  port: z.int().min(0).max(65_535),
})

const hexOf = (bytes: number): z.ZodType<string> =>
  z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`), `must be ${2 * bytes} hex digits`)

const peers: z.ZodType<PeersConfig> = z.object({
  listen: address.optional(),
  identity: z.object({ certificatePem: z.string().min(1), keyPem: z.string().min(1) }),
  allow: z.record(z.string(), hexOf(32)),
  known: z.record(z.string(), z.object({ url: z.url(), fingerprint: hexOf(32) })),
})

/** The common fields; a role adds its own with `.extend`. Unknown fields are kept out. */
export const processConfig: z.ZodObject<{
  [K in keyof ProcessConfig]-?: z.ZodType<ProcessConfig[K]>
}> = z.object({
  role: z.enum(['front', 'mix-1', 'mix-2', 'publisher', 'desk', 'agent']),
  column: z.enum(['standard', 'rehearsal']),
  organisation: hexOf(16),
  root: hexOf(32),
  clockOffsetMs: z.int().default(0),
  listen: address.optional(),
  peers,
})
