/** What single keys do outside of text fields. */
export interface Shortcuts {
  readonly next: () => void
  readonly previous: () => void
  readonly answer: () => void
  readonly accept: () => void
  readonly search: () => void
}

export function listenForKeys(shortcuts: Shortcuts): void {
  const acts: Readonly<Record<string, () => void>> = {
    j: shortcuts.next,
    k: shortcuts.previous,
    r: shortcuts.answer,
    a: shortcuts.accept,
    '/': shortcuts.search,
  }
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return
    const act = acts[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  })
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement
  )
}
