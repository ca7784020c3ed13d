const IDLE_MS = 10 * 60_000
/** With an answer half typed the lock waits longer: what is typed is lost with it. */
const IDLE_WITH_DRAFT_MS = 30 * 60_000
const LOOK_EVERY_MS = 5_000

/** Locks when nobody has touched the page for a while; not while something waits to be sent. */
export function lockWhenIdle(
  state: () => { hasDraft: boolean; pending: number },
  lock: () => void,
): void {
  let touchedMs = performance.now()
  const touch = (): void => {
    touchedMs = performance.now()
  }
  for (const kind of ['keydown', 'pointerdown', 'pointermove', 'wheel'])
    document.addEventListener(kind, touch, { passive: true })
  setInterval(() => {
    const { hasDraft, pending } = state()
    const allowedMs = hasDraft ? IDLE_WITH_DRAFT_MS : IDLE_MS
    if (pending === 0 && performance.now() - touchedMs > allowedMs) lock()
  }, LOOK_EVERY_MS)
}
