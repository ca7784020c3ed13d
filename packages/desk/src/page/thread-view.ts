import type { Contact } from '@postern/casework'
import { type Suite, toHex } from '@postern/protocol'
import type { DeskMember } from '../member/desk-member.ts'
import type { DeskRoom } from '../member/desk-room.ts'
import { AnswerBox } from './answer/answer-box.ts'
import { contactName } from './contact-name.ts'
import { button, element } from './element.ts'
import { MessageView } from './message-view.ts'
import { fill, type Messages } from './messages.ts'
import { replaceAround } from './forms-in-use.ts'
import { queuedView, replyView } from './reply-view.ts'
import { clocksOfContact, clocksView } from './work/clocks-view.ts'
import { reportForm, reportSignature } from './work/report-form.ts'

export interface ThreadParts {
  readonly suite: Suite
  readonly words: Messages
  readonly language: string
  readonly member: DeskMember
  readonly room: DeskRoom
  readonly contact: Contact
  readonly changed: () => void
}

/** One contact: everything said, what is missing, and the box to answer in. */
export class ThreadView {
  readonly root: HTMLElement
  readonly #parts: ThreadParts
  readonly #said: HTMLElement = element('div', { className: 'said' })
  readonly #acts: HTMLElement = element('div', { className: 'acts' })
  readonly #clocks: HTMLElement = element('div', {})
  readonly #report: HTMLElement = element('div', {})
  readonly #answer: AnswerBox
  #clocksShown = ''
  #reportShown = ''
  readonly #messages = new Map<string, MessageView>()

  constructor(parts: ThreadParts) {
    const { words, suite, contact } = parts
    this.#parts = parts
    const title = element('h2', {}, contactName(suite, contact.conversation))
    const { language, room, changed } = parts
    const now = (): Contact => this.contact
    this.#answer = new AnswerBox({ language, words, room, contact: now, changed })
    this.root = element(
      'div',
      { className: 'thread' },
      title,
      this.#acts,
      this.#clocks,
      this.#said,
      this.#answer.root,
      this.#report,
    )
  }

  /** As it is now: another object after the log was read again. */
  get contact(): Contact {
    const { room, contact } = this.#parts
    return room.log.casebook.contact(contact.conversation) ?? contact
  }

  get hasDraft(): boolean {
    return this.#answer.hasDraft
  }

  focusAnswer(): void {
    this.#answer.focus()
  }

  accept(): void {
    if (this.contact.standing !== 'new') return
    this.#parts.room.accept(this.contact.conversation)
    this.#parts.changed()
  }

  /** Shows what is new; what is typed and what is open stays. */
  update(): void {
    const { room, words, member, language } = this.#parts
    const { contact } = this
    const said = [
      ...contact.messages.map((message) => ({
        position: message.position,
        node: this.#messageView(message).root,
      })),
      ...contact.replies.map((reply) => ({
        position: reply.position,
        node: replyView(words, language, member.parameters, reply),
      })),
    ].toSorted((a, b) => a.position - b.position)
    const queued = room.queued.filter(
      ({ conversation }) => toHex(conversation) === toHex(contact.conversation),
    )
    this.#said.replaceChildren(
      ...said.map(({ node }) => node),
      ...this.#partials(),
      ...queued.map((reply) => queuedView(words, reply)),
    )
    this.#answer.update()
    this.#acts.replaceChildren(...this.#standingActs())
    for (const view of this.#messages.values()) void view.check()
    this.#showClocks()
    this.#showReport()
  }

  #showClocks(): void {
    const { room, member, language, changed } = this.#parts
    const { contact } = this
    const clocks = clocksOfContact(contact, member.parameters.dropIntervalMs, room.nowMs)
    const signature = clocks.map(({ kind, state, dueMs }) => `${kind}${state}${dueMs}`).join()
    if (signature === this.#clocksShown) return
    this.#clocksShown = signature
    const nodes = clocksView(language, clocks, (clock, reason) => {
      room.withhold(contact.conversation, clock, reason)
      changed()
    })
    replaceAround(this.#clocks, ...nodes)
  }

  /** Only of who is heard: what is declined becomes no case. */
  #showReport(): void {
    const { room, language } = this.#parts
    const { contact } = this
    const isHeard = contact.standing === 'accepted'
    const signature = isHeard ? reportSignature(room, contact) : 'none'
    if (signature === this.#reportShown) return
    this.#reportShown = signature
    replaceAround(this.#report, ...(isHeard ? [reportForm(language, room, contact)] : []))
  }

  #messageView(message: Contact['messages'][number]): MessageView {
    const id = toHex(message.facts.messageId)
    const { suite, words, language, room } = this.#parts
    const view = this.#messages.get(id) ?? new MessageView(suite, words, language, room, message)
    this.#messages.set(id, view)
    view.stand(message)
    return view
  }

  #partials(): HTMLElement[] {
    const { room, words } = this.#parts
    return room.log.casebook.partials(this.contact).map(({ missing, count }) => {
      const parts = missing.map((index) => `${index + 1}/${count}`).join(', ')
      const text = missing.length === 0 ? words.unreadable : fill(words.missingParts, parts)
      return element('p', { className: 'missing' }, text)
    })
  }

  #standingActs(): HTMLElement[] {
    const { words, room, changed } = this.#parts
    if (this.contact.standing !== 'new') return []
    const decline = (): void => {
      room.decline(this.contact.conversation, '')
      changed()
    }
    const accept = button(words.accept, () => this.accept())
    accept.className = 'first'
    return [accept, button(words.decline, decline)]
  }
}
