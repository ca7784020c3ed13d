import { type Run, runsOf, type Text, textOf } from './text.ts'

/**
 * Text as it is typed into a plain field: `_emphasis_`, `*strong*`, `[words](address)`, and a backslash
 * before a sign that is meant as itself. `readMarked` reads back what this wrote, but for spaces at
 * the edges of marked words, which come to stand outside of the marks.
 */
export function formatMarked(text: Text): string {
  return runsOf(text).map(formatRun).join('')
}

/** Every text can be read: a mark without its partner stands for itself. */
export function readMarked(typed: string): Text {
  return textOf(readRuns(typed, {}))
}

type Marks = Pick<Run, 'mark' | 'href'>

const SIGNS = { emphasis: '_', strong: '*' } as const
const SPECIAL = /[\\_*[\]]/g

function formatRun({ text, mark, href }: Run): string {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(text) ?? []
  if (words === '') return escaped(text)
  const sign = mark === undefined ? '' : SIGNS[mark]
  const marked = sign + escaped(words) + sign
  const linked = href === undefined ? marked : `[${marked}](${href.replaceAll(/[\\)]/g, '\\$&')})`
  return escaped(before) + linked + escaped(after)
}

function escaped(text: string): string {
  return text.replaceAll(SPECIAL, '\\$&')
}

function readRuns(typed: string, marks: Marks): Run[] {
  const runs: Run[] = []
  let at = 0
  while (at < typed.length) {
    const found = markedAt(typed, at, marks) ?? plainAt(typed, at, marks)
    runs.push(...found.runs)
    at = found.end
  }
  return runs
}

interface Found {
  readonly runs: readonly Run[]
  readonly end: number
}

function plainAt(typed: string, at: number, marks: Marks): Found {
  const isEscape = typed[at] === '\\' && /[\\_*[\]]/.test(typed[at + 1] ?? '')
  const from = isEscape ? at + 1 : at
  return { runs: [{ text: typed[from] ?? '', ...marks }], end: from + 1 }
}

/** A link, or marked words, when one begins here; within a mark there is no other. */
function markedAt(typed: string, at: number, marks: Marks): Found | null {
  if (typed[at] === '[' && marks.href === undefined && marks.mark === undefined)
    return linkAt(typed, at)
  const mark = typed[at] === '_' ? 'emphasis' : typed[at] === '*' ? 'strong' : null
  if (mark === null || marks.mark !== undefined) return null
  const end = closing(typed, at + 1, SIGNS[mark])
  const words = typed.slice(at + 1, end ?? at + 1)
  if (end === null || words === '' || /^\s|\s$/u.test(words)) return null
  return { runs: readRuns(words, { ...marks, mark }), end: end + 1 }
}

function linkAt(typed: string, at: number): Found | null {
  const end = closing(typed, at + 1, ']')
  if (end === null || end === at + 1 || typed[end + 1] !== '(') return null
  const close = closing(typed, end + 2, ')')
  if (close === null || close === end + 2) return null
  const href = typed.slice(end + 2, close).replaceAll(/\\([\\)])/g, '$1')
  return { runs: readRuns(typed.slice(at + 1, end), { href }), end: close + 1 }
}

/** Where the sign stands next and is no escaped one. */
function closing(typed: string, from: number, sign: string): number | null {
  for (let at = from; at < typed.length; at += 1)
    if (typed[at] === '\\') at += 1
    else if (typed[at] === sign) return at
  return null
}
