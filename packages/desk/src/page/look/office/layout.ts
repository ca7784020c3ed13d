import type { Block } from './block.ts'

/** One line on a page: where it stands and what it says. */
export interface Line {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly size: number
  readonly isBold: boolean
  readonly text: string
}

/** How wide a text is in this size, in pixels. */
export type Measure = (text: string, size: number, isBold: boolean) => number

export const PAGE = { width: 1_000, height: 1_414, margin: 72 }
const TEXT = 20
const CELL = 16
const HEADINGS = [32, 26, 22]
const LEADING = 1.4
const GAP = 10
const CELL_GAP = 12
const MOST_CHARACTERS = 2_000_000

/** Lines of text, page by page, in the order of the paper. Pure: `measure` is handed in. */
export function layPages(blocks: readonly Block[], measure: Measure, mostPages: number): Line[][] {
  const pages: Line[][] = [[]]
  let y = PAGE.margin
  let left = MOST_CHARACTERS
  const place = (height: number, lines: (top: number) => Line[]): void => {
    if (y + height > PAGE.height - PAGE.margin && y > PAGE.margin) {
      pages.push([])
      y = PAGE.margin
    }
    pages.at(-1)?.push(...lines(y))
    y += height
  }
  for (const block of blocks) {
    if (pages.length > mostPages || left < 0) break
    if (block.kind === 'break') {
      if (y > PAGE.margin) pages.push([])
      y = PAGE.margin
    } else if (block.kind === 'row') {
      left -= block.cells.join('').length
      const row = rowOf(block.cells, measure)
      place(row.height, row.lines)
    } else {
      left -= block.text.length
      const size = block.level === 0 ? TEXT : (HEADINGS[block.level - 1] ?? TEXT)
      const isBold = block.level > 0
      const width = PAGE.width - 2 * PAGE.margin
      for (const text of wrapped(block.text, width, (part) => measure(part, size, isBold)))
        place(size * LEADING, (top) => [{ x: PAGE.margin, y: top, width, size, isBold, text }])
      y += GAP
    }
  }
  return pages.slice(0, mostPages)
}

interface Row {
  readonly height: number
  readonly lines: (top: number) => Line[]
}

/** Cells side by side, all of one width; a row higher than a page loses what is below. */
function rowOf(cells: readonly string[], measure: Measure): Row {
  const all = PAGE.width - 2 * PAGE.margin
  const width = all / Math.max(1, cells.length) - CELL_GAP
  const most = Math.floor((PAGE.height - 2 * PAGE.margin) / (CELL * LEADING))
  const texts = cells.map((cell) =>
    wrapped(cell, width, (part) => measure(part, CELL, false)).slice(0, most),
  )
  const count = Math.max(1, ...texts.map(({ length }) => length))
  const lines = (top: number): Line[] =>
    texts.flatMap((own, column) =>
      own.map((text, at) => ({
        x: PAGE.margin + column * (width + CELL_GAP),
        y: top + at * CELL * LEADING,
        width,
        size: CELL,
        isBold: false,
        text,
      })),
    )
  return { height: count * CELL * LEADING + GAP / 2, lines }
}

/** Text in lines that fit; a word that is longer than a line is cut. */
function wrapped(text: string, width: number, measure: (part: string) => number): string[] {
  return text.split('\n').flatMap((hard) => {
    const lines: string[] = []
    let line = ''
    for (const word of hard.replaceAll('\t', '    ').split(/(?<=\s)/u)) {
      if (line !== '' && measure(line + word.trimEnd()) > width) {
        lines.push(line)
        line = ''
      }
      line += word
      while (measure(line.trimEnd()) > width && line.length > 1) {
        const fits = fitting(line, width, measure)
        lines.push(line.slice(0, fits))
        line = line.slice(fits)
      }
    }
    return [...lines, line]
  })
}

/** So many characters from the front fit, at least one. */
function fitting(text: string, width: number, measure: (part: string) => number): number {
  let [least, most] = [1, text.length]
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    if (measure(text.slice(0, middle)) <= width) least = middle
    else most = middle - 1
  }
  return least
}
