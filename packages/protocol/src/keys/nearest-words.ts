import { WORD_LIST } from './word-bits.ts'

const MOST_SUGGESTIONS = 3
const MOST_SLIPS = 2
const LONGEST_COMPARED = 16

/** Up to three words of the list at most two slips away, nearest first; often none. */
export function nearestWords(word: string): string[] {
  if (word.length > LONGEST_COMPARED) return []
  return WORD_LIST.map((listed) => ({ listed, slips: slipsBetween(word, listed) }))
    .filter(({ slips }) => slips <= MOST_SLIPS)
    .sort((a, b) => a.slips - b.slips)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ listed }) => listed)
}

/**
 * The number of slips of a typing hand between two words: a letter left out, put in, replaced, or
 * two neighbours exchanged (Damerau 1964, each place touched once).
 */
function slipsBetween(typed: string, meant: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: meant.length + 1 }, (_, column) => column)
  for (let row = 1; row <= typed.length; row++) {
    const current = [row]
    for (let column = 1; column <= meant.length; column++)
      current.push(cell(typed, meant, { row, column, current, last, beforeLast }))
    beforeLast = last
    last = current
  }
  return at(last, meant.length)
}

interface Place {
  readonly row: number
  readonly column: number
  readonly current: readonly number[]
  readonly last: readonly number[]
  readonly beforeLast: readonly number[]
}

function cell(typed: string, meant: string, place: Place): number {
  const { row, column, current, last, beforeLast } = place
  const same = typed[row - 1] === meant[column - 1]
  const exchanged = typed[row - 1] === meant[column - 2] && typed[row - 2] === meant[column - 1]
  return Math.min(
    at(current, column - 1) + 1,
    at(last, column) + 1,
    at(last, column - 1) + (same ? 0 : 1),
    exchanged ? at(beforeLast, column - 2) + 1 : Infinity,
  )
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity
}
