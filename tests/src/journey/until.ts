const STEP_MS = 100

/** Asks until it holds; a bound far beyond what is expected turns a hang into a sentence. */
export async function until(
  what: string,
  withinMs: number,
  holds: () => Promise<boolean>,
): Promise<void> {
  const steps = Math.ceil(withinMs / STEP_MS)
  for (let step = 0; step < steps; step++) {
    if (await holds()) return
    await new Promise((done) => setTimeout(done, STEP_MS))
  }
  throw new Error(`waited ${withinMs / 1_000} s, and it did not happen: ${what}`)
}
