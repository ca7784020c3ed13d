/** At most so many words are looked for, each so long. */
const MOST_TERMS = 8
const LONGEST_TERM = 40

/**
 * Words as they are compared: one spelling for letters that are written in two ways. Persian is
 * typed with Arabic keyboards too; `ё` is often left out; Ukrainian has three signs for one
 * apostrophe; a joiner parts a Persian word from its ending.
 */
export function foldWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[يى]/g, 'ی')
    .replaceAll('ك', 'ک')
    .replaceAll(/[ةۀ]/g, 'ه')
    .replaceAll(/[أإٱ]/g, 'ا')
    .replaceAll(/[\u064b-\u065f\u0670\u0640]/g, '')
    .replaceAll(/(?<=\p{L})['’ʼ`](?=\p{L})/gu, '')
    .replaceAll('\u200c', ' ')
    .replaceAll(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replaceAll(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
}

/**
 * What to look for: each word as the beginning of a word, without its ending where the language bends
 * endings. Empty when nothing in the query is a word.
 */
export function searchTerms(query: string): string[] {
  const words = foldWords(query).match(/[\p{L}\p{N}]+/gu) ?? []
  return words.slice(0, MOST_TERMS).map((word) => stem(word.slice(0, LONGEST_TERM)))
}

/** Cyrillic nouns and adjectives change one to three letters at their end; English adds one or two. */
function stem(word: string): string {
  if (/^\p{Script=Cyrillic}+$/u.test(word)) {
    if (word.length >= 7) return word.slice(0, -2)
    return word.length >= 5 ? word.slice(0, -1) : word
  }
  if (/^[a-z]{5,}$/.test(word)) return word.replace(/(?:ies|es|s|ed|ing|y)$/, '')
  return word
}
