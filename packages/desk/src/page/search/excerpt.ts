import type { Contact } from '@postern/casework'
import { foldWords, searchTerms } from '@postern/site/terms'

const BEFORE = 24

/**
 * Of a contact that was found, the words around the first that was looked for; of any other the
 * beginning of its newest message.
 */
export function excerptOf(contact: Contact, query: string): string {
  const newest = contact.messages.at(-1)?.facts.text ?? ''
  const [term] = searchTerms(query)
  if (term === undefined) return newest
  const texts = [
    ...contact.messages.map(({ facts }) => facts.text ?? ''),
    ...contact.replies.map(({ facts }) => facts.text),
    ...contact.notes.map(({ facts }) => facts.text),
  ]
  const found = texts.find((text) => foldWords(text).includes(term))
  return found === undefined ? newest : around(found, term)
}

/** Folding keeps nearly all lengths, so the place is right or a letter or two beside it. */
function around(text: string, term: string): string {
  const at = foldWords(text).indexOf(term)
  if (at <= BEFORE) return text
  const start = text.lastIndexOf(' ', at - BEFORE / 2)
  return `…${text.slice(Math.max(0, start + 1))}`
}
