import type { Block } from '@postern/site/records'
import { button, element } from '../element.ts'
import { fill } from '../messages.ts'
import { type BlockFields, blockOf, fieldsOf, isEmpty } from './block-fields.ts'
import { BlockRow } from './block-row.ts'
import type { StoryWords } from './story-words.ts'

export interface BlockListParts {
  readonly words: StoryWords
  /** Unique in the page. */
  readonly id: string
  readonly direction: 'ltr' | 'rtl'
  readonly pictures: () => readonly string[]
  readonly changed: () => void
  /** Lets a person add a picture; its name, or null. */
  readonly addPicture: () => Promise<string | null>
}

/** The body of a story, block by block, worked on from the keyboard; what was removed can be put back. */
export class BlockList {
  readonly root: HTMLElement
  readonly #parts: BlockListParts
  readonly #list: HTMLElement = element('div', { className: 'blocks' })
  readonly #status: HTMLElement = element('p', { className: 'block-status' })
  readonly #undo: HTMLButtonElement
  #rows: BlockRow[]
  #removed: { row: BlockRow; at: number }[] = []
  #made = 0

  constructor(parts: BlockListParts, blocks: readonly Block[]) {
    const { words } = parts
    this.#parts = parts
    this.#rows = blocks.map((block) => this.#row(fieldsOf(block)))
    this.#status.setAttribute('role', 'status')
    this.#undo = button(words.putBack, () => this.#putBack())
    this.#undo.hidden = true
    const add = button(words.addBlock, () => this.#insert(this.#rows.length, EMPTY))
    add.className = 'add-block'
    const foot = element('div', { className: 'acts' }, add, this.#undo)
    this.root = element('div', { className: 'block-list' }, this.#list, foot, this.#status)
    this.#show()
  }

  /** What is empty is left out. */
  get blocks(): Block[] {
    const written = this.#rows.map(({ value }) => value).filter((value) => !isEmpty(value))
    return written.map(blockOf)
  }

  #row(fields: BlockFields): BlockRow {
    const { words, id, direction, pictures, changed } = this.#parts
    this.#made += 1
    const acts = {
      changed,
      move: (row: BlockRow, step: 1 | -1) => this.#move(row, step),
      remove: (row: BlockRow) => this.#remove(row),
      split: (row: BlockRow, after: string) =>
        this.#insert(this.#rows.indexOf(row) + 1, { kind: 'paragraph', fields: { text: after } }),
      addPicture: (row: BlockRow) => void this.#addPicture(row),
    }
    return new BlockRow({ words, id: `${id}-${this.#made}`, direction, pictures, acts }, fields)
  }

  #show(): void {
    const { length } = this.#rows
    for (const [at, row] of this.#rows.entries()) row.place(at + 1, length)
    this.#list.replaceChildren(...this.#rows.map(({ root }) => root))
    this.#undo.hidden = this.#removed.length === 0
  }

  #insert(at: number, fields: BlockFields): void {
    const row = this.#row(fields)
    this.#rows.splice(at, 0, row)
    this.#show()
    row.focus()
    this.#parts.changed()
  }

  #move(row: BlockRow, step: 1 | -1): void {
    const from = this.#rows.indexOf(row)
    const to = from + step
    if (to < 0 || to >= this.#rows.length) return
    const { activeElement } = document
    this.#rows.splice(from, 1)
    this.#rows.splice(to, 0, row)
    this.#show()
    if (activeElement instanceof HTMLElement) activeElement.focus()
    const { words, changed } = this.#parts
    this.#status.textContent = fill(words.movedTo, to + 1)
    changed()
  }

  #remove(row: BlockRow): void {
    const at = this.#rows.indexOf(row)
    this.#rows.splice(at, 1)
    if (!isEmpty(row.value)) this.#removed.push({ row, at })
    this.#show()
    const near = this.#rows[Math.max(0, at - 1)]
    near?.focus('end')
    const { words, changed } = this.#parts
    this.#status.textContent = words.removed
    changed()
  }

  #putBack(): void {
    const last = this.#removed.pop()
    if (last === undefined) return
    this.#rows.splice(Math.min(last.at, this.#rows.length), 0, last.row)
    this.#show()
    last.row.focus()
    this.#status.textContent = ''
    this.#parts.changed()
  }

  async #addPicture(row: BlockRow): Promise<void> {
    const name = await this.#parts.addPicture()
    if (name !== null) row.choosePicture(name)
  }
}

const EMPTY: BlockFields = { kind: 'paragraph', fields: {} }
