import { PosternError, toHex } from '@postern/protocol'
import { memberOf } from '../../member/enrolment-work.ts'
import { type RecoveryRequest, requestName, spokenWords } from '../../member/recovery.ts'
import type { DeskRoom } from '../../member/desk-room.ts'
import type { DeskSession } from '../desk-session.ts'
import { button, element } from '../element.ts'
import { fill } from '../messages.ts'
import { type MemberWords, memberWords } from './member-words.ts'

/** Colleagues who can open their keyrings no more, and what one does for them. */
export class RecoveriesView {
  readonly root: HTMLElement
  readonly #session: DeskSession
  readonly #room: DeskRoom
  readonly #words: MemberWords
  readonly #list: HTMLElement = element('ul', { className: 'plain', id: 'recoveries' })
  readonly #status: HTMLElement = element('p', { className: 'answer-status' })
  readonly #helped = new Set<string>()
  #shown: string | null = null

  constructor(session: DeskSession, language: string, room: DeskRoom) {
    this.#session = session
    this.#room = room
    this.#words = memberWords(language)
    this.#status.setAttribute('role', 'status')
    this.root = element(
      'div',
      {},
      element('h3', {}, this.#words.askingAgain),
      this.#list,
      this.#status,
    )
  }

  /** Asks only while somebody looks at this page. */
  async update(): Promise<void> {
    if (this.root.isConnected || this.#shown === null) await this.#look()
  }

  async #look(): Promise<void> {
    try {
      this.#show(await this.#session.member.recoveries())
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
    }
  }

  #show(requests: readonly RecoveryRequest[]): void {
    const { env } = this.#session
    const { casebook } = this.#room.log
    const known = requests.flatMap((request) => {
      const member = memberOf(env, casebook, request.keyringId)
      return member === null ? [] : [{ request, member }]
    })
    const shown = known.map(({ request }) => toHex(requestName(env.suite, request))).join()
    if (shown === this.#shown) return
    this.#shown = shown
    const rows = known.map(({ request, member }) => this.#row(request, member))
    const nobody = element('li', { className: 'empty' }, this.#words.nobody)
    this.#list.replaceChildren(...(rows.length === 0 ? [nobody] : rows))
  }

  #row(request: RecoveryRequest, member: { key: Uint8Array; name: string }): HTMLElement {
    const name = requestName(this.#session.env.suite, request)
    const spoken = element('p', { className: 'words' }, spokenWords(name).join(' '))
    spoken.dir = 'ltr'
    const help = button(this.#words.handOver, () => void this.#help(request, member.key, help))
    help.disabled = this.#helped.has(toHex(name))
    return element(
      'li',
      { className: 'request' },
      element('p', {}, fill(this.#words.compareWords, member.name)),
      spoken,
      help,
    )
  }

  async #help(
    request: RecoveryRequest,
    member: Uint8Array,
    press: HTMLButtonElement,
  ): Promise<void> {
    press.disabled = true
    try {
      const given = await this.#room.recovery.help(request, member)
      if (given) this.#helped.add(toHex(requestName(this.#session.env.suite, request)))
      this.#status.textContent = given ? this.#words.handedOver : this.#words.noShare
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      this.#status.textContent = this.#words.noServerNow
      press.disabled = false
    }
  }
}
