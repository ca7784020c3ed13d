import { setTimeout as sleep } from 'node:timers/promises'

const STEP_MS = 100

/** Asks until it holds; a bound far beyond what is expected turns a hang into a sentence. */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  withinMs: number = 60_000,
): Promise<void> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += STEP_MS) {
    if (await holds()) return
    await sleep(STEP_MS)
  }
  throw new Error(`waited ${withinMs / 1_000} s, and it did not happen: ${what}`)
}
