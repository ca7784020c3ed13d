import { element } from '../element.ts'

/** One row of a list: what it is, and how it is made when it comes in sight. */
export interface ListRow {
  /** Known by this as long as it is in the list. */
  readonly id: string
  /** Another when the row would look otherwise; asked of rows in sight alone. */
  look(): string
  make(): HTMLLIElement
}

/** Rows kept above and below those in sight. */
const BEYOND = 8
/** Until the first row is there to be measured, in pixels. */
const GUESSED_HEIGHT = 64
const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
}

/**
 * A list of which only the rows in sight are in the document: all rows have one height. Each tells
 * screen readers its place among all; arrows, Home and End go from row to row, and the row that has
 * the focus stays.
 */
export class VirtualList {
  readonly root: HTMLElement
  readonly #scroller: HTMLElement
  readonly #made = new Map<string, { readonly look: string; readonly item: HTMLLIElement }>()
  #rows: readonly ListRow[] = []
  #height = 0

  /** `scroller` is the element that moves the list up and down. */
  constructor(className: string, scroller: HTMLElement) {
    this.root = element('ul', { className })
    this.#scroller = scroller
    scroller.addEventListener('scroll', () => this.#render(), { passive: true })
    new ResizeObserver(() => this.#render()).observe(scroller)
    this.root.addEventListener('keydown', (event) => this.#step(event))
  }

  show(rows: readonly ListRow[]): void {
    this.#rows = rows
    this.#render()
  }

  /** Brings a row in sight. */
  reveal(id: string): void {
    const at = this.#rows.findIndex((row) => row.id === id)
    if (at >= 0) this.#bring(at)
  }

  #render(): void {
    const { first, last } = this.#inSight()
    const shown = this.#rows.slice(first, last)
    const focused = this.#focused()
    const items = shown.map((row, at) => this.#item(row, first + at))
    const kept = new Set(shown.map(({ id }) => id))
    for (const id of this.#made.keys()) if (!kept.has(id)) this.#made.delete(id)
    if (!sameChildren(this.root, items)) this.root.replaceChildren(...items)
    this.#measure(items[0])
    const below = this.#rows.length - first - items.length
    this.root.style.setProperty('padding-block', `${first * this.#row}px ${below * this.#row}px`)
    if (focused !== null && focused !== this.#focused())
      this.#made.get(focused)?.item.querySelector('button')?.focus({ preventScroll: true })
  }

  get #row(): number {
    return this.#height || GUESSED_HEIGHT
  }

  /** Rows from `first` up to `last`, with some beyond the edges. */
  #inSight(): { first: number; last: number } {
    const top = this.#scroller.scrollTop - offsetWithin(this.root, this.#scroller)
    const count = Math.ceil((this.#scroller.clientHeight || innerHeight) / this.#row)
    const at = Math.max(0, Math.floor(top / this.#row) - BEYOND)
    const first = Math.min(at, Math.max(0, this.#rows.length - count))
    return { first, last: Math.min(this.#rows.length, first + count + 2 * BEYOND) }
  }

  #item(row: ListRow, at: number): HTMLLIElement {
    const known = this.#made.get(row.id)
    const look = row.look()
    const item = known?.look === look ? known.item : row.make()
    this.#made.set(row.id, { look, item })
    item.dataset['row'] = row.id
    item.ariaPosInSet = String(at + 1)
    item.ariaSetSize = String(this.#rows.length)
    return item
  }

  #measure(item: HTMLElement | undefined): void {
    const height = item?.offsetHeight ?? 0
    if (height > 0) this.#height = height
  }

  #focused(): string | null {
    const item = document.activeElement?.closest('li') ?? null
    return item !== null && this.root.contains(item) ? (item.dataset['row'] ?? null) : null
  }

  #step(event: KeyboardEvent): void {
    const step = STEPS[event.key]
    const focused = this.#focused()
    const at = this.#rows.findIndex(({ id }) => id === focused)
    if (step === undefined || at < 0) return
    event.preventDefault()
    const next = step(at, this.#rows.length - 1)
    this.#bring(next)
    const id = this.#rows[next]?.id ?? ''
    this.#made.get(id)?.item.querySelector('button')?.focus({ preventScroll: true })
  }

  #bring(at: number): void {
    const top = offsetWithin(this.root, this.#scroller) + at * this.#row
    const { scrollTop, clientHeight } = this.#scroller
    if (top < scrollTop) this.#scroller.scrollTop = top
    else if (top + this.#row > scrollTop + clientHeight)
      this.#scroller.scrollTop = top + this.#row - clientHeight
    this.#render()
  }
}

/** How far down in the scroller the list begins, wherever the scroller stands. */
function offsetWithin(list: HTMLElement, scroller: HTMLElement): number {
  const inSight = list.getBoundingClientRect().top - scroller.getBoundingClientRect().top
  return inSight + scroller.scrollTop
}

function sameChildren(list: HTMLElement, items: readonly HTMLElement[]): boolean {
  return (
    list.children.length === items.length && items.every((item, at) => list.children[at] === item)
  )
}
