import { button, element, signButton } from '../element.ts'
import { fill } from '../messages.ts'
import {
  asKind,
  BLOCK_KINDS,
  type BlockFields,
  type BlockKind,
  type FieldName,
  FIELDS,
  LONG_FIELDS,
} from './block-fields.ts'
import { choosePicture, pictureSelect } from './picture-select.ts'
import type { StoryWords } from './story-words.ts'

/** What typing these at the beginning of a paragraph makes of it. */
const BEGINNINGS: Readonly<Record<string, BlockKind>> = {
  '# ': 'heading',
  '> ': 'quote',
  '- ': 'list',
  '1. ': 'numbered',
  '| ': 'table',
}

export interface RowParts {
  readonly words: StoryWords
  /** Unique in the page. */
  readonly id: string
  readonly direction: 'ltr' | 'rtl'
  /** Names of the site's pictures, with what they show. */
  readonly pictures: () => readonly string[]
  readonly acts: RowActs
}

interface RowActs {
  /** What is typed is told by the event of its field. */
  readonly changed: () => void
  readonly move: (row: BlockRow, step: 1 | -1) => void
  readonly remove: (row: BlockRow) => void
  /** A new paragraph below it, with these words. */
  readonly split: (row: BlockRow, after: string) => void
  readonly addPicture: (row: BlockRow) => void
}

type Field = HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement

/** One block in the editor: its kind, its fields, and keys to move and remove it. */
export class BlockRow {
  readonly root: HTMLElement
  readonly #parts: RowParts
  readonly #kind: HTMLSelectElement
  readonly #body: HTMLElement = element('div', { className: 'block-fields' })
  readonly #fields = new Map<FieldName, Field>()

  constructor(parts: RowParts, { kind, fields }: BlockFields) {
    const { words, id, acts } = parts
    this.#parts = parts
    const options = BLOCK_KINDS.map((one) => element('option', { value: one }, words[one]))
    this.#kind = element('select', { id: `${id}-kind` }, ...options)
    this.#kind.setAttribute('aria-label', words.blockKind)
    this.#kind.value = kind
    this.#kind.addEventListener('change', () => this.#become(kindOf(this.#kind.value)))
    const head = element(
      'div',
      { className: 'block-head' },
      this.#kind,
      signButton('↑', words.moveUp, () => acts.move(this, -1)),
      signButton('↓', words.moveDown, () => acts.move(this, 1)),
      signButton('✕', words.removeBlock, () => acts.remove(this)),
    )
    this.root = element('div', { className: 'block' }, head, this.#body)
    this.root.setAttribute('role', 'group')
    this.root.addEventListener('keydown', (event) => this.#key(event))
    this.#show({ kind, fields })
  }

  get value(): BlockFields {
    const fields = [...this.#fields].map(([name, field]) => [name, field.value] as const)
    return { kind: kindOf(this.#kind.value), fields: Object.fromEntries(fields) }
  }

  /** For a screen reader: which of how many. */
  place(at: number, of: number): void {
    const { words } = this.#parts
    const label = words.blockPlace.replace('{of}', String(of))
    this.root.setAttribute('aria-label', fill(label, at))
  }

  /** Puts the caret into its words. */
  focus(where: 'start' | 'end' = 'start'): void {
    const [field] = this.#fields.values()
    field?.focus()
    if (field === undefined || field instanceof HTMLSelectElement) return
    const at = where === 'start' ? 0 : field.value.length
    field.setSelectionRange(at, at)
  }

  /** The picture that was just added. */
  choosePicture(name: string): void {
    const field = this.#fields.get('picture')
    if (!(field instanceof HTMLSelectElement)) return
    choosePicture(field, name)
    this.#parts.acts.changed()
    this.#fields.get('alternative')?.focus()
  }

  #become(kind: BlockKind): void {
    const { value } = this
    const before = { ...value, kind: kindOf(this.root.dataset['kind'] ?? value.kind) }
    this.#show(asKind(before, kind))
    this.#parts.acts.changed()
    this.focus('end')
  }

  #show({ kind, fields }: BlockFields): void {
    this.root.dataset['kind'] = kind
    this.#kind.value = kind
    this.#fields.clear()
    const made = FIELDS[kind].flatMap((name) => this.#field(name, fields[name] ?? ''))
    this.#body.replaceChildren(...made)
    for (const field of this.#fields.values()) if (field instanceof HTMLTextAreaElement) grow(field)
  }

  #field(name: FieldName, value: string): Node[] {
    const { words, id, direction, acts } = this.#parts
    const field = this.#made(name, value)
    field.id = `${id}-${name}`
    field.dir = direction
    field.value = value
    this.#fields.set(name, field)
    field.addEventListener('input', () => {
      if (field instanceof HTMLTextAreaElement) grow(field)
      this.#begin()
    })
    const label = element('label', { htmlFor: field.id }, words[name])
    if (name !== 'picture') return [label, field]
    return [label, field, button(words.addPicture, () => acts.addPicture(this))]
  }

  #made(name: FieldName, value: string): Field {
    const { words, pictures } = this.#parts
    if (name === 'picture') return pictureSelect(words.noPicture, pictures(), value)
    return LONG_FIELDS.has(name)
      ? element('textarea', { rows: 1, spellcheck: true })
      : element('input', { type: 'text', autocomplete: 'off', spellcheck: true })
  }

  /** `# ` at the beginning of a paragraph makes it a heading, and so on. */
  #begin(): void {
    const { kind, fields } = this.value
    if (kind !== 'paragraph') return
    const typed = fields['text'] ?? ''
    const sign = Object.keys(BEGINNINGS).find((one) => typed === one)
    const other = sign === undefined ? undefined : BEGINNINGS[sign]
    if (other === undefined) return
    this.#show({ kind: other, fields: {} })
    this.focus()
  }

  #key(event: KeyboardEvent): void {
    const { acts } = this.#parts
    if (event.isComposing) return
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      acts.move(this, event.key === 'ArrowUp' ? -1 : 1)
      return
    }
    const field = event.target
    if (!(field instanceof HTMLTextAreaElement) && !(field instanceof HTMLInputElement)) return
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && this.#splits(field)) {
      event.preventDefault()
      const { value, selectionStart, selectionEnd } = field
      const at = selectionStart ?? value.length
      field.value = value.slice(0, at)
      if (field instanceof HTMLTextAreaElement) grow(field)
      acts.split(this, value.slice(selectionEnd ?? at))
    }
    const isBlank = Object.values(this.value.fields).every((one) => one === '')
    if (event.key === 'Backspace' && isBlank) {
      event.preventDefault()
      acts.remove(this)
    }
  }

  /** Where a new line makes no sense, or makes a new block. */
  #splits(field: HTMLTextAreaElement | HTMLInputElement): boolean {
    const { kind } = this.value
    const [first] = this.#fields.values()
    return field === first && (kind === 'paragraph' || kind === 'heading' || kind === 'pull-quote')
  }
}

function kindOf(value: string): BlockKind {
  return BLOCK_KINDS.find((one) => one === value) ?? 'paragraph'
}

/** As high as its text. */
export function grow(area: HTMLTextAreaElement): void {
  requestAnimationFrame(() => {
    area.rows = 1
    const style = getComputedStyle(area)
    const line = Number.parseFloat(style.lineHeight)
    const frame = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom)
    const lines = Math.round((area.scrollHeight - frame) / (line > 0 ? line : 24))
    area.rows = Math.min(Math.max(1, lines), 40)
  })
}
