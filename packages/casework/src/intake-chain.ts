import { derive, LABELS, type Suite, Writer } from '@postern/protocol'

/**
 * The one-way chain that every member of a desk holds and makes its epoch keys from. Link n gives
 * the desk's key of statement n and leads to link n + 1, never back: when a desk key's life is
 * over, members forget its link, and nothing that was kept or recorded gives that key again. (M9)
 */
export interface IntakeLink {
  readonly generation: number
  /** The statement's number. */
  readonly number: number
  /** 32 bytes. */
  readonly key: Uint8Array
}

const NEXT: Uint8Array = Uint8Array.of(0)
/** A chain is not walked further than this at once: some 27 years of days. */
const MAX_STEPS = 10_000

/** The same chain at a later number; null when `number` lies before the link or absurdly far on. */
export function linkAt(suite: Suite, link: IntakeLink, number: number): IntakeLink | null {
  const steps = number - link.number
  if (steps < 0 || steps > MAX_STEPS) return null
  let key = link.key
  for (let step = 0; step < steps; step++) key = derive(suite, key, LABELS.intakeLink, NEXT, 32)
  return { ...link, number, key }
}

/** The seed of the desk's X-Wing key for the link's statement, 32 bytes. */
export function deskKeySeed(suite: Suite, link: IntakeLink): Uint8Array {
  const context = new Writer().u32(link.generation).u32(link.number).finish()
  return derive(suite, link.key, LABELS.deskKeySeed, context, 32)
}
