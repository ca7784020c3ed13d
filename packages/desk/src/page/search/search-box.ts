import type { Casebook } from '@postern/casework'
import type { KeptView } from '../../member/view-work.ts'
import { actForm } from '../act-form.ts'
import { button, element, folded } from '../element.ts'
import { fill } from '../messages.ts'
import { type WorkWords, workWords } from '../work/work-words.ts'
import { DeskIndex, type Found } from './desk-index.ts'

/** What the list is narrowed to, beside words. */
const VIEWS = ['all', 'new', 'unanswered', 'due'] as const
export type View = (typeof VIEWS)[number]

/** Views that the member has kept under names of his own. */
export interface OwnViews {
  all(): readonly KeptView[]
  keep(view: KeptView): void
  forget(name: string): void
}

/** Entries taken up between two moments of rest: some ten milliseconds of work. */
const AT_ONCE = 40
/** Before a name of one's own, among the values of the choice. */
const OWN = 'own:'

/** The field for words and the choice of a view, above the contacts. Nothing typed leaves the page. */
export class SearchBox {
  readonly root: HTMLElement
  readonly #words: WorkWords
  readonly #field: HTMLInputElement
  readonly #view: HTMLSelectElement
  readonly #status: HTMLElement
  readonly #own: OwnViews
  readonly #keeping: HTMLElement
  readonly #forget: HTMLButtonElement
  readonly #index = new DeskIndex()
  #offered = ''
  #isWorking = false

  constructor(language: string, own: OwnViews, changed: () => void) {
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
    this.#view = element('select', { id: 'view' })
    this.#own = own
    this.#keeping = keepForm(words, (name) => this.#keep(name))
    this.#forget = button(words.forgetView, () => this.#forgetChosen())
    this.#forget.id = 'forget-view'
    this.offerViews()
    this.#view.setAttribute('aria-label', words.view)
    this.#status = element('p', { className: 'search-status' })
    this.#status.setAttribute('role', 'status')
    this.#field.addEventListener('input', changed)
    this.#view.addEventListener('change', () => {
      const chosen = this.#chosen()
      if (chosen !== null) this.#field.value = chosen.query
      changed()
    })
    this.#field.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      this.clear()
      this.#field.blur()
      changed()
    })
    this.root = element(
      'div',
      { className: 'search' },
      this.#field,
      this.#view,
      this.#status,
      this.#forget,
      this.#keeping,
    )
    this.root.setAttribute('role', 'search')
  }

  get query(): string {
    return this.#field.value
  }

  get view(): View {
    const named = this.#chosen()?.view ?? this.#view.value
    return VIEWS.find((view) => view === named) ?? 'all'
  }

  /** The desk's choices and one's own, the chosen one kept. */
  offerViews(): void {
    const chosen = this.#view.value
    const own = this.#own.all()
    const offered = [...VIEWS, ...own.map(({ name }) => `${OWN}${name}`)]
    if (offered.join() !== this.#offered) {
      const options = [
        ...VIEWS.map((view) => element('option', { value: view }, this.#words[`view-${view}`])),
        ...own.map(({ name }) => element('option', { value: `${OWN}${name}`, dir: 'auto' }, name)),
      ]
      this.#view.replaceChildren(...options)
      this.#view.value = offered.includes(chosen) ? chosen : 'all'
      this.#offered = offered.join()
    }
  }

  #chosen(): KeptView | null {
    const name = this.#view.value.startsWith(OWN) ? this.#view.value.slice(OWN.length) : null
    return this.#own.all().find((one) => one.name === name) ?? null
  }

  #keep(name: string): void {
    this.#own.keep({ name, query: this.query, view: this.view })
    this.offerViews()
    this.#view.value = `${OWN}${name}`
    this.#allow()
  }

  #forgetChosen(): void {
    const chosen = this.#chosen()
    if (chosen !== null) this.#own.forget(chosen.name)
    this.offerViews()
    this.clear()
    this.#view.dispatchEvent(new Event('change'))
  }

  /** What narrows can be kept, and what was kept can be forgotten. */
  #allow(): void {
    const isNarrowed = this.query.trim() !== '' || this.view !== 'all'
    this.#forget.hidden = this.#chosen() === null
    this.#keeping.hidden = !isNarrowed || this.#chosen() !== null
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
    this.#allow()
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

function keepForm(words: WorkWords, keep: (name: string) => void): HTMLElement {
  const fields = [{ name: 'name', label: words.viewName }]
  const form = actForm('keep-view', words.keepView, fields, (value) => {
    if (value('name') === '') return words.viewNeedsName
    keep(value('name'))
    return null
  })
  return folded('keeping-view', words.keepView, form)
}
