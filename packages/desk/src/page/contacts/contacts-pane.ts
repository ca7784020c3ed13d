import { type Contact, isUnanswered } from '@postern/casework'
import { toHex } from '@postern/protocol'
import type { DeskRoom } from '../../member/desk-room.ts'
import type { KeptView } from '../../member/view-work.ts'
import type { DeskSession } from '../desk-session.ts'
import { element } from '../element.ts'
import type { Messages } from '../messages.ts'
import type { Found } from '../search/desk-index.ts'
import { excerptOf } from '../search/excerpt.ts'
import { SearchBox, type View } from '../search/search-box.ts'
import { clocksOfContact, clockWarning } from '../work/clocks-view.ts'
import { workWords } from '../work/work-words.ts'
import { ContactOrder, type OrderedContact } from './contact-order.ts'
import { contactLook, contactRow, needsSomebody, type ShownContact } from './contact-row.ts'
import { type ListRow, VirtualList } from './virtual-list.ts'

interface ContactsPaneParts {
  readonly session: DeskSession
  readonly words: Messages
  readonly language: string
  readonly choose: (contact: Contact) => void
  /** Another search or view, or more to be found: what else is narrowed by it is shown anew. */
  readonly narrowed: () => void
}

/** The contacts of the desk that is open: words and a view to narrow them, and the list. */
export class ContactsPane {
  readonly root: HTMLElement
  readonly #parts: ContactsPaneParts
  readonly #search: SearchBox
  readonly #list: VirtualList
  readonly #empty: HTMLElement = element('p', { className: 'empty' })
  readonly #orders = new Map<DeskRoom, ContactOrder>()
  #room: DeskRoom
  #chosen: Contact | null = null
  #found: readonly Found[] | null = null
  #listed: readonly OrderedContact[] = []
  #shown = ''

  constructor(parts: ContactsPaneParts, room: DeskRoom) {
    const { words, language } = parts
    this.#parts = parts
    this.#room = room
    const own = {
      all: () => this.#room.views.all,
      keep: (view: KeptView) => this.#room.views.keep(view),
      forget: (name: string) => this.#room.views.forget(name),
    }
    this.#search = new SearchBox(language, own, () => this.#narrow())
    this.root = element('aside', { className: 'pane' }, element('h2', {}, words.contacts))
    this.root.setAttribute('aria-label', words.contacts)
    this.#list = new VirtualList('contacts', this.root)
    this.root.append(this.#search.root, this.#list.root, this.#empty)
  }

  /** Ids in hex of the cases that the words find; null when no words are typed. */
  get foundCases(): ReadonlySet<string> | null {
    if (this.#found === null) return null
    return new Set(this.#found.flatMap(({ kind, id }) => (kind === 'case' ? [id] : [])))
  }

  focusSearch(): void {
    this.#search.focus()
  }

  open(room: DeskRoom): void {
    this.#room = room
    this.#chosen = null
    this.#shown = ''
  }

  mark(contact: Contact | null): void {
    this.#chosen = contact
    this.#showList()
    if (contact !== null) this.#list.reveal(toHex(contact.conversation))
  }

  /** After a tick or an act. */
  update(): void {
    const shown = `${toHex(this.#room.desk)}${this.orderIn(this.#room)}${this.#room.log.caughtUp}`
    if (shown === this.#shown) return
    this.#shown = shown
    this.#search.offerViews()
    if (this.#room.log.caughtUp) this.#search.look(this.#room.log.casebook, () => this.#narrow())
    this.#narrow()
  }

  /** Contacts of a desk that still need somebody. */
  openIn(room: DeskRoom): number {
    return this.#looked(room).all.filter(({ contact }) => needsSomebody(contact)).length
  }

  /** Another number whenever something in a desk's list is otherwise. */
  orderIn(room: DeskRoom): number {
    return this.#looked(room).version
  }

  /** The contact so many places from the one that is chosen; the first when none is. */
  beside(step: 1 | -1): Contact | null {
    const at = this.#listed.findIndex(({ contact }) => contact === this.#chosen)
    return this.#listed[at < 0 ? 0 : at + step]?.contact ?? null
  }

  #narrow(): void {
    this.#found = this.#search.find()
    this.#listed = this.#narrowed()
    this.#showList()
    this.#parts.narrowed()
  }

  #narrowed(): OrderedContact[] {
    const { view } = this.#search
    const order = this.#looked(this.#room).all
    const found = this.#found
    if (found === null) return order.filter((one) => isIn(view, one))
    const byId = new Map(order.map((one) => [one.id, one]))
    return found
      .flatMap(({ kind, id }) => (kind === 'contact' ? (byId.get(id) ?? []) : []))
      .filter((one) => isIn(view, one))
  }

  #showList(): void {
    const { words, language } = this.#parts
    this.#list.show(this.#listed.map((one) => this.#row(one)))
    const reading = this.#room.log.caughtUp ? words.noContacts : words.loading
    const isNarrowed = this.#found !== null || this.#search.view !== 'all'
    const nothing = isNarrowed ? workWords(language).nothingFound : reading
    this.#empty.textContent = this.#listed.length === 0 ? nothing : ''
    this.#search.say(this.#listed.length + (this.foundCases?.size ?? 0), isNarrowed)
  }

  #row({ contact, id, warning }: OrderedContact): ListRow {
    const { session, words, language, choose } = this.#parts
    const { query } = this.#search
    const isChosen = contact === this.#chosen
    const shown = (): ShownContact => {
      const excerpt = excerptOf(contact, query)
      return { contact, warning, isChosen, excerpt }
    }
    const make = (): HTMLLIElement =>
      contactRow(session.env.suite, words, language, shown(), () => choose(contact))
    return { id, look: () => contactLook(shown()), make }
  }

  #looked(room: DeskRoom): ContactOrder {
    const order =
      this.#orders.get(room) ?? new ContactOrder((contact) => this.#warning(room, contact))
    this.#orders.set(room, order)
    order.look(room.log.casebook, room.nowMs)
    return order
  }

  /** That something is owed to this contact soon, or was. */
  #warning(room: DeskRoom, contact: Contact): string {
    const { session, language } = this.#parts
    const { dropIntervalMs } = session.member.parameters
    return clockWarning(language, clocksOfContact(contact, dropIntervalMs, room.nowMs))
  }
}

function isIn(view: View, { contact, warning }: OrderedContact): boolean {
  if (view === 'new') return contact.standing === 'new'
  if (view === 'unanswered') return isUnanswered(contact)
  return view === 'all' || warning !== ''
}
