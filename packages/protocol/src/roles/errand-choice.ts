import { toHex } from '../bytes/hex.ts'
import type { Errand, HandOver } from './reply-queue.ts'

/** How often and for how long one kind of errand is handed over. */
export interface Repeat {
  readonly everyMs: number
  readonly forMs: number
}

/**
 * At most `count` of the errands that are due at this time: accepted conversations before others,
 * and within each by turns, one errand a conversation, beginning with the conversation that was
 * served longest ago [else whoever forges many contacts, or writes most, holds up the rest]. (R7)
 */
export function chooseErrands<E extends Errand>(
  errands: readonly E[],
  repeat: Repeat,
  timeMs: number,
  count: number,
): E[] {
  const due = errands.filter(({ handed }) => isDue(handed, repeat, timeMs))
  const accepted = due.filter((one) => one.accepted)
  const others = due.filter((one) => !one.accepted)
  return [...byTurns(accepted, errands), ...byTurns(others, errands)].slice(0, count)
}

/** Never handed over, or long enough ago and not yet for long enough. */
function isDue(handed: HandOver | null, repeat: Repeat, timeMs: number): boolean {
  if (handed === null) return true
  return timeMs >= handed.lastMs + repeat.everyMs && timeMs < handed.firstMs + repeat.forMs
}

function byTurns<E extends Errand>(due: readonly E[], all: readonly E[]): E[] {
  const served = lastServed(all)
  const queues = [...Map.groupBy(due, ({ conversation }) => toHex(conversation))]
    .sort(([a], [b]) => (served.get(a) ?? 0) - (served.get(b) ?? 0))
    .map(([, own]) => own.toSorted((a, b) => lastMs(a) - lastMs(b)))
  const rounds = Math.max(0, ...queues.map((own) => own.length))
  return Array.from({ length: rounds }, (_, round) =>
    queues.flatMap((own) => own.slice(round, round + 1)),
  ).flat()
}

/** By conversation: when any of its errands went last. */
function lastServed(errands: readonly Errand[]): Map<string, number> {
  const served = new Map<string, number>()
  for (const one of errands) {
    const name = toHex(one.conversation)
    served.set(name, Math.max(served.get(name) ?? 0, lastMs(one)))
  }
  return served
}

function lastMs({ handed }: Errand): number {
  return handed?.lastMs ?? 0
}
