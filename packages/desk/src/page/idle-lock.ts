const IDLE_MS = 10 * 60_000
/** With an answer half typed the lock waits longer: what is typed is lost with it. */
const IDLE_WITH_DRAFT_MS = 30 * 60_000
const LOOK_EVERY_MS = 5_000

/**
 * Locks when nobody has touched the page for a while; not while something waits to be sent. By the
 * clock on the wall: a device that slept is locked when it wakes.
 */
export function lockWhenIdle(
  state: () => { hasDraft: boolean; pending: number },
  lock: () => void,
): void {
  let touchedMs = Date.now()
  const look = (): void => {
    const { hasDraft, pending } = state()
    const allowedMs = hasDraft ? IDLE_WITH_DRAFT_MS : IDLE_MS
    if (pending === 0 && Date.now() - touchedMs > allowedMs) lock()
  }
  // The first touch after a sleep comes before any timer does.
  const touch = (): void => {
    look()
    touchedMs = Date.now()
  }
  for (const kind of ['keydown', 'pointerdown', 'pointermove', 'wheel'])
    document.addEventListener(kind, touch, { passive: true })
  setInterval(look, LOOK_EVERY_MS)
}
