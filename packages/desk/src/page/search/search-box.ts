import type { Casebook } from '@postern/casework'
import { element } from '../element.ts'
import { fill } from '../messages.ts'
import { type WorkWords, workWords } from '../work/work-words.ts'
import { DeskIndex, type Found } from './desk-index.ts'

/** What the list is narrowed to, beside words. */
const VIEWS = ['all', 'new', 'unanswered', 'due'] as const
export type View = (typeof VIEWS)[number]

/** Entries taken up between two moments of rest: some ten milliseconds of work. */
const AT_ONCE = 40

/** The field for words and the choice of a view, above the contacts. Nothing typed leaves the page. */
export class SearchBox {
  readonly root: HTMLElement
  readonly #words: WorkWords
  readonly #field: HTMLInputElement
  readonly #view: HTMLSelectElement
  readonly #status: HTMLElement
  readonly #index = new DeskIndex()
  #isWorking = false

  constructor(language: string, changed: () => void) {
    const words = workWords(language)
    this.#words = words
    this.#field = element('input', {
      id: 'search',
      type: 'search',
      dir: 'auto',
      autocomplete: 'off',
    })
    this.#field.spellcheck = false
    this.#field.setAttribute('aria-label', words.search)
    this.#field.placeholder = words.search
    this.#view = element(
      'select',
      { id: 'view' },
      ...VIEWS.map((view) => element('option', { value: view }, words[`view-${view}`])),
    )
    this.#view.setAttribute('aria-label', words.view)
    this.#status = element('p', { className: 'search-status' })
    this.#status.setAttribute('role', 'status')
    this.#field.addEventListener('input', changed)
    this.#view.addEventListener('change', changed)
    this.#field.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      this.clear()
      this.#field.blur()
      changed()
    })
    this.root = element('div', { className: 'search' }, this.#field, this.#view, this.#status)
    this.root.setAttribute('role', 'search')
  }

  get query(): string {
    return this.#field.value
  }

  get view(): View {
    return VIEWS.find((view) => view === this.#view.value) ?? 'all'
  }

  focus(): void {
    this.#field.focus()
    this.#field.select()
  }

  clear(): void {
    this.#field.value = ''
  }

  /** What the words typed find; null when there are none. */
  find(): Found[] | null {
    return this.#index.find(this.query)
  }

  /** How many are shown of a list that is narrowed, for who does not see it. */
  say(count: number, isNarrowed: boolean): void {
    const found = isNarrowed ? fill(this.#words.found, count) : ''
    const { waiting } = this.#index
    const left = waiting > 0 ? fill(this.#words.indexing, waiting) : ''
    this.#status.textContent = [found, left].filter((line) => line !== '').join(' ')
  }

  /** Takes up what is new, in pieces, so that the page stays quick; `done` when some of it is findable. */
  look(casebook: Casebook, done: () => void): void {
    this.#index.look(casebook)
    if (this.#isWorking || this.#index.waiting === 0) return
    this.#isWorking = true
    const step = (): void => {
      this.#index.step(AT_ONCE)
      if (this.#index.waiting > 0) return void setTimeout(step, 0)
      this.#isWorking = false
      done()
    }
    setTimeout(step, 0)
  }
}
