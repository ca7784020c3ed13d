type Properties<K extends keyof HTMLElementTagNameMap> = Partial<
  Omit<HTMLElementTagNameMap[K], 'style' | 'children'>
>

/** Makes one element with properties and children; strings become text, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties<K> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

/** The part of the composer that is called `name`; TypeError when the page has none. */
export function field(root: ParentNode, name: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(`[data-field="${name}"]`)
  if (found === null) throw new TypeError(`the page has no field ${name}`)
  return found
}

/** Shows lines as a list, one line alone as itself; unchanged ones are left alone. */
export function tellLines(target: HTMLElement, lines: readonly string[]): void {
  const said = lines.join('\n')
  if (target.dataset['said'] === said) return
  target.dataset['said'] = said
  const items = lines.map((line) => element(lines.length > 1 ? 'li' : 'p', {}, line))
  target.replaceChildren(...(lines.length > 1 ? [element('ul', {}, ...items)] : items))
}

/** Shows the text, or hides the element when there is none. Unchanged text is left alone. */
export function tell(target: HTMLElement, text: string | null): void {
  target.hidden = text === null
  if (text !== null && target.textContent !== text) target.textContent = text
}
