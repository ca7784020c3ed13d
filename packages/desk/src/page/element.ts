type Properties<K extends keyof HTMLElementTagNameMap> = Partial<
  Omit<HTMLElementTagNameMap[K], 'style' | 'children' | 'innerHTML' | 'outerHTML'>
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

/** Text that came from outside: in an isolate of its own, in the direction of its first letters. */
export function foreignText<K extends 'p' | 'bdi' | 'span'>(
  tag: K,
  className: string,
  text: string,
): HTMLElementTagNameMap[K] {
  const made = element(tag, {}, text)
  made.className = className
  made.dir = 'auto'
  return made
}

/** Folded until somebody asks for it; its id lets it stay open when what is in it is made anew. */
export function folded(id: string, label: string, ...children: Node[]): HTMLDetailsElement {
  return element('details', { id }, element('summary', {}, label), ...children)
}

/** A sign with words for who does not see it. */
export function signButton(sign: string, label: string, press: () => void): HTMLButtonElement {
  const made = button(sign, press)
  made.setAttribute('aria-label', label)
  made.title = label
  return made
}

export function button(label: string, press: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button' }, label)
  made.addEventListener('click', press)
  return made
}
