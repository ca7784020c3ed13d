/**
 * Calls `onStop` once at SIGTERM, SIGINT, or when the supervisor's IPC channel (if there is one)
 * ends, then ends the process with 0; with 1 when it throws or takes longer than `graceMs`. What
 * is durable is durable: a hard end loses nothing that was answered.
 */
export function shutdown(onStop: () => Promise<void>, graceMs: number = 10_000): void {
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), graceMs).unref()
    onStop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
}
