import { type Member, type Invitation } from '@postern/casework'
import { equalBytes, PosternError, toHex } from '@postern/protocol'
import type { DeskRoom } from '../../member/desk-room.ts'
import { actForm } from '../act-form.ts'
import type { DeskSession } from '../desk-session.ts'
import { button, element, folded, foreignText } from '../element.ts'
import { fill } from '../messages.ts'
import { inviteForm } from './invite-form.ts'
import { type MemberWords, memberWords } from './member-words.ts'
import { RecoveriesView } from './recoveries-view.ts'
import { waysView } from './ways-view.ts'

/** Who works at one desk: who comes, who goes, who asks to be let in again, and one's own ways in. */
export class PeopleView {
  readonly root: HTMLElement
  readonly #room: DeskRoom
  readonly #words: MemberWords
  readonly #members: HTMLElement = element('ul', { className: 'plain', id: 'members' })
  readonly #invited: HTMLElement = element('ul', { className: 'plain', id: 'invitations' })
  readonly #status: HTMLElement = element('p', { className: 'answer-status' })
  readonly #recoveries: RecoveriesView
  readonly #ways: ReturnType<typeof waysView>
  #shown = ''

  constructor(session: DeskSession, language: string, room: DeskRoom) {
    const words = memberWords(language)
    this.#room = room
    this.#words = words
    this.#status.setAttribute('role', 'status')
    this.#recoveries = new RecoveriesView(session, language, room)
    this.#ways = waysView(session, language)
    this.root = element(
      'section',
      { className: 'people' },
      element('h2', {}, words.people),
      element('h3', {}, words.atDesk),
      this.#members,
      this.#status,
      element('h3', {}, words.invited),
      this.#invited,
      inviteForm(language, room),
      this.#recoveries.root,
      this.#ways.root,
    )
    this.update()
  }

  /** After a tick. */
  update(): void {
    const shown = this.#signature()
    if (shown !== this.#shown) this.#showLists()
    this.#shown = shown
    this.#ways.update()
    void this.#recoveries.update()
  }

  #signature(): string {
    const { members, fellowships } = this.#room.log.casebook
    const invited = this.#room.enrolment.open.map(({ facts }) => toHex(facts.invitation))
    return [
      ...[...members.keys()].map((key) => `${key}${fellowships.isAtDesk(key)}`),
      ...invited,
    ].join()
  }

  #showLists(): void {
    const { members, fellowships } = this.#room.log.casebook
    const here = [...members.values()].filter(({ key }) => fellowships.isAtDesk(toHex(key)))
    this.#members.replaceChildren(...here.map((member) => this.#memberRow(member)))
    const invited = this.#room.enrolment.open.map((one) => this.#invitedRow(one))
    const nobody = element('li', { className: 'empty' }, this.#words.nobody)
    this.#invited.replaceChildren(...(invited.length === 0 ? [nobody] : invited))
  }

  #memberRow({ key, facts }: Member): HTMLElement {
    const words = this.#words
    const isOwn = equalBytes(key, this.#room.memberKey)
    const role = isOwn ? words.you : words[facts.role]
    const name = foreignText('bdi', 'member-name', facts.name)
    const row = element('li', {}, name, ` · ${role}`)
    if (!isOwn) row.append(this.#readOutForm(key))
    return row
  }

  #readOutForm(member: Uint8Array): HTMLElement {
    const words = this.#words
    const id = `read-out-${toHex(member).slice(0, 8)}`
    const fields = [{ name: 'why', label: words.readOutWhy }]
    const form = actForm(id, words.readOut, fields, (value) => {
      if (value('why') === '') return words.readOutNeedsWhy
      this.#room.readOut(member, value('why'))
      void this.#say(async () => {
        await this.#room.enrolment.putOut(member)
        return words.isReadOut
      })
      return null
    })
    const what = element('p', {}, words.readOutWhat)
    return folded(`${id}-fold`, words.readOut, what, form)
  }

  #invitedRow(invitation: Invitation): HTMLElement {
    const { facts, by } = invitation
    const inviter = this.#room.log.casebook.members.get(toHex(by))?.facts.name ?? ''
    const withdraw = button(
      this.#words.withdraw,
      () =>
        void this.#say(async () => {
          await this.#room.enrolment.withdraw(invitation)
          return ''
        }),
    )
    const name = foreignText('bdi', 'member-name', facts.name)
    return element('li', {}, name, ` · ${fill(this.#words.invitedBy, inviter)} `, withdraw)
  }

  async #say(act: () => Promise<string>): Promise<void> {
    try {
      this.#status.textContent = await act()
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      this.#status.textContent = this.#words.noServerNow
    }
  }
}
