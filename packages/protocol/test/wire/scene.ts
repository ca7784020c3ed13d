import { PosternError } from '../../src/error.ts'
import { type SeededEnv, seededEnv } from '../../src/env-seeded.ts'
import { portableSuite } from '../../src/suite/portable.ts'
import type { Statement } from '../../src/wire/statement.ts'
import type { TrustList } from '../../src/wire/trust-list.ts'
import {
  type SampleOrganisation,
  sampleOrganisation,
  sampleStatement,
  sampleTrust,
} from '../../../../vectors/organisation.ts'

export const suite: typeof portableSuite = portableSuite

/** One organisation with its documents, from one seed. */
export interface Scene {
  readonly env: SeededEnv
  readonly made: SampleOrganisation
  readonly trust: TrustList
  readonly statement: Statement
}

export function scene(seed: string): Scene {
  const env = seededEnv(seed, portableSuite)
  const made = sampleOrganisation(env)
  return { env, made, trust: sampleTrust(env, made), statement: sampleStatement(env, made) }
}

/** The code that the step fails with, or null when it does not fail. */
export function codeOf(step: () => unknown): string | null {
  try {
    step()
    return null
  } catch (error) {
    if (error instanceof PosternError) return error.code
    throw error
  }
}

/** A copy with one bit changed. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  const at = Math.floor(bit / 8) % bytes.length
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8))
  return copy
}
