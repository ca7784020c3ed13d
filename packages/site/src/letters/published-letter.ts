import type { Language } from '../language.ts'

/** A letter that a moderator has accepted, or an answer of the paper: all that the site ever holds of it. */
export interface PublishedLetter {
  /** Names its permanent link; 16 hex digits. */
  readonly id: string
  readonly story: string
  readonly language: Language
  /** The letter that it answers; null where it answers the story. Threads are one deep. */
  readonly about: string | null
  readonly name: string
  /** Plain text; a blank line parts paragraphs. */
  readonly text: string
  /** Day on which it was accepted, `YYYY-MM-DD`. */
  readonly published: string
  /** True for an answer of the paper itself. */
  readonly staff: boolean
}

/** The letters to one story in one language, in the order in which they were accepted. */
export type LettersTo = (story: string, language: Language) => readonly PublishedLetter[]

export function lettersByStory(letters: readonly PublishedLetter[]): LettersTo {
  const keyOf = (story: string, language: Language): string => `${language}/${story}`
  const byStory = Map.groupBy(letters, (one) => keyOf(one.story, one.language))
  return (story, language) => byStory.get(keyOf(story, language)) ?? []
}

/** A letter with the answers to it, oldest first. */
export interface LetterThread {
  readonly letter: PublishedLetter
  readonly answers: readonly PublishedLetter[]
}

/**
 * The letters to one story, in the order in which they came. An answer to an answer stands below
 * the letter that began the thread; an answer to what was removed stands by itself.
 */
export function threadsOf(letters: readonly PublishedLetter[]): LetterThread[] {
  const byId = new Map(letters.map((letter) => [letter.id, letter]))
  const topOf = (letter: PublishedLetter): PublishedLetter => {
    const above = letter.about === null ? undefined : byId.get(letter.about)
    const highest = above?.about == null ? undefined : byId.get(above.about)
    return highest ?? above ?? letter
  }
  const byTop = Map.groupBy(letters, topOf)
  return letters
    .filter((letter) => topOf(letter) === letter)
    .map((letter) => ({
      letter,
      answers: (byTop.get(letter) ?? []).filter((one) => one !== letter),
    }))
}
