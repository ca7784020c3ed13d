import { languageFacts, type FrontOrder, type Weight } from '@postern/site/records'
import type { StoryLine } from '../../member/story-client.ts'
import { button, element, signButton } from '../element.ts'
import { fill } from '../messages.ts'
import type { StoryWords } from './story-words.ts'

export interface OrderParts {
  readonly words: StoryWords
  readonly order: FrontOrder
  /** Stories of its language that are out, the newest first. */
  readonly stories: readonly StoryLine[]
  /** Null when it was taken; else why not. */
  readonly save: (order: FrontOrder) => Promise<string | null>
}

const WEIGHTS: readonly Weight[] = ['lead', 'large', 'small']

/** One language's front page, put in order by hand. */
export class FrontOrderView {
  readonly root: HTMLElement
  readonly #parts: OrderParts
  readonly #list: HTMLElement = element('ol', { className: 'plain front-places' })
  readonly #status: HTMLElement = element('p')
  readonly #add: HTMLSelectElement
  #places: { story: string; weight: Weight }[]

  constructor(parts: OrderParts) {
    const { words, order } = parts
    this.#parts = parts
    this.#places = order.places.map((place) => ({ ...place }))
    this.#status.setAttribute('role', 'status')
    this.#add = element('select', { id: `front-add-${order.language}` })
    this.#add.addEventListener('change', () => this.#insert(this.#add.value))
    const { ownName } = languageFacts(order.language)
    this.root = element(
      'details',
      { className: 'front-order' },
      element('summary', {}, fill(words.frontOrder, ownName)),
      this.#list,
      element('label', { htmlFor: this.#add.id }, words.addToFront),
      this.#add,
      element(
        'div',
        { className: 'acts' },
        button(words.saveOrder, () => void this.#save()),
      ),
      this.#status,
    )
    this.#show()
  }

  #show(): void {
    const { stories } = this.#parts
    const placed = new Set(this.#places.map(({ story }) => story))
    const rest = stories.filter(({ story }) => !placed.has(story))
    this.#add.replaceChildren(
      element('option', { value: '' }, ''),
      ...rest.map(({ story, headline }) => element('option', { value: story }, headline)),
    )
    this.#list.replaceChildren(...this.#places.map((_, at) => this.#row(at)))
  }

  #row(at: number): HTMLElement {
    const { words, stories, order } = this.#parts
    const place = this.#places[at]
    const title =
      stories.find(({ story }) => story === place?.story)?.headline ?? place?.story ?? ''
    const names = { lead: words.weightLead, large: words.weightLarge, small: words.weightSmall }
    const weight = element('select')
    weight.append(...WEIGHTS.map((one) => element('option', { value: one }, names[one])))
    weight.value = place?.weight ?? 'small'
    weight.setAttribute('aria-label', title)
    weight.addEventListener('change', () => {
      const chosen = WEIGHTS.find((one) => one === weight.value)
      if (place !== undefined && chosen !== undefined) place.weight = chosen
    })
    const { language } = order
    const name = element('span', { lang: language, dir: 'auto', className: 'front-title' }, title)
    const of = (label: string): string => `${label}: ${title}`
    return element(
      'li',
      {},
      name,
      weight,
      signButton('↑', of(words.moveUp), () => this.#move(at, -1)),
      signButton('↓', of(words.moveDown), () => this.#move(at, 1)),
      signButton('✕', of(words.removeBlock), () => this.#remove(at)),
    )
  }

  #move(at: number, step: 1 | -1): void {
    const [place] = this.#places.splice(at, 1)
    if (place !== undefined) this.#places.splice(Math.max(0, at + step), 0, place)
    this.#show()
    this.#list.children[Math.min(Math.max(0, at + step), this.#places.length - 1)]
      ?.querySelector<HTMLElement>(step < 0 ? 'button' : 'button:nth-of-type(2)')
      ?.focus()
  }

  #remove(at: number): void {
    this.#places.splice(at, 1)
    this.#show()
    this.#add.focus()
  }

  #insert(story: string): void {
    if (story === '') return
    this.#places.unshift({ story, weight: 'large' })
    this.#show()
  }

  async #save(): Promise<void> {
    const { words, order, save } = this.#parts
    const why = await save({ language: order.language, places: this.#places })
    this.#status.textContent = why ?? words.orderSaved
    this.#status.classList.toggle('bad', why !== null)
  }
}
