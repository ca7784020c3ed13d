import type { DeskRoom } from '../../member/desk-room.ts'
import { equalBytes, letterDesk } from '@postern/protocol'
import type { NewsroomState } from '../../member/newsroom-client.ts'
import type { DeskSession } from '../desk-session.ts'
import { button, element } from '../element.ts'
import { LettersView } from './letters-view.ts'
import { newsroomWords } from './newsroom-words.ts'

const UNDO_MS = 8_000
/** The newsroom is asked again so often, by ticks. */
const ASK_EVERY_TICKS = 5

/**
 * The page's two halves, one shown at a time. The newsroom's appears for who is of it, once the
 * statement says which desk is the moderators'.
 */
export class Halves {
  readonly root: HTMLElement
  readonly #session: DeskSession
  readonly #language: string
  readonly #desk: HTMLElement
  readonly #nav: HTMLElement
  #letters: LettersView | null = null
  #ticks = 0

  constructor(session: DeskSession, language: string, desk: HTMLElement) {
    this.#session = session
    this.#language = language
    this.#desk = desk
    this.#nav = element('nav', { className: 'halves', hidden: true })
    this.root = element('div', { className: 'whole' }, this.#nav, desk)
  }

  get hasDraft(): boolean {
    return this.#letters?.hasDraft ?? false
  }

  /** After a tick. */
  update(): void {
    if (this.#letters === null || this.#ticks % ASK_EVERY_TICKS === 0) void this.#ask()
    this.#ticks += 1
    this.#letters?.update()
  }

  async #ask(): Promise<void> {
    if (this.#letters !== null) return await this.#letters.refresh().catch(() => undefined)
    const room = this.#moderatorsRoom()
    if (room === null) return
    const state = await this.#session.member.newsroom.state().catch(() => null)
    if (state !== null && this.#letters === null) this.#open(state, room)
  }

  /** Null for who does not sit at the moderators' desk: the newsroom is not asked for then. */
  #moderatorsRoom(): DeskRoom | null {
    const { member } = this.#session
    const desk = letterDesk(member.documents.statement?.desks ?? [])
    return (desk && member.rooms.find((one) => equalBytes(one.desk, desk.id))) ?? null
  }

  #open(state: NewsroomState, room: DeskRoom): void {
    const { member, env } = this.#session
    if (!state.roles.includes('moderator')) return
    const words = newsroomWords(this.#language)
    const client = member.newsroom
    const { suite } = env
    this.#letters = new LettersView(
      { suite, words, language: this.#language, room, client, undoMs: UNDO_MS },
      state,
    )
    const { root } = this.#letters
    root.hidden = true
    this.root.append(root)
    const show = (isDesk: boolean): void => {
      this.#desk.hidden = !isDesk
      root.hidden = isDesk
      toDesk.setAttribute('aria-pressed', String(isDesk))
      toNewsroom.setAttribute('aria-pressed', String(!isDesk))
    }
    const toDesk = button(words.desk, () => show(true))
    const toNewsroom = button(words.newsroom, () => show(false))
    toNewsroom.id = 'to-newsroom'
    this.#nav.setAttribute('aria-label', words.halves)
    this.#nav.replaceChildren(toDesk, toNewsroom)
    this.#nav.hidden = false
    show(true)
  }
}
