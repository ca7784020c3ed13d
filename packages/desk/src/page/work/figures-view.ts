import {
  type Contact,
  type Count,
  quarterFigures,
  type QuarterFigures,
  weekFigures,
  type WeekFigures,
} from '@postern/casework'
import { shortDayText } from '../day-text.ts'
import { button, element } from '../element.ts'
import { type WorkWords, workWords } from './work-words.ts'

const WEEKS = 12
const WIDTH = 600
const HEIGHT = 160
const GAP = 6
const SVG = 'http://www.w3.org/2000/svg'

type Column = Exclude<keyof QuarterFigures, 'quarter'>
const COLUMNS: readonly Column[] = [
  'contacts',
  'accepted',
  'declined',
  'undecided',
  'messages',
  'answers',
  'answeredInTime',
  'medianDays',
]

/** What the desk has done: by week for itself, by quarter for others, with nothing under five. */
export function figuresView(
  language: string,
  contacts: readonly Contact[],
  nowMs: number,
): HTMLElement {
  const words = workWords(language)
  const weeks = weekFigures(contacts, nowMs, WEEKS)
  const quarters = quarterFigures(contacts)
  return element(
    'div',
    { className: 'thread figures' },
    element('h2', {}, words.figures),
    element('h3', {}, words.byWeek),
    element('p', { className: 'proof' }, words.byWeekWhat),
    chart(words, weeks),
    weekTable(words, language, weeks),
    element('h3', {}, words.byQuarter),
    element('p', { className: 'proof' }, words.byQuarterWhat),
    quarterTable(words, language, quarters),
    element(
      'div',
      { className: 'acts' },
      button(words.saveTable, () => save(quarters)),
    ),
  )
}

/** Two bars a week; the table below says the same in figures. */
function chart(words: WorkWords, weeks: readonly WeekFigures[]): SVGElement {
  const svg = shape('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'chart', role: 'img' })
  svg.setAttribute('aria-label', words.byWeek)
  const most = Math.max(1, ...weeks.flatMap(({ contacts, answers }) => [contacts, answers]))
  const step = WIDTH / weeks.length
  for (const [at, { contacts, answers }] of weeks.entries())
    for (const [n, value] of [contacts, answers].entries()) {
      const height = (value / most) * (HEIGHT - GAP)
      const width = (step - 2 * GAP) / 2
      svg.append(
        shape('rect', {
          x: `${at * step + GAP + n * width}`,
          y: `${HEIGHT - height}`,
          width: `${width}`,
          height: `${height}`,
          class: n === 0 ? 'bar contacts' : 'bar answers',
        }),
      )
    }
  return svg
}

function weekTable(words: WorkWords, language: string, weeks: readonly WeekFigures[]): HTMLElement {
  const rows = weeks.map(({ fromMs, contacts, answers }) => [
    shortDayText(language, fromMs),
    contacts.toLocaleString(language),
    answers.toLocaleString(language),
  ])
  return table([words.week, words.contacts, words.answers], rows)
}

function quarterTable(
  words: WorkWords,
  language: string,
  quarters: readonly QuarterFigures[],
): HTMLElement {
  const told = (count: Count): string =>
    count === null ? words.tooFew : count.toLocaleString(language)
  const rows = quarters.map((figures) => [
    figures.quarter,
    ...COLUMNS.map((column) => told(figures[column])),
  ])
  return table([words.quarter, ...COLUMNS.map((column) => words[column])], rows)
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const head = element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)))
  const body = rows.map(([first = '', ...cells]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, first),
      ...cells.map((cell) => element('td', {}, cell)),
    ),
  )
  const made = element('table', {}, element('thead', {}, head), element('tbody', {}, ...body))
  const wide = element('div', { className: 'wide', tabIndex: 0 }, made)
  wide.setAttribute('role', 'region')
  wide.setAttribute('aria-label', heads.slice(0, 1).join())
  return wide
}

function shape(tag: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(SVG, tag)
  if (!(made instanceof SVGElement)) throw new TypeError(`${tag} is no shape`)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}

/** A table for others: names as in the code, an empty cell where nothing is told. (RFC 4180) */
function quarterCsv(quarters: readonly QuarterFigures[]): string {
  const rows = quarters.map((figures) => [
    figures.quarter,
    ...COLUMNS.map((column) => figures[column] ?? ''),
  ])
  return [['quarter', ...COLUMNS], ...rows].map((row) => `${row.join(',')}\r\n`).join('')
}

function save(quarters: readonly QuarterFigures[]): void {
  const address = URL.createObjectURL(new Blob([quarterCsv(quarters)], { type: 'text/csv' }))
  element('a', { href: address, download: 'quarters.csv' }).click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
