/** Until that time of the clock. */
export async function pauseUntil(atMs: number): Promise<void> {
  await pause(Math.max(0, atMs - Date.now()))
}

export async function pause(ms: number): Promise<void> {
  await new Promise((done) => setTimeout(done, ms))
}
