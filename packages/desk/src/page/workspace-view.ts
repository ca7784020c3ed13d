import { type Case, type Contact, type FindingKind, isUnanswered } from '@postern/casework'
import { toHex } from '@postern/protocol'
import type { DeskRoom } from '../member/desk-room.ts'
import { CaseView } from './case-view.ts'
import { caseWords } from './case-words.ts'
import { contactRow, needsSomebody } from './contact-list.ts'
import type { DeskSession } from './desk-session.ts'
import { deskTitle } from './desk-title.ts'
import { button, element } from './element.ts'
import { fill, type Messages } from './messages.ts'
import { memberWords } from './people/member-words.ts'
import { PeopleView } from './people/people-view.ts'
import type { Found } from './search/desk-index.ts'
import { excerptOf } from './search/excerpt.ts'
import { SearchBox, type View } from './search/search-box.ts'
import { ThreadView } from './thread-view.ts'
import { clocksOfContact, clockWarning } from './work/clocks-view.ts'
import { figuresView } from './work/figures-view.ts'
import { workWords } from './work/work-words.ts'

/** Rows in the page at once; the rest are reached by answering these. */
const MOST_ROWS = 1_000

/** What did not count though the log is whole: two at once, or somebody who may not. */
const REFUSED_ACTS: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'read-out',
  'old-key',
  'out-of-place',
  'back-dated',
])

/** Desks, contacts and the open thread, side by side. */
export class WorkspaceView {
  readonly root: HTMLElement
  readonly #session: DeskSession
  readonly #words: Messages
  readonly #language: string
  readonly #desks: HTMLElement = element('ul', { className: 'desks' })
  readonly #list: HTMLElement = element('ul', { className: 'contacts' })
  readonly #search: SearchBox
  readonly #cases: HTMLElement = element('ul', { className: 'desks' })
  readonly #openCase: HTMLButtonElement
  readonly #empty: HTMLElement = element('p', { className: 'empty' })
  readonly #thread: HTMLElement
  readonly #trouble: HTMLElement = element('p', { className: 'trouble' })
  readonly #rehearsal: HTMLElement = element('p', { className: 'rehearsal' })
  readonly #progress: HTMLElement = element('p', { className: 'progress' })
  readonly #threads = new Map<string, ThreadView>()
  #room: DeskRoom
  #open: ThreadView | null = null
  #case: CaseView | null = null
  #people: PeopleView | null = null
  #shown = ''

