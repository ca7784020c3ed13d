/** Until that time of the clock. */
export async function pauseUntil(atMs: number): Promise<void> {
  await pause(Math.max(0, atMs - Date.now()))
}

export async function pause(ms: number): Promise<void> {
  await new Promise((done) => setTimeout(done, ms))
}

/** Until the work has ended, or so long; no timer is left behind, for it would keep the process alive. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(() => resolve(), ms)
  await Promise.race([work, promise])
  clearTimeout(timer)
}
