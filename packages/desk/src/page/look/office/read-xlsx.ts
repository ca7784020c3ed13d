import { type Block, heading } from './block.ts'
import { attribute, named, type OfficePackage } from './package.ts'

const SHEET = /^xl\/worksheets\/[^/]+\.xml$/u
const LETTERS_IN_ALPHABET = 26
const MOST_COLUMNS = 64

/** The sheets of an XLSX (ECMA-376, part 1): what stands in each cell, not how it was reckoned. */
export function readXlsx(parts: OfficePackage): Block[] {
  const strings = parts.xml('xl/sharedStrings.xml')
  const shared = strings === null ? [] : named(strings, 'si').map((one) => plainText(one))
  const book = parts.xml('xl/workbook.xml')
  const names = book === null ? [] : named(book, 'sheet').map((sheet) => attribute(sheet, 'name'))
  return parts.names
    .filter((name) => SHEET.test(name))
    .flatMap((name, at): Block[] => {
      const sheet = parts.xml(name)
      if (sheet === null) return []
      const rows = named(sheet, 'row').map((row) => rowOf(row, shared))
      const begin: Block[] = at === 0 ? [] : [{ kind: 'break' }]
      return [...begin, heading(names[at] ?? name, 2), ...rows]
    })
}

function rowOf(row: Element, shared: readonly string[]): Block {
  const cells: string[] = []
  for (const cell of named(row, 'c')) {
    const at = columnOf(attribute(cell, 'r') ?? '') ?? cells.length
    if (at >= MOST_COLUMNS) continue
    while (cells.length < at) cells.push('')
    cells[at] = valueOf(cell, shared)
  }
  return { kind: 'row', cells: [attribute(row, 'r') ?? '', ...cells] }
}

function valueOf(cell: Element, shared: readonly string[]): string {
  const [value] = named(cell, 'v')
  const written = value?.textContent ?? ''
  const kind = attribute(cell, 't')
  if (kind === 's') return shared[Number(written)] ?? ''
  return kind === 'inlineStr' ? plainText(cell) : written
}

/** 'C7' is 2; null when it is no place. */
function columnOf(place: string): number | null {
  const letters = /^([A-Z]{1,3})\d+$/u.exec(place)?.[1]
  if (letters === undefined) return null
  const first = 'A'.charCodeAt(0) - 1
  const sum = Array.from(letters).reduce(
    (total, letter) => total * LETTERS_IN_ALPHABET + letter.charCodeAt(0) - first,
    0,
  )
  return sum - 1
}

function plainText(element: Element): string {
  return named(element, 't')
    .map(({ textContent }) => textContent ?? '')
    .join('')
}
