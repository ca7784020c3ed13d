import type { Suite } from './suite/suite.ts'

/**
 * Everything a pure step may not take for itself: time, chance and cryptography.
 * Production hands in the real ones, games and tests a seeded Env.
 */
export interface Env {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number
  /** `length` fresh random bytes. */
  random(length: number): Uint8Array
  /** A uniform integer in [0, below); `below` is a safe integer of at least 1. */
  pick(below: number): number
  readonly suite: Suite
}
