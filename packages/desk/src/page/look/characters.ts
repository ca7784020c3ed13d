/** A stretch of text, and what is to be known of it; null: nothing. */
export interface Stretch {
  readonly text: string
  readonly note: CharacterNote | null
}

type CharacterNote =
  /** Cannot be seen, or turns the direction of what follows. */
  | { readonly kind: 'unseen'; readonly codes: string }
  /** Letters of two scripts in one word: some look like others. */
  | { readonly kind: 'mixed'; readonly codes: string }

/** Format, control, private and unassigned characters, and spaces that are not one; not line breaks. */
const UNSEEN = /[[\p{C}\p{Z}\u115f\u1160\u3164\uffa0]--[\t\n\r ]]+/gv
const WORD = /[\p{L}\p{M}]+/gu
const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
]
/** Persian joins and parts letters within words by these. */
const JOINERS = /^[\u200c\u200d]$/u

/** The text in stretches: what cannot be seen, or could be taken for something else, apart. */
export function revealCharacters(text: string): Stretch[] {
  const found = [...unseen(text), ...mixed(text)].toSorted((a, b) => a.at - b.at)
  const stretches: Stretch[] = []
  let at = 0
  for (const one of found) {
    if (one.at > at) stretches.push({ text: text.slice(at, one.at), note: null })
    stretches.push({ text: one.text, note: one.note })
    at = one.at + one.text.length
  }
  if (at < text.length) stretches.push({ text: text.slice(at), note: null })
  return stretches
}

/** Whether there is anything in it that `revealCharacters` would show. */
export function hasHidden(text: string): boolean {
  return revealCharacters(text).some(({ note }) => note !== null)
}

interface Found {
  readonly at: number
  readonly text: string
  readonly note: CharacterNote
}

function unseen(text: string): Found[] {
  return [...text.matchAll(UNSEEN)]
    .filter(({ 0: found, index }) => !isJoinedWord(text, found, index))
    .map(({ 0: found, index }) => ({
      at: index,
      text: found,
      note: { kind: 'unseen', codes: codesOf(found) },
    }))
}

/** A joiner between two Arabic letters is spelling. */
function isJoinedWord(text: string, found: string, at: number): boolean {
  const around = `${text[at - 1] ?? ''}${text[at + found.length] ?? ''}`
  return JOINERS.test(found) && /^\p{Script=Arabic}{2}$/u.test(around)
}

function mixed(text: string): Found[] {
  return [...text.matchAll(WORD)]
    .filter(({ 0: word }) => SCRIPTS.filter((script) => script.test(word)).length > 1)
    .map(({ 0: word, index }) => ({
      at: index,
      text: word,
      note: { kind: 'mixed', codes: codesOf(word) },
    }))
}

function codesOf(text: string): string {
  return Array.from(text)
    .map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ')
}
