/** The words around letters. Every language has all of them; `{…}` is filled in. */
export interface LetterMessages {
  readonly intro: string
  readonly onStories: string
  readonly required: string
  readonly name: string
  readonly email: string
  readonly comment: string
  readonly commentHint: string
  readonly answerTo: string
  readonly answerStory: string
  readonly answerLetter: string
  readonly trap: string
  readonly toPreview: string
  readonly previewTitle: string
  readonly previewText: string
  readonly send: string
  readonly change: string
  readonly toStory: string
  readonly heldTitle: string
  readonly heldText: string
  readonly codeTitle: string
  readonly codeText: string
  readonly troubleTitle: string
  readonly trouble: Readonly<Record<LetterTrouble, string>>
  readonly open: string
  readonly closed: string
  readonly lettersTitle: string
  readonly noLetters: string
  readonly staff: string
  readonly linkTo: string
  readonly report: string
  readonly reportWhy: string
  readonly reportSend: string
  readonly reportHeldTitle: string
  readonly reportHeldText: string
  readonly ownTitle: string
  readonly ownText: string
  readonly ownCode: string
  readonly ownWish: string
  readonly ownCopy: string
  readonly ownRemoval: string
  readonly ownSend: string
  readonly ownHeldTitle: string
  readonly ownHeldText: string
}

/** What may be wrong with a post, each with its sentence. */
export type LetterTrouble =
  | 'name-missing'
  | 'name-long'
  | 'email-missing'
  | 'email-wrong'
  | 'comment-missing'
  | 'comment-long'
  | 'trap'
  | 'closed'
  | 'elsewhere'
  | 'often'
  | 'stale'
  | 'not-kept'
  | 'too-large'
  | 'code-wrong'
