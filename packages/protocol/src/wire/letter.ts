import { toHex } from '../bytes/hex.ts'
import type { Suite } from '../suite/suite.ts'
import { prf } from '../suite/kdf.ts'
import { LABELS } from '../suite/labels.ts'
import type { Content } from './content.ts'
import { HASH_BYTES } from './ids.ts'
import { type JsonForm, type JsonObject, readCanonical, writeJson } from './json.ts'

/**
 * A letter to be published, a reader's report of a published one, or what the writer of one asks
 * for: a copy of it, or its removal.
 */
export type LetterKind = 'letter' | 'report' | 'copy' | 'removal'

/** What a form post brings to the moderators' desk (S4, type 2). */
export interface Letter {
  readonly kind: LetterKind
  /** Id of the story; empty where none is meant. */
  readonly story: string
  /** Of the page that it was written in. */
  readonly language: string
  /** Id of the published letter that it answers or reports; empty for none. */
  readonly about: string
  readonly name: string
  readonly email: string
  readonly text: string
  /** What `letterCodeHash` made of the writer's code, 32 bytes; zeros for none. */
  readonly code: Uint8Array
}

export const LETTER_BOUNDS: Readonly<
  Record<'story' | 'language' | 'about' | 'name' | 'email', number>
> = { story: 200, language: 12, about: 16, name: 400, email: 254 }

const KINDS: readonly LetterKind[] = ['letter', 'report', 'copy', 'removal']

const PUBLISHED_ID_BYTES = 8

type Head = Omit<Letter, 'text'>

const FORM: JsonForm<Head> = {
  maxBytes: 4_096,
  write: (head) =>
    writeJson({
      kind: head.kind,
      story: head.story,
      language: head.language,
      about: head.about,
      name: head.name,
      email: head.email,
      code: toHex(head.code),
    }),
  read: (object) => ({
    kind: KINDS[KINDS.findIndex((kind) => kind === object.text('kind', 16))] ?? 'letter',
    story: bounded(object, 'story'),
    language: bounded(object, 'language'),
    about: bounded(object, 'about'),
    name: bounded(object, 'name'),
    email: bounded(object, 'email'),
    code: object.hex('code', HASH_BYTES),
  }),
}

/** A letter as a message's content: its text, and the rest where a questionnaire's answers stand. */
export function letterContent({ text, ...head }: Letter): Content {
  return { text, attachments: [], exclusions: [], answers: FORM.write(head), read: [] }
}

/** Throws PosternError 'malformed' for what no front has sealed. */
export function readLetter(text: string, answers: Uint8Array): Letter {
  return { ...readCanonical(answers, FORM), text }
}

/** All that is kept of a writer's code: whoever shows the code is she. */
export function letterCodeHash(suite: Suite, code: Uint8Array): Uint8Array {
  return prf(suite, code, LABELS.letterCodeHash)
}

/** What a published letter is called, by its message's id: the same whoever accepts it. Hex. */
export function publishedLetterId(suite: Suite, messageId: Uint8Array): string {
  return toHex(prf(suite, messageId, LABELS.letterId).subarray(0, PUBLISHED_ID_BYTES))
}

function bounded(object: JsonObject, name: keyof typeof LETTER_BOUNDS): string {
  return object.text(name, LETTER_BOUNDS[name])
}
