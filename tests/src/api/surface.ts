import { posix } from 'node:path'

/** Text of each source file's declarations, by its path within `src`. */
export type Declarations = ReadonlyMap<string, string>

const HEAD = /^(?:export )?(?:declare )?(?:interface|class|function|const|type) (\w+)/u
const FROM = /^export (?:type )?(?:\{([^}]*)\}|\*) from '\.\/([^']+)'/gmu

/**
 * All that an entry file exports, written out by source file: each name with its signature or its
 * fields, in the order of the entry. What is private is left out.
 */
export function surfaceOf(declarations: Declarations, entry: string): string {
  const text = declarations.get(entry) ?? ''
  const own = statementsOf(text).filter(({ exported }) => exported)
  const passedOn = [...text.matchAll(FROM)].map(([, names, path = '']): [string, string[]] => {
    const file = posix.join(posix.dirname(entry), path)
    return [file, exportsOf(declarations.get(file) ?? '', names)]
  })
  const all: [string, string[]][] = [[entry, own.map((one) => one.text)], ...passedOn]
  return all
    .filter(([, shown]) => shown.length > 0)
    .map(([file, shown]) => `--- ${file}\n${shown.join('\n')}`)
    .join('\n\n')
}

/** Names of types in a text that are declared in these files. */
export function typesIn(declarations: Declarations, text: string): Set<string> {
  const declared = new Set(
    [...declarations.values()].flatMap((file) => statementsOf(file).map(({ name }) => name)),
  )
  const words = text.match(/\b[A-Z]\w*\b/gu) ?? []
  return new Set(words.filter((word) => declared.has(word)))
}

/** Names that an entry exports. */
export function namesOf(declarations: Declarations, entry: string): Set<string> {
  const surface = surfaceOf(declarations, entry)
  return new Set(surface.split('\n').flatMap((line) => HEAD.exec(line)?.[1] ?? []))
}

function exportsOf(text: string, names: string | undefined): string[] {
  const statements = statementsOf(text)
  const exported = statements.filter((one) => one.exported)
  const wanted = names === undefined ? exported.map(({ name }) => name) : listed(names)
  return wanted.map((wish) => {
    const found = statements.find(({ name }) => name === wish)
    if (found === undefined) throw new TypeError(`${wish} is declared nowhere`)
    return found.text
  })
}

function listed(names: string): string[] {
  const all = names.split(',').map((name) => name.replace('type ', '').trim())
  return all.filter((name) => name !== '')
}

interface Declared {
  readonly name: string
  readonly exported: boolean
  readonly text: string
}

/** A statement begins at the margin and goes on until the next one does. */
function statementsOf(text: string): Declared[] {
  return text.split(/^(?=export |declare |import )/mu).flatMap((statement) => {
    const name = HEAD.exec(statement)?.[1]
    const exported = statement.startsWith('export ')
    return name === undefined ? [] : [{ name, exported, text: plain(statement) }]
  })
}

function plain(statement: string): string {
  return statement
    .replace(/^(?:export )?(?:declare )?/u, '')
    .replaceAll(/^ +(?:#private|private .*|static .*);\n/gmu, '')
    .replaceAll('    ', '  ')
    .trim()
}
