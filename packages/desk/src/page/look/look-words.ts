import { fa } from './look-words-fa.ts'
import { ru } from './look-words-ru.ts'
import { uk } from './look-words-uk.ts'

const en = {
  asPdf:
    'Drawn from the PDF where nothing can be reached: no script, no link, no form of it works.',
  asWords:
    'The words and tables of this paper, and then its pictures: not its own layout, no macro, no link.',
  pageBefore: 'Previous page',
  pageAfter: 'Next page',
  pageOf: 'page {n}',
  drawing: 'Drawing the page.',
  damaged: 'This file is damaged or not what it says: it cannot be drawn.',
  locked: 'This file is locked with a password. Ask the source for an open one.',
  'too-large': 'This file unpacks to more than can be shown here. Be careful with it.',
  entities: 'This paper declares entities of its own, which honest ones do not. It is not read.',
  empty: 'There are neither words nor pictures in this paper.',
  silent: 'Drawing it took too long or failed, and was ended. Be careful with this file.',
  notShown:
    'A file of this kind is not shown here. Saved, it has a name that nothing opens by itself.',
  claims: 'Its name says another kind than its own bytes do. They say: {n}.',
  textCut: 'Only the beginning is shown. Saved, it is whole.',
  textBroken: 'Some bytes of it are no text in UTF-8 and stand as �.',
  showCharacters: 'Show characters',
  unseen: 'cannot be seen, or turns what follows',
  mixed: 'letters of two alphabets in one word',
} as const

/** Every word about looking at files. */
export type LookWords = Readonly<Record<keyof typeof en, string>>

const LANGUAGES: Readonly<Record<string, LookWords>> = { en, ru, uk, fa }

/** English for a language that has none. */
export function lookWords(language: string): LookWords {
  return LANGUAGES[language] ?? en
}