  constructor(session: DeskSession, words: Messages, language: string, lock: () => void) {
    const [first] = session.member.rooms
    if (first === undefined) throw new TypeError('a member without desks')
    this.#session = session
    this.#words = words
    this.#language = language
    this.#room = first
    this.#search = new SearchBox(language, () => this.#narrow())
    this.#openCase = button(caseWords(language).openCase, () => {
      this.#room.cases.open()
      this.update()
    })
    this.#openCase.id = 'open-case'
    this.#trouble.setAttribute('role', 'alert')
    this.#progress.setAttribute('role', 'status')
    this.#thread = element('main', { className: 'pane' }, invitation(words))
    const state = element(
      'div',
      { className: 'state' },
      this.#rehearsal,
      this.#trouble,
      this.#progress,
    )
    const lockButton = button(words.lock, lock)
    lockButton.id = 'lock'
    this.root = element(
      'div',
      { className: 'workspace' },
      element('header', {}, element('h1', {}, words.heading), state, lockButton),
      labelled('nav', words.desks, this.#desks, ...this.#casesPane()),
      labelled('aside', words.contacts, this.#search.root, this.#list, this.#empty),
      this.#thread,
    )
    this.update()
  }

  get hasDraft(): boolean {
    return [...this.#threads.values()].some((thread) => thread.hasDraft)
  }

  /** After a tick or an act. */
  update(): void {
    this.#openCase.disabled = !this.#room.cases.isReady
    this.#trouble.textContent = this.#troubleText()
    this.#rehearsal.textContent = this.#rehearsalText()
    this.#progress.textContent = this.#progressText()
    this.#search.look(this.#room.log.casebook, () => this.#narrow())
    const shown = this.#signature()
    if (shown !== this.#shown) this.#showLists()
    this.#shown = shown
    this.#open?.update()
    this.#case?.update()
    if (this.#people?.root.isConnected === true) this.#people.update()
  }

  search(): void {
    this.#search.focus()
  }

  /** Another search or view, or the same with more to be found: the lists alone are made anew. */
  #narrow(): void {
    this.#shown = this.#signature()
    this.#showLists()
  }

  move(step: 1 | -1): void {
    const contacts = this.#contacts(this.#search.find())
    const at = contacts.findIndex((contact) => contact === this.#open?.contact)
    const next = contacts[at < 0 ? 0 : at + step]
    if (next !== undefined) this.#choose(next)
  }

  accept(): void {
    this.#open?.accept()
  }

  answer(): void {
    this.#open?.focusAnswer()
  }

  #contacts(found: readonly Found[] | null): Contact[] {
    const { view } = this.#search
    const { contacts } = this.#room.log.casebook
    const listed =
      found === null
        ? this.#room.contacts()
        : found.flatMap(({ kind, id }) => (kind === 'contact' ? (contacts.get(id) ?? []) : []))
    return listed.filter((contact) => this.#isIn(view, contact)).slice(0, MOST_ROWS)
  }

  #isIn(view: View, contact: Contact): boolean {
    if (view === 'new') return contact.standing === 'new'
    if (view === 'unanswered') return isUnanswered(contact)
    return view === 'all' || this.#warning(contact) !== ''
  }

  #choose(contact: Contact): void {
    const id = toHex(this.#room.desk) + toHex(contact.conversation)
    this.#open = this.#threads.get(id) ?? this.#makeThread(contact)
    this.#threads.set(id, this.#open)
    this.#case = null
    this.#thread.replaceChildren(this.#open.root)
    this.#shown = ''
    this.update()
  }

  #makeThread(contact: Contact): ThreadView {
    const { member, env } = this.#session
    return new ThreadView({
      suite: env.suite,
      words: this.#words,
      language: this.#language,
      member,
      room: this.#room,
      contact,
      changed: () => this.update(),
    })
  }

  #enter(room: DeskRoom): void {
    this.#room = room
    this.#open = null
    this.#case = null
    this.#thread.replaceChildren(invitation(this.#words))
    this.#shown = ''
    this.update()
  }

  #casesPane(): HTMLElement[] {
    const words = caseWords(this.#language)
    const figures = button(workWords(this.#language).figures, () => this.#showFigures())
    figures.id = 'figures'
    const people = button(memberWords(this.#language).people, () => this.#showPeople())
    people.id = 'people'
    return [element('h2', {}, words.cases), this.#cases, this.#openCase, figures, people]
  }

  #chooseCase(docket: string): void {
    const { env } = this.#session
    this.#open = null
    this.#case = new CaseView({ env, language: this.#language, room: this.#room, docket })
    this.#thread.replaceChildren(this.#case.root)
    this.#shown = ''
    this.update()
  }

  /** As they are at this moment. */
  #showFigures(): void {
    const room = this.#room
    const contacts = [...room.log.casebook.contacts.values()]
    this.#open = null
    this.#case = null
    this.#thread.replaceChildren(figuresView(this.#language, contacts, room.nowMs))
    this.#shown = ''
    this.update()
  }

  #showPeople(): void {
    this.#open = null
    this.#case = null
    this.#people = new PeopleView(this.#session, this.#language, this.#room)
    this.#thread.replaceChildren(this.#people.root)
    this.#shown = ''
    this.update()
  }

  #caseRow(docket: string, held: Case): HTMLElement {
    const words = caseWords(this.#language)
    const row = button(held.fellowship.reference, () => this.#chooseCase(docket))
    row.append(element('span', { className: 'open' }, words[held.docket.status]))
    row.setAttribute('aria-pressed', String(docket === this.#case?.docket))
    return element('li', {}, row)
  }

  #showLists(): void {
    const { cases } = this.#room.log.casebook
    const found = this.#search.find()
    const foundCases = new Set(found?.flatMap(({ kind, id }) => (kind === 'case' ? [id] : [])))
    const listed = [...cases].filter(([docket]) => found === null || foundCases.has(docket))
    const rows = listed.map(([docket, held]) => this.#caseRow(docket, held))
    const none = element('li', { className: 'empty' }, caseWords(this.#language).noCases)
    this.#cases.replaceChildren(...(rows.length === 0 ? [none] : rows))
    const focused = document.activeElement?.getAttribute('data-contact') ?? null
    const contacts = this.#contacts(found)
    const { suite } = this.#session.env
    this.#desks.replaceChildren(...this.#session.rooms.map((room) => this.#deskRow(room)))
    this.#list.replaceChildren(
      ...contacts.map((contact) =>
        contactRow(
          suite,
          this.#words,
          this.#language,
          contact,
          this.#warning(contact),
          excerptOf(contact, this.#search.query),
          contact === this.#open?.contact,
          () => this.#choose(contact),
        ),
      ),
    )
    const reading = this.#room.log.caughtUp ? this.#words.noContacts : this.#words.loading
    const isNarrowed = found !== null || this.#search.view !== 'all'
    const nothing = isNarrowed ? workWords(this.#language).nothingFound : reading
    this.#empty.textContent = contacts.length === 0 ? nothing : ''
    this.#search.say(contacts.length + foundCases.size, isNarrowed)
    if (focused !== null)
      this.#list.querySelector<HTMLElement>(`[data-contact="${focused}"]`)?.focus()
  }

  /** That something is owed to this contact soon, or was. */
  #warning(contact: Contact): string {
    const { dropIntervalMs } = this.#session.member.parameters
    const clocks = clocksOfContact(contact, dropIntervalMs, this.#room.nowMs)
    return clockWarning(this.#language, clocks)
  }

  #deskRow(room: DeskRoom): HTMLElement {
    const { statement } = this.#session.member.documents
    const row = button(deskTitle(statement, room.desk, this.#language), () => this.#enter(room))
    const open = room.contacts().filter(needsSomebody).length
    if (open > 0)
      row.append(element('span', { className: 'open' }, fill(this.#words.openHere, open)))
    row.setAttribute('aria-pressed', String(room === this.#room))
    return element('li', {}, row)
  }

  /** Lists are made anew only when one of these changed, so that the reading point stays. */
  #signature(): string {
    const contacts = this.#session.rooms.flatMap((room) => room.contacts())
    const rows = contacts.map(
      (contact) =>
        `${toHex(contact.conversation)}${contact.standing}${contact.messages.length}/${contact.replies.length}${this.#warning(contact)}`,
    )
    const { statement } = this.#session.member.documents
    const cases = [...this.#room.log.casebook.cases].map(
      ([
        docket,
        {
          docket: { status },
        },
      ]) => `${docket}${status}`,
    )
    return [this.#room.log.caughtUp, statement?.number, ...rows, ...cases].join()
  }

  #rehearsalText(): string {
    const { column } = this.#session.member.parameters
    return column === 'rehearsal' ? this.#words.rehearsal : ''
  }

  #troubleText(): string {
    const { trouble, member } = this.#session
    const found = member.rooms.some(({ log }) =>
      log.findings.some(({ kind }) => !REFUSED_ACTS.has(kind)),
    )
    if (found) return this.#words.logChanged
    if (trouble === 'unreachable') return this.#words.noServer
    if (trouble === 'refused') return this.#words.refused
    if (trouble === 'unverified') return this.#words.unverified
    return member.rooms.some((room) => room.isLate) ? this.#words.dropsUnopened : ''
  }

  #progressText(): string {
    const { member } = this.#session
    const { casebook, findings } = this.#room.log
    const unknown = casebook.unknown.filter(({ facts }) => facts.kind === 'unknown').length
    const refused = findings.filter(({ kind }) => REFUSED_ACTS.has(kind)).length
    const lines = [
      member.dropsMissing > 0 ? fill(this.#words.dropsMissing, member.dropsMissing) : '',
      member.pending > 0 ? fill(this.#words.pending, member.pending) : this.#words.idle,
      unknown > 0 ? fill(this.#words.unknownEvents, unknown) : '',
      refused > 0 ? fill(this.#words.refusedActs, refused) : '',
    ]
    return lines.filter((line) => line !== '').join(' ')
  }
}

function invitation(words: Messages): HTMLElement {
  return element('p', { className: 'empty' }, words.pickContact)
}

function labelled(tag: 'nav' | 'aside', label: string, ...children: Node[]): HTMLElement {
  const made = element(tag, { className: 'pane' }, element('h2', {}, label), ...children)
  made.setAttribute('aria-label', label)
  return made
}
