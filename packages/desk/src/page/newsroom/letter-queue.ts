import type { Contact } from '@postern/casework'
import { type Letter, PosternError, readLetter, toHex } from '@postern/protocol'

/** Why a letter is held; every letter is, and these say what to look at first. */
export type HeldReason = 'links' | 'words' | 'like-another' | 'first-time' | 'reported' | 'routine'

/** Each letter stands alone, so its contact says all that was decided about it. */
export type LetterContact = Pick<Contact, 'conversation' | 'standing' | 'messages'>

/** A letter or what somebody asks about one, as the moderators' desk has it. */
export interface QueuedLetter {
  readonly contact: LetterContact
  /** Hex of the message's id. */
  readonly id: string
  readonly messageId: Uint8Array
  readonly letter: Letter
  /** The batch's moment, as the log has it. */
  readonly atMs: number
  readonly reasons: readonly HeldReason[]
}

const LINK =
  /https?:\/\/\S|www\.\S|(?<![\p{L}\d])[\p{L}\d-]+\.(?:com|net|org|info|biz|xyz|top|shop|ru|su|ir|ua|io|рф)(?![\p{L}\d])/iu
/** Of two letters, how much of what they say is the same. */
const LIKE = 0.6
const RUN = 3
const SHORTEST_COMPARED = 6
/** Only so many earlier letters are compared: the newest. */
const MOST_COMPARED = 500

/** What is no letter of this form is left out; it stays a contact of the desk. */
export function lettersOf(contacts: Iterable<LetterContact>): Omit<QueuedLetter, 'reasons'>[] {
  return [...contacts].flatMap((contact) =>
    contact.messages.flatMap(({ facts, atMs }) => {
      const letter = facts.messageKind === 'letter' ? letterOrNull(facts.text, facts.answers) : null
      const { messageId } = facts
      return letter === null ? [] : [{ contact, id: toHex(messageId), messageId, letter, atMs }]
    }),
  )
}

/** What waits for a moderator, each with the reasons why, the gravest first, then the oldest. */
export function heldLetters(
  contacts: Iterable<LetterContact>,
  watched: readonly string[],
): QueuedLetter[] {
  const all = lettersOf(contacts)
  const known = new Set(
    all.filter(({ contact }) => contact.standing === 'accepted').map(({ letter }) => letter.email),
  )
  const compared = all.slice(-MOST_COMPARED).map((one) => ({ one, runs: runsOf(one.letter.text) }))
  return all
    .filter(({ contact }) => contact.standing === 'new')
    .map((one) => {
      const runs = runsOf(one.letter.text)
      const isLike = compared.some((other) => other.one.id !== one.id && areLike(runs, other.runs))
      return { ...one, reasons: reasonsOf(one.letter, { watched, known, isLike }) }
    })
    .toSorted((a, b) => weight(b) - weight(a) || a.atMs - b.atMs)
}

interface Ground {
  readonly watched: readonly string[]
  readonly known: ReadonlySet<string>
  readonly isLike: boolean
}

/** Of one letter, given what the desk knows. */
export function reasonsOf(letter: Letter, { watched, known, isLike }: Ground): HeldReason[] {
  if (letter.kind !== 'letter') return ['reported']
  const words = `${letter.name}\n${letter.text}`.toLocaleLowerCase()
  const reasons: (HeldReason | false)[] = [
    LINK.test(`${letter.name}\n${letter.text}`) && 'links',
    watched.some((word) => word !== '' && words.includes(word.toLocaleLowerCase())) && 'words',
    isLike && 'like-another',
    !known.has(letter.email) && 'first-time',
  ]
  const found = reasons.filter((reason) => reason !== false)
  return found.length === 0 ? ['routine'] : found
}

function letterOrNull(text: string | null, answers: Uint8Array): Letter | null {
  try {
    return text === null ? null : readLetter(text, answers)
  } catch (error) {
    if (error instanceof PosternError) return null
    throw error
  }
}

const WEIGHTS: Readonly<Record<HeldReason, number>> = {
  reported: 16,
  words: 8,
  links: 4,
  'like-another': 2,
  'first-time': 1,
  routine: 0,
}

function weight({ reasons }: QueuedLetter): number {
  return reasons.reduce((sum, reason) => sum + WEIGHTS[reason], 0)
}

/** Runs of three words, without case or punctuation. */
function runsOf(text: string): ReadonlySet<string> {
  const words = text.toLocaleLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length < SHORTEST_COMPARED) return new Set([words.join(' ')])
  return new Set(words.slice(RUN - 1).map((_, at) => words.slice(at, at + RUN).join(' ')))
}

function areLike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const shared = [...a].filter((run) => b.has(run)).length
  return shared / Math.max(1, a.size + b.size - shared) >= LIKE
}
