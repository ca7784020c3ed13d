/**
 * The part of ICU MessageFormat that the composer's messages use: `{name}` and
 * `{name, plural, =0 {…} one {…} other {# …}}`, nested. Anything else is a TypeError, found by the
 * test that formats every message.
 */
export type MessageValues = Readonly<Record<string, string | number>>

/** Text, an argument, or null where `#` says the number of the plural around it. */
export type Piece = string | Argument | null

interface Argument {
  readonly name: string
  /** Null for a plain argument. */
  readonly cases: Readonly<Record<string, readonly Piece[]>> | null
}

/** The message in words. Numbers are written as the language writes them. */
export function formatMessage(language: string, pattern: string, values: MessageValues): string {
  return sayPieces(language, parseMessage(pattern), values, null)
}

/** Pieces of a pattern; TypeError with the place where it cannot be read. */
export function parseMessage(pattern: string): readonly Piece[] {
  const scanner = new Scanner(pattern)
  const pieces = scanner.pieces()
  if (!scanner.atEnd()) throw new TypeError(`message: unexpected “}” in “${pattern}”`)
  return pieces
}

/** Names of all arguments of a pattern, sorted, each with its plural cases. */
export function messageArguments(pieces: readonly Piece[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  const visit = (piece: Piece): void => {
    if (typeof piece !== 'object' || piece === null) return
    const cases = found.get(piece.name) ?? new Set()
    found.set(piece.name, cases)
    for (const [name, inner] of Object.entries(piece.cases ?? {})) {
      cases.add(name)
      inner.forEach(visit)
    }
  }
  pieces.forEach(visit)
  return found
}

function sayPieces(
  language: string,
  pieces: readonly Piece[],
  values: MessageValues,
  count: number | null,
): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece
      if (piece === null) return sayValue(language, count ?? 0)
      return sayArgument(language, piece, values)
    })
    .join('')
}

function sayArgument(language: string, argument: Argument, values: MessageValues): string {
  const value = values[argument.name]
  if (value === undefined) throw new TypeError(`message: no value for “${argument.name}”`)
  if (argument.cases === null) return sayValue(language, value)
  const count = Number(value)
  const { cases } = argument
  const chosen = cases[`=${count}`] ?? cases[pluralOf(language, count)] ?? cases['other'] ?? []
  return sayPieces(language, chosen, values, count)
}

function pluralOf(language: string, count: number): string {
  return new Intl.PluralRules(language).select(count)
}

function sayValue(language: string, value: string | number): string {
  return typeof value === 'string' ? value : new Intl.NumberFormat(language).format(value)
}

class Scanner {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  atEnd(): boolean {
    return this.#at >= this.#text.length
  }

  pieces(): Piece[] {
    const found: Piece[] = []
    while (!this.atEnd() && this.#peek() !== '}') found.push(this.#piece())
    return found
  }

  #piece(): Piece {
    if (this.#peek() === '{') return this.#argument()
    if (this.#peek() !== '#') return this.#take(/[^{}#]+/y)
    this.#at += 1
    return null
  }

  #argument(): Argument {
    this.#take(/\{\s*/y)
    const name = this.#take(/[a-zA-Z]\w*/y)
    if (this.#take(/\s*(?:\}|,\s*plural\s*,\s*)/y).trim() === '}') return { name, cases: null }
    const cases: Record<string, readonly Piece[]> = {}
    while (this.#peek() !== '}') {
      const key = this.#take(/=\d+|[a-z]+/y)
      this.#take(/\s*\{/y)
      cases[key] = this.pieces()
      this.#take(/\}\s*/y)
    }
    this.#take(/\}/y)
    return { name, cases }
  }

  #peek(): string | undefined {
    return this.#text[this.#at]
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found === undefined) throw new TypeError(`message: bad at ${this.#at} in “${this.#text}”`)
    this.#at += found.length
    return found
  }
}
