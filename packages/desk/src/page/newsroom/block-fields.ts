import { type Block, formatMarked, readMarked, type Text } from '@postern/site/records'

/** What a block is called where it is chosen: a list with numbers is one of its own there. */
export type BlockKind = Block['kind'] | 'numbered'

/** A block as it stands in the editor: plain fields by name. */
export interface BlockFields {
  readonly kind: BlockKind
  readonly fields: Readonly<Record<string, string>>
}

export type FieldName =
  'text' | 'source' | 'items' | 'picture' | 'alternative' | 'caption' | 'credit' | 'rows' | 'title'

/** The fields of each kind; the first holds its words. */
export const FIELDS: Readonly<Record<BlockKind, readonly [FieldName, ...FieldName[]]>> = {
  paragraph: ['text'],
  heading: ['text'],
  quote: ['text', 'source'],
  'pull-quote': ['text'],
  list: ['items'],
  numbered: ['items'],
  picture: ['picture', 'alternative', 'caption', 'credit'],
  table: ['rows', 'caption', 'source'],
  note: ['text', 'title'],
}

export const BLOCK_KINDS: readonly BlockKind[] = [
  'paragraph',
  'heading',
  'quote',
  'pull-quote',
  'list',
  'numbered',
  'picture',
  'table',
  'note',
]

/** Fields in which marks may stand and that grow by lines. */
export const LONG_FIELDS: ReadonlySet<FieldName> = new Set<FieldName>(['text', 'items', 'rows'])

/** A block, opened for editing. */
export function fieldsOf(block: Block): BlockFields {
  switch (block.kind) {
    case 'paragraph':
      return { kind: 'paragraph', fields: { text: formatMarked(block.text) } }
    case 'quote':
      return { kind: 'quote', fields: { text: formatMarked(block.text), source: block.source } }
    case 'note':
      return { kind: 'note', fields: { text: formatMarked(block.text), title: block.title } }
    case 'heading':
    case 'pull-quote':
      return { kind: block.kind, fields: { text: block.text } }
    case 'list': {
      const items = block.items.map((item) => formatMarked(item).replaceAll('\n', ' ')).join('\n')
      return { kind: block.ordered === true ? 'numbered' : 'list', fields: { items } }
    }
    case 'picture': {
      const { picture, alternative, caption, credit } = block
      return { kind: 'picture', fields: { picture, alternative, caption, credit } }
    }
    case 'table': {
      const rows = [block.head, ...block.rows].map(formatRow).join('\n')
      return { kind: 'table', fields: { rows, caption: block.caption, source: block.source } }
    }
    default:
      throw new TypeError('unknown kind of block')
  }
}

/** The block that the fields say; whether it may stand in a story the story's own check says. */
export function blockOf({ kind, fields }: BlockFields): Block {
  const field = (name: FieldName): string => (fields[name] ?? '').trim()
  switch (kind) {
    case 'paragraph':
      return { kind, text: readMarked(field('text')) }
    case 'quote':
      return { kind, text: readMarked(field('text')), source: field('source') }
    case 'note':
      return { kind, text: readMarked(field('text')), title: field('title') }
    case 'heading':
    case 'pull-quote':
      return { kind, text: field('text') }
    case 'list':
      return { kind, items: itemsOf(field('items')) }
    case 'numbered':
      return { kind: 'list', ordered: true, items: itemsOf(field('items')) }
    case 'picture':
      return {
        kind,
        picture: field('picture'),
        alternative: field('alternative'),
        caption: field('caption'),
        credit: field('credit'),
      }
    case 'table': {
      const [head = [], ...rows] = linesOf(field('rows')).map(readRow)
      const filled = rows.map((row) => head.map((_, at) => row[at] ?? ''))
      const isWide = rows.some((row) => row.length > head.length)
      const caption = field('caption')
      return { kind, caption, source: field('source'), head, rows: isWide ? rows : filled }
    }
    default:
      throw new TypeError('unknown kind of block')
  }
}

/** The same words as another kind; what the other has no place for is left out. */
export function asKind({ kind, fields }: BlockFields, other: BlockKind): BlockFields {
  const [from] = FIELDS[kind]
  const [to] = FIELDS[other]
  const kept = FIELDS[other].flatMap((name) => {
    const value = fields[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const words = kind === 'picture' || other === 'picture' ? '' : (fields[from] ?? '')
  return { kind: other, fields: { [to]: words, ...Object.fromEntries(kept) } }
}

/** True when nothing is written in it. */
export function isEmpty({ fields }: BlockFields): boolean {
  return Object.values(fields).every((value) => value.trim() === '')
}

function itemsOf(typed: string): Text[] {
  return linesOf(typed).map(readMarked)
}

function linesOf(typed: string): string[] {
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Cells stand between bars; a bar that is meant has a backslash before it. */
function formatRow(cells: readonly string[]): string {
  return cells.map((cell) => cell.replaceAll(/[\\|]/g, '\\$&').replaceAll('\n', ' ')).join(' | ')
}

/** Cells between bars, or between tabs as a spreadsheet gives them. */
function readRow(line: string): string[] {
  if (line.includes('\t')) return line.split('\t').map((cell) => cell.trim())
  const cells = line.split(/(?<!\\)\|/)
  return cells.map((cell) => cell.replaceAll(/\\([\\|])/g, '$1').trim())
}
