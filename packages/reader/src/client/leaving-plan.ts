import { outboxEstimate, type Parameters } from '@postern/protocol'

/** What to tell a source of a message before it is sealed. */
export interface LeavingPlan {
  readonly parts: number
  readonly intervalMs: number
  /** The last part cannot leave sooner than this, whatever is read. */
  readonly lastAfterMs: number
  /** With one visit and with two visits a day, as far as habits say. */
  readonly once: Leaving
  readonly twice: Leaving
}

/** From now until the first and the last new part have left. */
interface Leaving {
  readonly firstMs: number
  readonly lastMs: number
}

/** For `parts` new parts behind `waiting` ones; null when there is nothing to send. (S6, V3) */
export function leavingPlan(
  parts: number,
  waiting: number,
  parameters: Parameters,
): LeavingPlan | null {
  if (parts === 0) return null
  const after = (count: number, perDay: number): number =>
    outboxEstimate({ waiting: Array.from({ length: count }) }, parameters, perDay)?.lastMs ?? 0
  const visits = (perDay: number): Leaving => ({
    firstMs: after(waiting + 1, perDay),
    lastMs: after(waiting + parts, perDay),
  })
  return {
    parts,
    intervalMs: parameters.mixIntervalMs,
    lastAfterMs: (waiting + parts - 1) * parameters.mixIntervalMs,
    once: visits(1),
    twice: visits(2),
  }
}
