import { publishedLetterId, type Suite, toHex } from '@postern/protocol'
import type { PublishedLetter } from '@postern/site'
import type { DeskRoom } from '../../member/desk-room.ts'
import type { NewsroomClient, NewsroomState } from '../../member/newsroom-client.ts'
import { button, element, foreignText } from '../element.ts'
import { fill } from '../messages.ts'
import { HeldBack } from './held-back.ts'
import { heldCard } from './held-card.ts'
import { heldLetters, lettersOf, type QueuedLetter } from './letter-queue.ts'
import type { NewsroomWords } from './newsroom-words.ts'
import { printedCard } from './printed-card.ts'
import { type MeantLetter, requestCard } from './request-card.ts'
import { trailView } from './trail-view.ts'

export interface LettersParts {
  readonly suite: Suite
  readonly words: NewsroomWords
  readonly language: string
  readonly room: DeskRoom
  readonly client: NewsroomClient
  /** How long an act waits for its undoing. */
  readonly undoMs: number
}

/** The letters of the moderators' desk: held, asked about, printed, refused. */
export class LettersView {
  readonly root: HTMLElement
  readonly #parts: LettersParts
  readonly #status: HTMLElement
  readonly #undo: HTMLButtonElement
  readonly #bar: HTMLElement
  readonly #lists: HTMLElement = element('div', { className: 'letter-lists' })
  readonly #chosen = new Set<string>()
  readonly #held: HeldBack
  /** Letters that an act which waits is about. */
  #acted = new Set<string>()
  #state: NewsroomState
  #shown = ''
  #trouble = ''

  constructor(parts: LettersParts, state: NewsroomState) {
    const { words } = parts
    this.#parts = parts
    this.#state = state
    this.#held = new HeldBack(parts.undoMs, () => this.update())
    this.#status = element('p', { className: 'letter-status' })
    this.#status.setAttribute('role', 'status')
    this.#undo = button(words.undo, () => this.#takeBack())
    this.#bar = element(
      'div',
      { className: 'acts' },
      button(words.chooseAll, () => this.#chooseAll()),
      button(words.acceptChosen, () => this.#accept(this.#chosenLetters())),
      button(words.refuseChosen, () => this.#refuse(this.#chosenLetters())),
      this.#undo,
    )
    this.root = element(
      'main',
      { className: 'letters' },
      element('h1', {}, words.letters),
      element('p', { className: 'hint' }, words.keys),
      this.#bar,
      this.#status,
      this.#lists,
      trailView(words, parts.language, parts.client),
    )
    this.update()
  }

  get hasDraft(): boolean {
    const areas = this.root.querySelectorAll('textarea')
    return this.#held.label !== null || [...areas].some(({ value }) => value.trim() !== '')
  }

  /** After a tick, or an act. */
  update(): void {
    const { words } = this.#parts
    this.#status.textContent =
      this.#trouble !== '' ? this.#trouble : (this.#held.label ?? this.#chosenText(words))
    this.#undo.hidden = this.#held.label === null
    const shown = this.#signature()
    if (shown === this.#shown || this.#isAnswering()) return
    this.#shown = shown
    this.#show()
  }

  /** Asks what is printed, and of letters that somebody reports or asks about each one. */
  async refresh(): Promise<void> {
    const requests = this.#queue().filter(({ letter }) => letter.kind !== 'letter')
    const about = new Set(requests.flatMap((one) => this.#meant(one).map(({ id }) => id)))
    for (const { letter } of requests) if (letter.kind === 'report') about.add(letter.about)
    this.#state = (await this.#parts.client.state([...about])) ?? this.#state
    this.update()
  }

  #show(): void {
    const { words } = this.#parts
    const held = this.#queue()
    const letters = held.filter(({ letter }) => letter.kind === 'letter')
    const requests = held.filter(({ letter }) => letter.kind !== 'letter')
    const refused = this.#all().filter(
      ({ contact, letter }) => contact.standing === 'declined' && letter.kind === 'letter',
    )
    this.#bar.hidden = letters.length === 0 && this.#held.label === null
    this.#lists.replaceChildren(
      section(
        fill(words.held, letters.length),
        words.noneHeld,
        letters.map((one) => this.#heldCard(one)),
      ),
      section(
        fill(words.asked, requests.length),
        '',
        requests.map((one) => this.#requestCard(one)),
      ),
      section(
        fill(words.printed, this.#state.printed),
        words.nonePrinted,
        this.#state.letters.toReversed().map((one) => this.#printedCard(one)),
      ),
      section(
        fill(words.refusedLetters, refused.length),
        '',
        refused.map((one) => this.#refusedCard(one)),
      ),
    )
  }

  #heldCard(one: QueuedLetter): HTMLElement {
    return heldCard(this.#parts.words, one, {
      isChosen: this.#chosen.has(one.id),
      choose: (isChosen) => {
        if (isChosen) this.#chosen.add(one.id)
        else this.#chosen.delete(one.id)
        this.update()
      },
      accept: () => this.#accept([one]),
      refuse: () => this.#refuse([one]),
    })
  }

  #requestCard(one: QueuedLetter): HTMLElement {
    const { words } = this.#parts
    return requestCard(words, one, this.#meant(one), {
      takeDown: (id) => void this.#remove(id),
      settle: () => {
        this.#parts.room.decline(one.contact.conversation, '')
        this.update()
      },
    })
  }

  /** The letters that a report or a code is about, and whether each is printed; an imported one only is. */
  #meant({ letter }: QueuedLetter): MeantLetter[] {
    const { suite } = this.#parts
    const code = toHex(letter.code)
    const printed = new Map(this.#state.meant.map((one) => [one.id, one]))
    const own = this.#all()
      .map((one) => ({ letter: one.letter, id: publishedLetterId(suite, one.messageId) }))
      .filter((one) =>
        letter.kind === 'report'
          ? one.id === letter.about
          : one.letter.kind === 'letter' && toHex(one.letter.code) === code,
      )
      .map((one) => ({ ...one, isPrinted: printed.has(one.id) }))
    const imported = letter.kind === 'report' ? printed.get(letter.about) : undefined
    if (own.length > 0 || imported === undefined) return own
    return [{ letter: { ...imported, email: '' }, id: imported.id, isPrinted: true }]
  }

  #printedCard(letter: PublishedLetter): HTMLElement {
    const { words } = this.#parts
    return printedCard(words, letter, this.#state.name, {
      takeDown: () => void this.#remove(letter.id),
      answer: (text) => void this.#answer(letter, text),
    })
  }

