import { equalBytes, letterDesk } from '@postern/protocol'
import type { DeskRoom } from '../../member/desk-room.ts'
import type { NewsroomState } from '../../member/newsroom-client.ts'
import type { DeskSession } from '../desk-session.ts'
import { Halves } from './halves.ts'
import { LettersView } from './letters-view.ts'
import { newsroomWords } from './newsroom-words.ts'
import { addPicture } from './picture-dialog.ts'
import { StoriesView } from './stories-view.ts'
import { storyWords } from './story-words.ts'

const UNDO_MS = 8_000
/** The newsroom is asked again so often, by ticks. */
const ASK_EVERY_TICKS = 5

/**
 * The desk, and for who is of the newsroom its stories and letters, by her roles. Only who sits at the
 * moderators' desk is of it, so only her page asks, once the statement says which desk that is.
 */
export class NewsroomView {
  readonly root: HTMLElement
  readonly #session: DeskSession
  readonly #language: string
  readonly #halves: Halves
  /** Undefined before it is asked for; null for who is not of the newsroom. */
  #state: NewsroomState | null | undefined = undefined
  #letters: LettersView | null = null
  #stories: StoriesView | null = null
  #ticks = 0

  constructor(session: DeskSession, language: string, desk: HTMLElement) {
    const words = newsroomWords(language)
    this.#session = session
    this.#language = language
    this.#halves = new Halves(words.halves)
    this.#halves.add('desk', words.desk, desk)
    this.root = this.#halves.root
  }

  get hasDraft(): boolean {
    return (this.#letters?.hasDraft ?? false) || (this.#stories?.hasDraft ?? false)
  }

  /** After a tick. */
  update(): void {
    if (this.#state === undefined || this.#ticks % ASK_EVERY_TICKS === 0) void this.#ask()
    this.#ticks += 1
    this.#letters?.update()
  }

  async #ask(): Promise<void> {
    const state = await this.#known()
    if (state === null) return
    this.#openStories(state)
    if (this.#letters === null) return this.#openLetters(state)
    await this.#letters.refresh().catch(() => undefined)
  }

  /** Null for who is not of the newsroom, and while it does not answer. */
  async #known(): Promise<NewsroomState | null> {
    if (this.#state !== undefined) return this.#state
    if (this.#moderatorsRoom() === null) return null
    try {
      this.#state = await this.#session.member.newsroom.state()
      return this.#state
    } catch {
      return null
    }
  }

  #openStories({ roles }: NewsroomState): void {
    const isEditor = roles.includes('editor')
    if (this.#stories !== null || !(isEditor || roles.includes('writer'))) return
    const { member, env } = this.#session
    const words = storyWords(this.#language)
    const stories = new StoriesView({
      words,
      language: this.#language,
      client: member.stories,
      isEditor,
      nowMs: () => env.nowMs(),
      addPicture: async (client) => await addPicture(words, client),
    })
    this.#stories = stories
    this.#halves.add('stories', words.stories, stories.root, () => void stories.refresh())
  }

  #openLetters(state: NewsroomState): void {
    const room = this.#moderatorsRoom()
    if (room === null || !state.roles.includes('moderator')) return
    const { member, env } = this.#session
    const words = newsroomWords(this.#language)
    const parts = { suite: env.suite, words, language: this.#language, room, undoMs: UNDO_MS }
    this.#letters = new LettersView({ ...parts, client: member.newsroom }, state)
    this.#halves.add('letters', words.letters, this.#letters.root)
  }

  /** Null for who does not sit at the moderators' desk. */
  #moderatorsRoom(): DeskRoom | null {
    const { member } = this.#session
    const desk = letterDesk(member.documents.statement?.desks ?? [])
    return (desk && member.rooms.find((one) => equalBytes(one.desk, desk.id))) ?? null
  }
}
