/** How long a game is played: the short form belongs to `npm test`, the long one reaches the targets. */
export type Form = 'short' | 'long'

/** One thing a game found, in words for the terminal. */
export interface Finding {
  /** What was played: 'as built', or the defence that was taken out. */
  readonly system: string
  readonly line: string
  /** As built the promise held; of a twin: the adversary won. */
  readonly asWanted: boolean
}

/** One promise under attack. Its seed makes it play the same again. */
export interface Game {
  readonly name: string
  play(seed: string, form: Form): AsyncIterable<Finding> | Iterable<Finding>
}
