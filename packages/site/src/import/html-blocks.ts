import { type ChildNode, Element, Text as TextNode } from 'domhandler'
import { textContent } from 'domutils'
import { parseDocument } from 'htmlparser2'
import type { Block } from '../records/block.ts'
import { withoutUnprintable } from '../records/plain-text.ts'
import { type Run, type Text, textForm, textOf } from '../records/text.ts'

/** What a post's markup came to, and what of it found no place. */
export interface Converted {
  readonly blocks: readonly Block[]
  /** Pictures, which are not in the export, and things that load something from elsewhere. */
  readonly left: number
}

const HEADINGS = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'])
const HOLDERS = new Set([
  'div',
  'section',
  'article',
  'main',
  'center',
  'figure',
  'details',
  'body',
])
const LEFT_OUT = new Set([
  'img',
  'picture',
  'iframe',
  'object',
  'embed',
  'video',
  'audio',
  'form',
  'script',
  'style',
  'svg',
])
const SHORTCODE = /\[\/?(?:caption|gallery|embed|audio|video|playlist|wp_caption)\b[^\]]*\]/g
const MOST_RUNS = 400
const MOST_TEXT = 20_000
const MOST_LINE = 500
const MOST_ITEMS = 200
const MOST_ROWS = 500
const MOST_COLUMNS = 12

/**
 * A post's HTML as typed blocks: words, their marks, and where they lead. Nothing of it is markup
 * afterwards; what loads something, and pictures, which an export has only as addresses, are left out
 * and counted.
 */
export function htmlBlocks(html: string): Converted {
  const maker = new BlockMaker()
  maker.take(parseDocument(html.replaceAll(SHORTCODE, '')).children)
  return maker.end()
}

/** The words of a piece of HTML alone, paragraphs parted by an empty line. */
export function htmlWords(html: string): string {
  const lines = htmlBlocks(html).blocks.flatMap(linesOf)
  return lines.join('\n\n')
}

function linesOf(block: Block): string[] {
  const plain = (text: Text): string =>
    typeof text === 'string' ? text : text.map((run) => run.text).join('')
  if (block.kind === 'list') return block.items.map(plain)
  if (block.kind === 'table') return block.rows.map((row) => row.join(' '))
  return 'text' in block ? [plain(block.text)] : []
}

class BlockMaker {
  readonly #blocks: Block[] = []
  #runs: Run[] = []
  #left = 0

  take(nodes: readonly ChildNode[]): void {
    for (const node of nodes) this.#takeOne(node)
  }

  end(): Converted {
    this.#close()
    return { blocks: this.#blocks, left: this.#left }
  }

  #takeOne(node: ChildNode): void {
    if (node instanceof TextNode) return this.#takeText(node.data)
    if (!(node instanceof Element)) return
    const { name } = node
    if (LEFT_OUT.has(name)) this.#left += 1
    else if (name === 'p' || HOLDERS.has(name)) this.#apart(() => this.take(node.children))
    else if (HEADINGS.has(name)) this.#apart(() => this.#addLine('heading', textContent(node)))
    else if (name === 'blockquote') this.#apart(() => this.#addQuote(node))
    else if (name === 'ul' || name === 'ol') this.#apart(() => this.#addList(node))
    else if (name === 'table') this.#apart(() => this.#addTable(node))
    else if (name === 'hr') this.#close()
    else this.#runs.push(...this.#inline(node, {}))
  }

