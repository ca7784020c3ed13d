import type { Case, Contact, FindingKind } from '@postern/casework'
import { toHex } from '@postern/protocol'
import type { DeskRoom } from '../member/desk-room.ts'
import { CaseView } from './case-view.ts'
import { caseWords } from './case-words.ts'
import { ContactsPane } from './contacts/contacts-pane.ts'
import type { DeskSession } from './desk-session.ts'
import { deskTitle } from './desk-title.ts'
import { button, element } from './element.ts'
import { fill, type Messages } from './messages.ts'
import { memberWords } from './people/member-words.ts'
import { PeopleView } from './people/people-view.ts'
import { ThreadView } from './thread-view.ts'
import { figuresView } from './work/figures-view.ts'
import { workWords } from './work/work-words.ts'

/** What did not count though the log is whole: two at once, or somebody who may not. */
const REFUSED_ACTS: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'read-out',
  'old-key',
  'out-of-place',
  'back-dated',
])

/** What stands beside the lists, where it changes by itself. */
interface Shown {
  readonly thread?: ThreadView
  readonly held?: CaseView
  readonly people?: PeopleView
}

/** Desks, contacts and the open thread, side by side. */
export class WorkspaceView {
  readonly root: HTMLElement
  readonly #session: DeskSession
  readonly #words: Messages
  readonly #language: string
  readonly #desks: HTMLElement = element('ul', { className: 'desks' })
  readonly #contacts: ContactsPane
  readonly #cases: HTMLElement = element('ul', { className: 'desks' })
  readonly #openCase: HTMLButtonElement
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
    const choose = (contact: Contact): void => this.#choose(contact)
    const narrowed = (): void => this.#showCases()
    this.#contacts = new ContactsPane({ session, words, language, choose, narrowed }, first)
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
      this.#nav(),
      this.#contacts.root,
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
    this.#contacts.update()
    const shown = this.#signature()
    if (shown !== this.#shown) this.#showLists()
    this.#shown = shown
    this.#open?.update()
    this.#case?.update()
    this.#people?.update()
  }

  search(): void {
    this.#contacts.focusSearch()
  }

  move(step: 1 | -1): void {
    const next = this.#contacts.beside(step)
    if (next !== null) this.#choose(next)
  }

  accept(): void {
    this.#open?.accept()
  }

  answer(): void {
    this.#open?.focusAnswer()
  }

  #choose(contact: Contact): void {
    const id = toHex(this.#room.desk) + toHex(contact.conversation)
    const thread = this.#threads.get(id) ?? this.#makeThread(contact)
    this.#threads.set(id, thread)
    this.#show(thread.root, { thread })
    this.#contacts.mark(contact)
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

  /** In the place of what stood there. */
  #show(root: HTMLElement, { thread, held, people }: Shown = {}): void {
    if (thread === undefined) this.#contacts.mark(null)
    this.#open = thread ?? null
    this.#case = held ?? null
    this.#people = people ?? null
    this.#thread.replaceChildren(root)
    this.#shown = ''
    this.update()
  }

  #enter(room: DeskRoom): void {
    this.#room = room
    this.#contacts.open(room)
    this.#show(invitation(this.#words))
  }

  #nav(): HTMLElement {
    const cases = caseWords(this.#language)
    const figures = button(workWords(this.#language).figures, () => this.#showFigures())
    figures.id = 'figures'
    const people = button(memberWords(this.#language).people, () => this.#showPeople())
    people.id = 'people'
    const pane = element(
      'nav',
      { className: 'pane' },
      element('h2', {}, this.#words.desks),
      this.#desks,
      element('h2', {}, cases.cases),
      this.#cases,
      this.#openCase,
      figures,
      people,
    )
    pane.setAttribute('aria-label', this.#words.desks)
    return pane
  }

  #chooseCase(docket: string): void {
    const { env } = this.#session
    const held = new CaseView({ env, language: this.#language, room: this.#room, docket })
    this.#show(held.root, { held })
  }

  /** As they are at this moment. */
  #showFigures(): void {
    const room = this.#room
    const contacts = [...room.log.casebook.contacts.values()]
    this.#show(figuresView(this.#language, contacts, room.nowMs))
  }

  #showPeople(): void {
    const people = new PeopleView(this.#session, this.#language, this.#room)
    this.#show(people.root, { people })
  }

  #caseRow(docket: string, held: Case): HTMLElement {
    const words = caseWords(this.#language)
    const row = button(held.fellowship.reference, () => this.#chooseCase(docket))
    row.append(element('span', { className: 'open' }, words[held.docket.status]))
    row.setAttribute('aria-pressed', String(docket === this.#case?.docket))
    return element('li', {}, row)
  }

  #showLists(): void {
    this.#desks.replaceChildren(...this.#session.rooms.map((room) => this.#deskRow(room)))
    this.#showCases()
  }

  #showCases(): void {
    const { foundCases } = this.#contacts
    const listed = [...this.#room.log.casebook.cases].filter(
      ([docket]) => foundCases === null || foundCases.has(docket),
    )
    const rows = listed.map(([docket, held]) => this.#caseRow(docket, held))
    const none = element('li', { className: 'empty' }, caseWords(this.#language).noCases)
    this.#cases.replaceChildren(...(rows.length === 0 ? [none] : rows))
  }

  #deskRow(room: DeskRoom): HTMLElement {
    const { statement } = this.#session.member.documents
    const row = button(deskTitle(statement, room.desk, this.#language), () => this.#enter(room))
    const open = this.#contacts.openIn(room)
    if (open > 0)
      row.append(element('span', { className: 'open' }, fill(this.#words.openHere, open)))
    row.setAttribute('aria-pressed', String(room === this.#room))
    return element('li', {}, row)
  }

  /** Lists are made anew only when one of these changed, so that the reading point stays. */
  #signature(): string {
    const { statement } = this.#session.member.documents
    const orders = this.#session.rooms.map((room) => this.#contacts.orderIn(room))
    return [this.#room.log.caughtUp, statement?.number, ...orders].join()
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
      this.#room.log.caughtUp ? '' : this.#words.loading,
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
