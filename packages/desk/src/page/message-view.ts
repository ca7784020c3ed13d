import type { ReceivedMessage } from '@postern/casework'
import { type About, LANE_MEDIA_TYPE, type Suite, toHex } from '@postern/protocol'
import type { DeskRoom } from '../member/desk-room.ts'
import type { ReadMessage } from '../member/part-reader.ts'
import { dayText } from './day-text.ts'
import { element, foreignText } from './element.ts'
import { fileView } from './file-view.ts'
import { laneView } from './lane-view.ts'
import { hasHidden } from './look/characters.ts'
import { showCharacters } from './look/text-view.ts'
import { fill, type Messages } from './messages.ts'

/**
 * One whole message. Its words come from the log, so from a colleague; they are held against what
 * the source signed as soon as the drop is here, and the page says which of the two it is.
 */
export class MessageView {
  readonly root: HTMLElement
  readonly #words: Messages
  readonly #room: DeskRoom
  readonly #message: ReceivedMessage
  readonly #text: HTMLParagraphElement
  readonly #proof: HTMLParagraphElement
  readonly #standing = element('p', { className: 'proof bad', hidden: true })
  readonly #about = element('p', { className: 'proof', hidden: true })
  #isSettled = false

  constructor(
    suite: Suite,
    words: Messages,
    language: string,
    room: DeskRoom,
    message: ReceivedMessage,
  ) {
    this.#words = words
    this.#room = room
    this.#message = message
    this.#text = foreignText('p', 'text', message.facts.text ?? words.textInDrops)
    this.#proof = element('p', { className: 'proof' }, words.proofAbsent)
    const files = message.facts.files.map((facts, index) => {
      const load = async (): Promise<Uint8Array | null> => await this.#load(index)
      return facts.mediaType === LANE_MEDIA_TYPE
        ? laneView(words, language, index + 1, load, (reference) => room.lane(reference))
        : fileView(suite, words, language, index + 1, facts, load)
    })
    const kind = kindOf(words, message)
    this.root = element(
      'article',
      { className: 'message' },
      element(
        'h3',
        {},
        words.fromSource,
        element('span', { className: 'when' }, dayText(language, message.atMs)),
      ),
      ...(kind === null ? [] : [element('p', {}, kind)]),
      this.#standing,
      this.#about,
      ...excluded(words, message),
      this.#text,
      ...this.#hidden(language),
      this.#proof,
      ...files,
    )
  }

  /** Offered only where there is something to be seen by it. */
  #hidden(language: string): HTMLElement[] {
    const { text } = this.#message.facts
    if (text === null || !hasHidden(text)) return []
    return [showCharacters(language, this.#text, () => text)]
  }

  /** Says whether its source has taken it back or corrected it since. */
  stand({ withdrawn, correctedBy }: ReceivedMessage): void {
    this.#standing.hidden = !withdrawn && correctedBy === null
    this.#standing.textContent = withdrawn ? this.#words.withdrawn : this.#words.corrected
    this.root.classList.toggle('withdrawn', withdrawn)
  }

  /** Checks the words against the drop; nothing more once that is done. */
  async check(): Promise<void> {
    if (this.#isSettled) return
    const read = await this.#room.read(this.#message)
    this.#isSettled = read.kind !== 'absent'
    this.#proof.textContent = this.#proofOf(read)
    this.#proof.classList.toggle('bad', this.#proof.textContent === this.#words.proofBroken)
    if (read.kind !== 'read') return
    const { text, about } = read.message.content
    if (this.#message.facts.text === null) this.#text.textContent = text
    if (about) this.#sayAbout(about)
  }

  /** That the contact takes an earlier message back, or corrects it. (S6) */
  #sayAbout({ kind, messageId }: About): void {
    const words = kind === 'withdraw' ? this.#words.withdraws : this.#words.corrects
    this.#about.textContent = fill(words, toHex(messageId).slice(0, 8))
    this.#about.hidden = false
  }

  #proofOf(read: ReadMessage): string {
    if (read.kind === 'absent') return this.#words.proofAbsent
    if (read.kind === 'broken') return this.#words.proofBroken
    const { text } = this.#message.facts
    const fits = text === null || text === read.message.content.text
    return fits ? this.#words.proofRead : this.#words.proofBroken
  }

  async #load(index: number): Promise<Uint8Array | null> {
    const read = await this.#room.read(this.#message)
    return read.kind === 'read' ? (read.message.content.attachments[index]?.bytes ?? null) : null
  }
}

/** Whom the contact does not want to read this. */
function excluded(words: Messages, { facts }: ReceivedMessage): HTMLElement[] {
  const names = facts.exclusions.join(' · ')
  return names === '' ? [] : [foreignText('p', 'proof', fill(words.exclusions, names))]
}

function kindOf(words: Messages, { facts }: ReceivedMessage): string | null {
  if (facts.messageKind === 'message') return null
  return facts.messageKind === 'letter' ? words.letter : words.noScript
}
