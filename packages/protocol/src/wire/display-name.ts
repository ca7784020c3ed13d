/** Control, format (bidi and zero-width among them), private and unassigned characters, separators. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu
/** Persian spells with this one inside words, so there it stays. */
const JOINER_IN_WORD = /(?<=\p{Script=Arabic})\u200c(?=\p{Script=Arabic})/gu
const PATH_MARKS = /[/\\]/gu
const SPACES = /\p{Zs}+/gu
const MARKS_IN_A_ROW = /(\p{M}{3})\p{M}+/gu
const MOST_CHARACTERS = 80
const TAIL_CHARACTERS = 20

/**
 * A file name that is safe to show: nothing in it turns the direction of text, hides, breaks the
 * line or looks like a path, and what was taken out leaves U+FFFD. A long one loses its middle, so
 * that the ending is still seen. It is text, not markup, and stands in an isolate of its own
 * (`<bdi>`). Empty for an empty name.
 */
export function displayName(name: string): string {
  const words = name.split(JOINER_IN_WORD)
  const safe = words.map((word) => word.replace(UNSAFE, '\ufffd')).join('\u200c')
  const plain = safe.replace(PATH_MARKS, '\ufffd').replace(SPACES, ' ').trim()
  return shortened(plain.replace(MARKS_IN_A_ROW, '$1'))
}

function shortened(name: string): string {
  const characters = Array.from(name)
  if (characters.length <= MOST_CHARACTERS) return name
  const head = characters.slice(0, MOST_CHARACTERS - TAIL_CHARACTERS - 1)
  return [...head, '…', ...characters.slice(-TAIL_CHARACTERS)].join('')
}
