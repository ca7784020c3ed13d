import { outboxEstimate, type Parameters } from '@postern/protocol'

/** What to tell a source of a message before it is sealed. */
export interface LeavingPlan {
  readonly parts: number
  readonly intervalMs: number
  /** The last part cannot leave sooner than this, whatever is read. */
  readonly lastAfterMs: number
  /** When the last has left, with one visit and with two visits a day, as far as habits say. */
  readonly oneVisitMs: number
  readonly twoVisitsMs: number
}

/** For `parts` new parts behind `waiting` ones; null when there is nothing to send. (S6, V3) */
export function leavingPlan(
  parts: number,
  waiting: number,
  parameters: Parameters,
): LeavingPlan | null {
  const all = parts + waiting
  if (parts === 0) return null
  const visits = (perDay: number): number =>
    outboxEstimate({ waiting: Array.from({ length: all }) }, parameters, perDay)?.lastMs ?? 0
  return {
    parts,
    intervalMs: parameters.mixIntervalMs,
    lastAfterMs: (all - 1) * parameters.mixIntervalMs,
    oneVisitMs: visits(1),
    twoVisitsMs: visits(2),
  }
}
