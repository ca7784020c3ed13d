import type { LetterTrouble } from './letter-messages.ts'

/** What somebody typed, as it came; nothing of it is judged. */
export interface LetterDraft {
  readonly name: string
  readonly email: string
  readonly comment: string
  /** Id of the letter that it answers; empty for the story itself. */
  readonly about: string
  /** What stands in the field that people leave empty. */
  readonly trap: string
}

export const EMPTY_DRAFT: LetterDraft = { name: '', email: '', comment: '', about: '', trap: '' }

/** A letter that another may answer. */
export interface AnswerableLetter {
  readonly id: string
  readonly name: string
}

/** The story that a letter answers, as the form and what follows it need it. */
export interface LetterStory {
  /** Site path of the story's page. */
  readonly path: string
  readonly headline: string
  readonly letters: readonly AnswerableLetter[]
}

/** Where in the form each trouble is mended. */
export const TROUBLE_FIELD: Readonly<Record<LetterTrouble, string | null>> = {
  'name-missing': 'letter-name',
  'name-long': 'letter-name',
  'email-missing': 'letter-email',
  'email-wrong': 'letter-email',
  'comment-missing': 'letter-comment',
  'comment-long': 'letter-comment',
  trap: 'letter-url',
  closed: null,
  elsewhere: null,
  often: null,
  stale: null,
  'not-kept': null,
  'too-large': null,
  'code-wrong': 'letter-code',
}
