import type { WrittenWords } from '../../member/story-act.ts'
import type { PaperState } from '../../member/story-client.ts'
import { languageFacts, type PlacedPicture, type Story } from '@postern/site/records'
import { button, element } from '../element.ts'
import { BlockList } from './block-list.ts'
import { grow } from './block-row.ts'
import { choosePicture, pictureSelect } from './picture-select.ts'
import type { StoryWords } from './story-words.ts'

export interface StoryFormParts {
  readonly words: StoryWords
  readonly paper: PaperState
  readonly changed: () => void
  readonly addPicture: () => Promise<string | null>
}

type Line = 'kicker' | 'headline' | 'standfirst' | 'byline' | 'place' | 'slug' | 'keyPoints'
type LeadField = keyof PlacedPicture

/** Everything of a story that is written by hand, as fields. */
export class StoryForm {
  readonly root: HTMLElement
  readonly #parts: StoryFormParts
  readonly #story: Story
  readonly #direction: 'ltr' | 'rtl'
  readonly #lines = new Map<Line, HTMLInputElement | HTMLTextAreaElement>()
  readonly #lead = new Map<LeadField, HTMLInputElement | HTMLSelectElement>()
  readonly #topics: HTMLInputElement[]
  readonly #authors: HTMLInputElement[]
  readonly #lettersClose: HTMLInputElement
  readonly #blocks: BlockList

  constructor(parts: StoryFormParts, story: Story) {
    const { words, paper } = parts
    const { language } = story
    this.#parts = parts
    this.#story = story
    this.#direction = languageFacts(language).direction
    this.#topics = boxes(namesIn(paper.topics, 'topic', language), story.topics, 'topic')
    this.#authors = boxes(namesIn(paper.authors, 'author', language), story.authors, 'author')
    this.#lettersClose = element('input', { type: 'date', id: 'story-letters-close' })
    this.#lettersClose.value = story.lettersClose ?? ''
    this.#blocks = new BlockList(
      {
        words,
        id: 'story-block',
        direction: this.#direction,
        pictures: () => pictureNames(paper),
        changed: parts.changed,
        addPicture: parts.addPicture,
      },
      story.blocks,
    )
    this.root = element(
      'div',
      { className: 'story-form' },
      ...this.#line('kicker', story.kicker),
      ...this.#line('headline', story.headline),
      ...this.#line('standfirst', story.standfirst, 'long'),
      ...this.#line('byline', story.byline),
      ...this.#line('place', story.place),
      ...this.#line('slug', story.slug),
      group(words.topics, this.#topics),
      group(words.authors, this.#authors),
      ...this.#line('keyPoints', story.keyPoints.join('\n'), 'long'),
      this.#leadGroup(story.lead),
      element('label', { htmlFor: this.#lettersClose.id }, words.lettersClose),
      this.#lettersClose,
      element('h2', {}, words.body),
      element('p', { className: 'hint' }, words.marks),
      this.#blocks.root,
    )
    this.root.addEventListener('input', () => parts.changed())
    this.root.addEventListener('change', () => parts.changed())
  }

  get written(): WrittenWords {
    const line = (name: Line): string => (this.#lines.get(name)?.value ?? '').trim()
    return {
      slug: line('slug'),
      kicker: line('kicker'),
      headline: line('headline'),
      standfirst: line('standfirst'),
      byline: line('byline'),
      place: line('place'),
      authors: chosen(this.#authors, this.#story.authors),
      topics: chosen(this.#topics, this.#story.topics),
      keyPoints: line('keyPoints')
        .split('\n')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
      lead: this.#leadValue(),
      blocks: this.#blocks.blocks,
      lettersClose: this.#lettersClose.value === '' ? null : this.#lettersClose.value,
    }
  }

  focus(): void {
    this.#lines.get('headline')?.focus()
  }

  #line(name: Line, value: string, size: 'short' | 'long' = 'short'): Node[] {
    const id = `story-${name}`
    const field =
      size === 'long'
        ? element('textarea', { id, rows: 1 })
        : element('input', { id, type: 'text', autocomplete: 'off' })
    field.dir = name === 'slug' ? 'ltr' : this.#direction
    field.spellcheck = name !== 'slug'
    field.value = value
    if (field instanceof HTMLTextAreaElement) {
      field.addEventListener('input', () => grow(field))
      grow(field)
    }
    this.#lines.set(name, field)
    return [element('label', { htmlFor: id }, this.#parts.words[name]), field]
  }

  #leadGroup(lead: PlacedPicture | null): HTMLElement {
    const { words, paper } = this.#parts
    const select = pictureSelect(words.noPicture, pictureNames(paper), lead?.picture ?? '')
    select.id = 'story-lead'
    this.#lead.set('picture', select)
    const add = button(words.addPicture, () => void this.#addLead(select))
    const rest = (['alternative', 'caption', 'credit'] as const).flatMap((name) => {
      const id = `story-lead-${name}`
      const field = element('input', { id, type: 'text', autocomplete: 'off' })
      field.dir = this.#direction
      field.value = lead?.[name] ?? ''
      this.#lead.set(name, field)
      return [element('label', { htmlFor: id }, words[name]), field]
    })
    select.setAttribute('aria-label', words.lead)
    return element('fieldset', {}, element('legend', {}, words.lead), select, add, ...rest)
  }

  async #addLead(select: HTMLSelectElement): Promise<void> {
    const name = await this.#parts.addPicture()
    if (name === null) return
    choosePicture(select, name)
    this.#parts.changed()
    this.#lead.get('alternative')?.focus()
  }

  #leadValue(): PlacedPicture | null {
    const field = (name: LeadField): string => (this.#lead.get(name)?.value ?? '').trim()
    if (field('picture') === '') return null
    return {
      picture: field('picture'),
      alternative: field('alternative'),
      caption: field('caption'),
      credit: field('credit'),
    }
  }
}

function pictureNames({ pictures }: PaperState): string[] {
  return pictures.map(({ picture }) => picture)
}

/** Those that have a page in the language, by name. */
function namesIn<K extends string>(
  all: readonly (Readonly<Record<K, string>> & {
    readonly name: Readonly<Record<string, string>>
  })[],
  key: K,
  language: string,
): [string, string][] {
  return all.flatMap((one) => {
    const name = one.name[language]
    return name === undefined ? [] : [[one[key], name] satisfies [string, string]]
  })
}

function boxes(
  names: readonly (readonly [string, string])[],
  has: readonly string[],
  of: string,
): HTMLInputElement[] {
  return names.map(([value, title]) => {
    const box = element('input', { type: 'checkbox', value, title, id: `story-${of}-${value}` })
    box.checked = has.includes(value)
    return box
  })
}

/** Those that are ticked, and those of before that have no box. */
function chosen(all: readonly HTMLInputElement[], before: readonly string[]): string[] {
  const boxed = new Set(all.map(({ value }) => value))
  const ticked = all.filter(({ checked }) => checked).map(({ value }) => value)
  return [...before.filter((one) => !boxed.has(one) || ticked.includes(one)), ...ticked].filter(
    (one, at, list) => list.indexOf(one) === at,
  )
}

function group(legend: string, all: readonly HTMLInputElement[]): HTMLElement {
  const rows = all.map((box) => element('label', { className: 'box' }, box, ` ${box.title}`))
  return element('fieldset', { className: 'boxes' }, element('legend', {}, legend), ...rows)
}
