const TWICE_WITHIN_MS = 1_000

/** Tells when Escape was pressed twice within a second: the one key on every page. */
export class LeaveKey {
  #lastMs = -Infinity

  pressed(event: KeyboardEvent): boolean {
    if (event.key !== 'Escape' || event.repeat) return false
    const isSecond = event.timeStamp - this.#lastMs <= TWICE_WITHIN_MS
    this.#lastMs = event.timeStamp
    return isSecond
  }
}

/**
 * Shows the front page in a new document, in place of this one: what was unlocked or typed ends
 * with this document's memory. It is the page load that any reader may cause.
 */
export function leaveAtOnce(): void {
  const way = document.querySelector<HTMLAnchorElement>('[data-act="leave"]')
  document.querySelector('#page')?.replaceChildren()
  location.replace(way?.href ?? './')
}
