import type { Refusal } from '../../member/story-client.ts'
import type { StoryWords } from './story-words.ts'

/** Why an act was not taken, in a sentence; null is for a newsroom that did not answer. */
export function whyNot(words: StoryWords, refusal: Refusal | null): string {
  if (refusal === null) return words.unreachable
  if (refusal.kind === 'forbidden') return words.forbidden
  return refusal.kind === 'refused' ? refusal.why : words.conflict
}
