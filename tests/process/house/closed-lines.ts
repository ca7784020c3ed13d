import { COUNTED, FATAL, NOTICES } from '@postern/runtime'

const PLACE = /^packages\/[a-z-]+\/src\/[a-z0-9/-]+\.ts:\d+$/

type Fields = Readonly<Record<string, unknown>>

/** The lines that are none of the closed log's: all that may not be there. */
export function openLines(lines: readonly string[]): string[] {
  return lines.filter((line) => !isClosed(line))
}

/** Whether a line says an event of the closed list, with its fields and nothing beside them. */
function isClosed(line: string): boolean {
  const said = parsed(line)
  if (said === null || typeof said['role'] !== 'string') return false
  const { role: _role, event, ...rest } = said
  if (event === 'stopped') return hasOnly(rest, [])
  if (event === 'started') return hasOnly(rest, ['column'])
  if (event === 'counts') return hasOnly(rest, ['counts', 'failed']) && areCounts(rest)
  if (event === 'notice') return isNotice(rest)
  return event === 'fatal' && isFatal(rest)
}

function isNotice({ code, sentence, ...rest }: Fields): boolean {
  const known = Object.entries(NOTICES).find(([name]) => name === code)
  return known !== undefined && known[1] === sentence && hasOnly(rest, [])
}

function isFatal({ code, at, ...rest }: Fields): boolean {
  return FATAL.some((one) => one === code) && (at === null || isPlace(at)) && hasOnly(rest, [])
}

function areCounts({ counts, failed = {} }: Fields): boolean {
  const names = Object.keys(fieldsOf(counts))
  const numbers = [...Object.values(fieldsOf(counts)), ...Object.values(fieldsOf(failed))]
  return (
    names.every((name) => COUNTED.some((one) => one === name)) &&
    Object.keys(fieldsOf(failed)).every(isPlace) &&
    numbers.every((count) => Number.isSafeInteger(count))
  )
}

function isPlace(value: unknown): boolean {
  return typeof value === 'string' && PLACE.test(value)
}

function hasOnly(fields: Fields, names: readonly string[]): boolean {
  return Object.keys(fields).every((name) => names.includes(name))
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : { '': value }
}

function parsed(line: string): Fields | null {
  try {
    return fieldsOf(JSON.parse(line))
  } catch {
    return null
  }
}
