import type { Env } from '@postern/protocol'
import { makeWords } from '@postern/protocol/words'

const WORDS = 3

/** What a case or a report is called: random words, never a number that leaves a gap. */
export function makeReference(env: Env): string {
  return makeWords(env).slice(0, WORDS).join(' ')
}