  #refusedCard({ contact, letter, id }: Omit<QueuedLetter, 'reasons'>): HTMLElement {
    const { words } = this.#parts
    const again = (): void =>
      this.#accept([
        {
          contact,
          letter,
          id,
          messageId: contact.messages[0]?.facts.messageId ?? new Uint8Array(16),
          atMs: 0,
          reasons: [],
        },
      ])
    return element(
      'li',
      { className: 'letter-card' },
      foreignText('p', 'letter-name', letter.name),
      foreignText('p', 'letter-text', letter.text),
      button(words.acceptAfterAll, again),
    )
  }

  #accept(letters: readonly QueuedLetter[]): void {
    this.#hold(letters, this.#parts.words.willPrint, async (one) => await this.#print(one))
  }

  #refuse(letters: readonly QueuedLetter[]): void {
    this.#hold(letters, this.#parts.words.willRefuse, async ({ contact }) => {
      this.#parts.room.decline(contact.conversation, '')
    })
  }

  #hold(
    letters: readonly QueuedLetter[],
    label: string,
    act: (one: QueuedLetter) => Promise<void>,
  ): void {
    if (letters.length === 0) return
    this.#held.finish()
    this.#trouble = ''
    this.#acted = new Set(letters.map(({ id }) => id))
    for (const { id } of letters) this.#chosen.delete(id)
    this.#held.hold(fill(label, letters.length), () => {
      this.#acted.clear()
      void this.#run(letters, act)
    })
  }

  async #run(
    letters: readonly QueuedLetter[],
    act: (one: QueuedLetter) => Promise<void>,
  ): Promise<void> {
    try {
      for (const one of letters) await act(one)
    } catch {
      this.#trouble = this.#parts.words.failed
    }
    await this.refresh().catch(() => undefined)
  }

  #takeBack(): void {
    this.#acted.clear()
    this.#held.undo()
  }

  async #print({ letter, messageId, contact }: QueuedLetter): Promise<void> {
    const { client, suite, room } = this.#parts
    const id = publishedLetterId(suite, messageId)
    const about = letter.about === '' ? null : letter.about
    const { story, language, name, text } = letter
    const isTaken = await client.print({ id, story, language, about, name, text, staff: false })
    if (!isTaken) throw new Error('refused')
    room.accept(contact.conversation)
  }

  async #remove(id: string): Promise<void> {
    const isTaken = await this.#parts.client.remove(id).catch(() => false)
    this.#trouble = isTaken ? '' : this.#parts.words.failed
    await this.refresh().catch(() => undefined)
  }

  async #answer(to: PublishedLetter, text: string): Promise<void> {
    const id = toHex(crypto.getRandomValues(new Uint8Array(8)))
    const { story, language } = to
    const about = to.about ?? to.id
    const answer = { id, story, language, about, name: this.#state.name, text, staff: true }
    const isTaken = await this.#parts.client.print(answer).catch(() => false)
    this.#trouble = isTaken ? '' : this.#parts.words.failed
    await this.refresh().catch(() => undefined)
  }

  #chooseAll(): void {
    for (const { id, letter } of this.#queue()) if (letter.kind === 'letter') this.#chosen.add(id)
    this.#shown = ''
    this.update()
  }

  #chosenLetters(): QueuedLetter[] {
    return this.#queue().filter(({ id }) => this.#chosen.has(id))
  }

  #chosenText(words: NewsroomWords): string {
    return this.#chosen.size === 0 ? '' : fill(words.chosen, this.#chosen.size)
  }

  #queue(): QueuedLetter[] {
    const { contacts } = this.#parts.room.log.casebook
    const held = heldLetters(contacts.values(), this.#state.watchedWords)
    return held.filter(({ id }) => !this.#acted.has(id))
  }

  #all(): Omit<QueuedLetter, 'reasons'>[] {
    return lettersOf(this.#parts.room.log.casebook.contacts.values())
  }

  /** Lists are made anew only when one of these changed, so that the reading point stays. */
  #signature(): string {
    const rows = this.#all().map(({ id, contact }) => `${id}${contact.standing}`)
    const printed = [...this.#state.letters, ...this.#state.meant].map(({ id }) => id)
    return [...rows, '/', ...printed, '/', ...this.#acted].join()
  }

  /** An open answer stays as it is, and so does all around it. */
  #isAnswering(): boolean {
    return this.root.querySelector('details[open]') !== null
  }
}

function section(title: string, empty: string, cards: readonly HTMLElement[]): HTMLElement {
  const made = element('section', {}, element('h2', {}, title))
  made.append(
    cards.length === 0 ? element('p', { className: 'empty' }, empty) : element('ul', {}, ...cards),
  )
  return made
}
