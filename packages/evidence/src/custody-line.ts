import type { CustodyEntry, CustodyFacts, ItemTaken } from '@postern/casework'
import { toHex } from '@postern/protocol'

/** How a member is called, by his key in hex. */
export type NameOf = (member: string) => string

/** One event of the custody log, as a line of JSON has it. */
export type CustodyLine = Readonly<Record<string, string | number | null>>

/** Facts first, then what proves them: the event as it was signed, and its hash. */
export function custodyLine(entry: CustodyEntry, number: number, nameOf: NameOf): CustodyLine {
  const { facts, author, atMs, hash, bytes } = entry
  const by = toHex(author)
  return {
    number,
    at: new Date(atMs).toISOString(),
    by: nameOf(by),
    byKey: by,
    ...said(facts),
    eventHash: toHex(hash),
    event: toHex(bytes),
  }
}

/** What was taken in its source's browser of one item. */
export function itemLine(taken: ItemTaken): CustodyLine {
  const { item, report, name, mediaType, bytes, sha256, copy } = taken
  const facts = { name, mediaType, bytes, sha256: toHex(sha256), copy }
  return { item: toHex(item), report: toHex(report), ...facts }
}

function said(facts: CustodyFacts): CustodyLine {
  switch (facts.kind) {
    case 'item-taken':
      return { kind: facts.kind, ...itemLine(facts) }
    case 'derivative-made': {
      const { kind, derivative, item, how, sha256, bytes } = facts
      return {
        kind,
        derivative: toHex(derivative),
        item: toHex(item),
        how,
        sha256: toHex(sha256),
        bytes,
      }
    }
    case 'custody': {
      const { kind, item, act, detail, sha256 } = facts
      return { kind, item: toHex(item), act, detail, sha256: sha256 && toHex(sha256) }
    }
    case 'recalled':
      return { kind: facts.kind, target: toHex(facts.target), detail: facts.reason }
    default:
      throw new TypeError('no event of a custody log')
  }
}

const COLUMNS = [
  'number',
  'at',
  'by',
  'kind',
  'item',
  'derivative',
  'act',
  'detail',
  'name',
  'bytes',
  'sha256',
  'eventHash',
] as const

/** The same as a table for people. (RFC 4180) */
export function custodyTable(lines: readonly CustodyLine[]): string {
  const rows = lines.map((line) =>
    COLUMNS.map((column) => cell(line[column] ?? line[OTHER[column] ?? ''])),
  )
  return [COLUMNS.map(cell), ...rows].map((row) => `${row.join(',')}\r\n`).join('')
}

/** Where a kind of event has no such fact, the one that stands for it. */
const OTHER: Readonly<Record<string, string>> = { detail: 'how', item: 'target' }

/** What a spreadsheet would take for a formula, it takes for text. (OWASP, CSV injection) */
function cell(value: string | number | null | undefined): string {
  const text = String(value ?? '')
  const safe = /^[=+\-@\t\r\n＝＋－＠]/u.test(text) && typeof value === 'string' ? `'${text}` : text
  return /[",\r\n']/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
