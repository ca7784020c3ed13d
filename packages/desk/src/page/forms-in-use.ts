/**
 * Puts new nodes in place of what `root` holds, but a form that somebody has begun, found again by
 * its id, stays with all that is in it, and with the focus; and what was unfolded stays so.
 */
export function replaceAround(root: HTMLElement, ...fresh: readonly HTMLElement[]): void {
  const { activeElement } = document
  const begun = new Map<string, HTMLFormElement>()
  for (const form of root.querySelectorAll('form'))
    if (form.id !== '' && isBegun(form)) begun.set(form.id, form)
  const unfolded = [...root.querySelectorAll('details')].filter(({ id, open }) => open && id !== '')
  root.replaceChildren(...fresh)
  for (const { id } of unfolded)
    root.querySelector(`#${CSS.escape(id)}`)?.toggleAttribute('open', true)
  for (const form of root.querySelectorAll('form')) {
    const old = begun.get(form.id)
    if (old !== undefined) form.replaceWith(old)
  }
  if (activeElement instanceof HTMLElement && root.contains(activeElement)) activeElement.focus()
}

/** True when something in it was typed or chosen, or the focus is in it. */
function isBegun(form: HTMLFormElement): boolean {
  if (form.contains(document.activeElement)) return true
  return [...form.elements].some((field) => {
    if (field instanceof HTMLSelectElement) return field.selectedIndex > 0
    if (field instanceof HTMLInputElement && field.type === 'checkbox') return field.checked
    const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
    return isText && field.value !== field.defaultValue
  })
}
