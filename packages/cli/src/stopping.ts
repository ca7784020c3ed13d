import type { Refusal } from './supervised.ts'

/** What ends a run: a signal (null), or a process that wants a person. */
export interface Stopping {
  readonly stopped: Promise<Refusal | null>
  refuse(refusal: Refusal): void
}

/**
 * Waits for Ctrl-C or a signal. A second one means nothing: npm, a terminal and scripts/start.mjs
 * each pass the first one on, and stopping in order has its own bound.
 */
export function untilStopped(): Stopping {
  let settle: (refusal: Refusal | null) => void = () => undefined
  const stopped = new Promise<Refusal | null>((resolve) => {
    settle = resolve
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => settle(null))
  }
  return { stopped, refuse: (refusal) => settle(refusal) }
}
