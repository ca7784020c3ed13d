import type { LetterDraft, LetterTrouble } from '@postern/site'
import { utf8 } from '@postern/protocol'

const MOST_NAME_CHARACTERS = 80
const MOST_EMAIL_BYTES = 254
const MOST_COMMENT_CHARACTERS = 3_000
/** What the desk's log holds of a text. */
const MOST_COMMENT_BYTES = 8_000
const ADDRESS = /^[^\s@<>"(),:;\\]+@[^\s@<>"(),:;\\]+\.[^\s@<>"(),:;\\.]{2,}$/u

/** All that is wrong with what somebody typed, in the form's order. */
export function judgeLetter({ name, email, comment, trap }: LetterDraft): LetterTrouble[] {
  const length = Array.from(comment).length
  const troubles: (LetterTrouble | false)[] = [
    isBlank(name) && 'name-missing',
    Array.from(name).length > MOST_NAME_CHARACTERS && 'name-long',
    isBlank(email) && 'email-missing',
    !isBlank(email) && !isAddress(email) && 'email-wrong',
    isBlank(comment) && 'comment-missing',
    (length > MOST_COMMENT_CHARACTERS || utf8(comment).length > MOST_COMMENT_BYTES) &&
      'comment-long',
    trap !== '' && 'trap',
  ]
  return troubles.filter((trouble) => trouble !== false)
}

/** Nothing that shows: white space and characters without a width. */
function isBlank(text: string): boolean {
  return !/[^\s\p{Cf}\p{Cc}]/u.test(text)
}

function isAddress(email: string): boolean {
  return ADDRESS.test(email) && utf8(email).length <= MOST_EMAIL_BYTES
}
