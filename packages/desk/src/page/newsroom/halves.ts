import { button, element } from '../element.ts'

/** The page's halves, one shown at a time, with a button for each once there are two. */
export class Halves {
  readonly root: HTMLElement
  readonly #nav: HTMLElement
  readonly #halves: { readonly press: HTMLButtonElement; readonly root: HTMLElement }[] = []

  constructor(label: string) {
    this.#nav = element('nav', { className: 'halves', hidden: true })
    this.#nav.setAttribute('aria-label', label)
    this.root = element('div', { className: 'whole' }, this.#nav)
  }

  /** The first one that is added is shown. */
  add(id: string, label: string, root: HTMLElement, shown: () => void = () => undefined): void {
    const press = button(label, () => {
      this.#show(root)
      shown()
    })
    press.id = `to-${id}`
    this.#halves.push({ press, root })
    this.#nav.append(press)
    this.#nav.hidden = this.#halves.length < 2
    this.root.append(root)
    this.#show(this.#halves[0]?.root ?? root)
  }

  #show(shown: HTMLElement): void {
    for (const { press, root } of this.#halves) {
      root.hidden = root !== shown
      press.setAttribute('aria-pressed', String(root === shown))
    }
  }
}
