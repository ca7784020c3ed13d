import type { Contact, ProposedReply } from '@postern/casework'
import { equalBytes, PosternError, toHex } from '@postern/protocol'
import type { DeskRoom } from '../../member/desk-room.ts'
import { button, element, folded, foreignText } from '../element.ts'
import { replaceAround } from '../forms-in-use.ts'
import { fill, type Messages } from '../messages.ts'
import { actForm } from '../act-form.ts'
import { workWords, type WorkWords } from '../work/work-words.ts'
import { asksFor, type DoNotAsk } from './do-not-ask.ts'

/** So long after the last key the draft is kept. */
const RESTS_MS = 3_000

export interface AnswerBoxParts {
  readonly language: string
  readonly words: Messages
  readonly room: DeskRoom
  /** As it is at this moment. */
  readonly contact: () => Contact
  readonly changed: () => void
}

/** The box to answer in: keeps what is half written, offers the desk's own words, warns before it sends. */
export class AnswerBox {
  readonly root: HTMLElement = element('div', {})
  readonly #parts: AnswerBoxParts
  readonly #work: WorkWords
  readonly #form: HTMLFormElement
  readonly #box: HTMLTextAreaElement
  readonly #send: HTMLButtonElement
  readonly #status: HTMLParagraphElement
  readonly #proposed: HTMLElement = element('div', {})
  readonly #templates: HTMLElement = element('div', {})
  #resting: ReturnType<typeof setTimeout> | null = null
  /** The text that was warned of: pressed again it goes. */
  #warnedOf = ''
  #shown = ''

  constructor(parts: AnswerBoxParts) {
    const { words, language } = parts
    this.#parts = parts
    this.#work = workWords(language)
    this.#box = element('textarea', { id: 'answer', rows: 8, dir: 'auto' })
    this.#box.spellcheck = false
    this.#status = element('p', { className: 'answer-status' })
    this.#status.setAttribute('role', 'status')
    this.#send = element('button', { type: 'submit', className: 'first' }, words.send)
    this.#form = element(
      'form',
      { className: 'answer' },
      element('label', { htmlFor: 'answer' }, words.answerLabel),
      this.#box,
      this.#send,
      this.#status,
    )
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#answer()
    })
    this.#box.addEventListener('input', () => this.#rest())
    this.#box.addEventListener('blur', () => this.#keep())
    this.#box.value = parts.room.answers.draft(parts.contact().conversation)
    this.root.append(this.#proposed, this.#form, this.#templates)
  }

  /** Words that are not kept yet. */
  get hasDraft(): boolean {
    const { room, contact } = this.#parts
    return this.#box.value.trim() !== room.answers.draft(contact().conversation).trim()
  }

  focus(): void {
    this.#box.focus()
  }

  /** What is typed stays. */
  update(): void {
    const { room, contact, words } = this.#parts
    const { messages, proposed } = contact()
    this.#form.hidden = messages.every(({ facts }) => facts.messageKind === 'letter')
    const { needsSecondEyes, templates } = room.answers
    const shown = [needsSecondEyes, proposed.length, ...templates.map(({ text }) => text)].join()
    if (shown === this.#shown) return
    this.#shown = shown
    if (this.#warnedOf === '')
      this.#send.textContent = needsSecondEyes ? this.#work.propose : words.send
    this.#proposed.replaceChildren(...proposed.map((one) => this.#proposal(one)))
    replaceAround(this.#templates, this.#templatesView())
  }

  #proposal(proposed: ProposedReply): HTMLElement {
    const { room, contact, changed } = this.#parts
    const isMine = equalBytes(proposed.author, room.memberKey)
    const approve = button(this.#work.approveAnswer, () => {
      room.answers.approve(contact(), proposed)
      changed()
    })
    const name = room.log.casebook.members.get(toHex(proposed.author))?.facts.name ?? ''
    return element(
      'article',
      { className: 'reply' },
      element('h3', {}, fill(this.#work.proposedBy, name)),
      foreignText('p', 'text', proposed.facts.text),
      element('div', { className: 'acts' }, ...(isMine ? [] : [approve])),
    )
  }

  /** The desk's own words, put where the cursor is; and these here, kept for the next time. */
  #templatesView(): HTMLElement {
    const { room, language } = this.#parts
    const work = this.#work
    const rows = room.answers.templates.map(({ name, text }) =>
      element(
        'li',
        {},
        button(name, () => this.#insert(text)),
      ),
    )
    const fields = [{ name: 'name', label: work.templateName }]
    const keep = actForm('template', work.keepTemplate, fields, (value) => {
      const text = this.#box.value.trim()
      if (value('name') === '' || text === '') return work.templateNeeds
      room.answers.setTemplate({ name: value('name'), language, text })
      return null
    })
    const { needsSecondEyes } = room.answers
    const eyes = button(needsSecondEyes ? work.eyesOff : work.eyesOn, () =>
      room.answers.setSecondEyes(!needsSecondEyes),
    )
    const list = element('ul', { className: 'plain templates' }, ...rows)
    return folded(
      'templates',
      work.templates,
      list,
      keep,
      element('div', { className: 'acts' }, eyes),
    )
  }

  #insert(text: string): void {
    const { selectionStart, selectionEnd } = this.#box
    this.#box.setRangeText(text, selectionStart, selectionEnd, 'end')
    this.#box.focus()
    this.#rest()
  }

  #rest(): void {
    this.#say('')
    this.#warnedOf = ''
    if (this.#resting !== null) clearTimeout(this.#resting)
    this.#resting = setTimeout(() => this.#keep(), RESTS_MS)
  }

  #keep(): void {
    if (this.#resting !== null) clearTimeout(this.#resting)
    this.#resting = null
    const { room, contact } = this.#parts
    room.answers.keepDraft(contact().conversation, this.#box.value.trim())
  }

  #answer(): void {
    const { room, words, contact, changed } = this.#parts
    const text = this.#box.value.trim()
    if (text === '') return this.#say(words.emptyAnswer)
    const asks = asksFor(text)
    if (asks.length > 0 && this.#warnedOf !== text) return this.#warn(text, asks)
    try {
      if (room.answers.needsSecondEyes) room.answers.propose(contact(), text)
      else room.reply(contact().conversation, text)
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      return this.#say(words.tooLong)
    }
    this.#box.value = ''
    this.#keep()
    this.#warnedOf = ''
    this.#send.textContent = room.answers.needsSecondEyes ? this.#work.propose : words.send
    this.#say('')
    changed()
  }

  #warn(text: string, asks: readonly DoNotAsk[]): void {
    this.#warnedOf = text
    this.#send.textContent = this.#work.sendAnyway
    this.#say(asks.map((kind) => this.#work[`ask-${kind}`]).join(' '))
  }

  #say(line: string): void {
    this.#status.textContent = line
  }
}
