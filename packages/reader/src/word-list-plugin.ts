import { WORD_LIST } from '@postern/protocol/words'
import type { Plugin } from 'esbuild'

/**
 * A sorted list as one text: for each word the number of first letters that it shares with the
 * word before, then its other letters. A fifth smaller than the list once both are compressed.
 */
export function packWords(words: readonly string[]): string {
  return words.map((word, at) => packWord(words[at - 1] ?? '', word)).join('')
}

/** The list again. It is written into the client as it stands here, so it uses nothing outside. */
export function unpackWords(packed: string): string[] {
  const words: string[] = []
  for (const [, shared, rest] of packed.matchAll(/(\d)([a-z]*)/g))
    words.push((words.at(-1) ?? '').slice(0, Number(shared)) + rest)
  return words
}

/** Puts the packed list in place of the library's module, word for word the same list. */
export const packedWordList: Plugin = {
  name: 'packed-word-list',
  setup(build) {
    build.onLoad({ filter: /bip39[/\\]wordlists[/\\]english\.js$/ }, () => ({
      contents: `export const wordlist = (${unpackWords.toString()})(${JSON.stringify(packWords(WORD_LIST))})`,
      loader: 'js',
    }))
  },
}

function packWord(before: string, word: string): string {
  const differs = Array.from(word).findIndex((letter, at) => letter !== before[at])
  const shared = differs < 0 ? word.length : differs
  return `${shared}${word.slice(shared)}`
}