  /** Before the editor of 2018 a paragraph was what stands between two empty lines. */
  #takeText(data: string): void {
    const [first = '', ...rest] = data.split(/\n[^\S\n]*\n\s*/)
    this.#runs.push({ text: first })
    for (const part of rest) {
      this.#close()
      this.#runs.push({ text: part })
    }
  }

  #apart(add: () => void): void {
    this.#close()
    add()
    this.#close()
  }

  #close(): void {
    const runs = this.#runs
    this.#runs = []
    for (const text of textsOf(runs)) this.#blocks.push({ kind: 'paragraph', text })
  }

  #addLine(kind: 'heading', text: string): void {
    const line = oneLine(text).slice(0, MOST_LINE)
    if (line !== '') this.#blocks.push({ kind, text: line })
  }

  #addQuote(node: Element): void {
    const inner = new BlockMaker()
    inner.take(
      node.children.filter((child) => !(child instanceof Element && child.name === 'cite')),
    )
    const { blocks, left } = inner.end()
    this.#left += left
    const cite = node.children.find((child) => child instanceof Element && child.name === 'cite')
    const source = cite === undefined ? '' : oneLine(textContent(cite)).slice(0, MOST_LINE)
    for (const block of blocks)
      if (block.kind === 'paragraph') this.#blocks.push({ kind: 'quote', text: block.text, source })
      else this.#blocks.push(block)
  }

  #addList(node: Element): void {
    const items = node.children
      .filter((child): child is Element => child instanceof Element && child.name === 'li')
      .flatMap((child) => textsOf(this.#inline(child, {})))
    for (let at = 0; at < items.length; at += MOST_ITEMS) {
      const some = items.slice(at, at + MOST_ITEMS)
      this.#blocks.push({ kind: 'list', items: some, ...(node.name === 'ol' && { ordered: true }) })
    }
  }

  /** A table of the form that ours have; any other one as paragraphs, a line a row. */
  #addTable(node: Element): void {
    const rows = elementsIn(node, 'tr').map((row) =>
      row.children
        .filter((cell): cell is Element => cell instanceof Element && /^t[hd]$/.test(cell.name))
        .map((cell) => oneLine(textContent(cell)).slice(0, MOST_LINE)),
    )
    const [head = [], ...body] = rows.filter((row) => row.some((cell) => cell !== ''))
    const isEven = body.every((row) => row.length === head.length) && head.length <= MOST_COLUMNS
    const caption = oneLine(textContent(elementsIn(node, 'caption'))).slice(0, MOST_LINE)
    if (isEven && body.length > 0 && body.length <= MOST_ROWS && caption !== '')
      this.#blocks.push({ kind: 'table', caption, head, rows: body, source: '' })
    else
      for (const row of [head, ...body])
        for (const text of textsOf([{ text: row.join(' · ') }]))
          this.#blocks.push({ kind: 'paragraph', text })
  }

  #inline(node: ChildNode, as: Omit<Run, 'text'>): Run[] {
    if (node instanceof TextNode) return [{ text: node.data, ...as }]
    if (!(node instanceof Element)) return []
    if (LEFT_OUT.has(node.name)) {
      this.#left += 1
      return []
    }
    if (node.name === 'br') return [{ text: '\n', ...as }]
    const inner = { ...as, ...markOf(node) }
    return node.children.flatMap((child) => this.#inline(child, inner))
  }
}

function markOf({ name, attribs }: Element): Omit<Run, 'text'> {
  if (name === 'em' || name === 'i') return { mark: 'emphasis' }
  if (name === 'strong' || name === 'b') return { mark: 'strong' }
  const href = name === 'a' ? attribs['href']?.trim() : undefined
  return href !== undefined && isTaken(href) ? { href } : {}
}

/** As the records' own form has it. */
function isTaken(href: string): boolean {
  return textForm.safeParse([{ text: 'x', href }]).success
}

/** Spaces as a browser shows them; in as many texts as it takes to keep each within its bounds. */
function textsOf(runs: readonly Run[]): Text[] {
  const texts: Text[] = []
  let part: Run[] = []
  let length = 0
  const close = (): void => {
    const text = textOf(trimmed(part))
    if (text !== '') texts.push(text)
    part = []
    length = 0
  }
  for (const run of runs.flatMap(inPieces)) {
    if (length + run.text.length > MOST_TEXT || part.length >= MOST_RUNS) close()
    part.push(run)
    length += run.text.length
  }
  close()
  return texts
}

function inPieces({ text, ...as }: Run): Run[] {
  const clean = withoutUnprintable(text)
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
  const pieces = clean.match(new RegExp(`[^]{1,${MOST_TEXT}}`, 'g')) ?? []
  return pieces.map((piece) => ({ text: piece, ...as }))
}

function trimmed(runs: readonly Run[]): Run[] {
  const kept = runs.filter(({ text }) => text !== '')
  while (kept[0]?.text.trim() === '') kept.shift()
  while (kept.at(-1)?.text.trim() === '') kept.pop()
  return kept.map((run, at) => {
    const start = at === 0 ? run.text.trimStart() : run.text
    return { ...run, text: at === kept.length - 1 ? start.trimEnd() : start }
  })
}

function oneLine(text: string): string {
  return withoutUnprintable(text).replaceAll(/\s+/g, ' ').trim()
}

function elementsIn(node: Element, name: string): Element[] {
  return node.children.flatMap((child) =>
    child instanceof Element ? (child.name === name ? [child] : elementsIn(child, name)) : [],
  )
}
