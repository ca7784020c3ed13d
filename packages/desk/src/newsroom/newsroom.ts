import { instantOf, type PublishedLetter } from '@postern/site'
import type { NewsroomConfig, StaffMember } from './newsroom-config.ts'
import type { AcceptedLetter, Acted, NewsroomStore } from './newsroom-store.ts'
import type { PictureDesk } from './picture-desk.ts'
import type { SitePress } from './site-press.ts'
import type { StoryDesk } from './story-desk.ts'

export interface NewsroomParts {
  readonly config: NewsroomConfig
  readonly store: NewsroomStore
  readonly press: SitePress
  /** Stories at work. */
  readonly stories: StoryDesk
  readonly pictures: PictureDesk
  /** `YYYY-MM-DD` */
  readonly today: () => string
}

/** A paper has tens of thousands of letters: so many of them are shown. */
const NEWEST_LETTERS = 200

export interface PrintedLetters {
  readonly printed: number
  /** In the order in which they were accepted. */
  readonly letters: readonly PublishedLetter[]
  readonly meant: readonly PublishedLetter[]
}

/**
 * The newsroom beside the desk server: what editors and moderators make public, and the trail of it.
 * It knows nothing of sources, and letters only once a moderator has accepted them.
 */
export class Newsroom {
  readonly #parts: NewsroomParts

  constructor(parts: NewsroomParts) {
    this.#parts = parts
  }

  get press(): SitePress {
    return this.#parts.press
  }

  get stories(): StoryDesk {
    return this.#parts.stories
  }

  get pictures(): PictureDesk {
    return this.#parts.pictures
  }

  get watchedWords(): readonly string[] {
    return this.#parts.config.watchedWords
  }

  /** Whose keys are whose, for who reads the trail. */
  get everybody(): readonly Pick<StaffMember, 'key' | 'name'>[] {
    return this.#parts.config.staff.map(({ key, name }) => ({ key, name }))
  }

  /** Null for a key that is nobody's here. */
  staff(key: string): StaffMember | null {
    return this.#parts.config.staff.find((one) => one.key === key) ?? null
  }

  /** What a moderator sees of the printed letters: how many, the newest, and those that are asked for. */
  printed(asked: readonly string[]): PrintedLetters {
    const { store } = this.#parts
    const meant = asked.flatMap((id) => store.letter(id) ?? [])
    return { printed: store.count(), letters: store.newest(NEWEST_LETTERS), meant }
  }

  trail(): Uint8Array[] {
    return this.#parts.store.trail()
  }

  /** An act of staff whose effect is kept with the stories: it stands in the trail before that. */
  note(act: Acted): void {
    this.#parts.store.note(act)
  }

  /** Printed when this resolves; the front has it with its next look. */
  async print(letter: AcceptedLetter, act: Acted): Promise<void> {
    const { store, press, today } = this.#parts
    store.printLetter({ ...letter, published: today() }, act)
    await press.layChanges([letter])
  }

  async remove(id: string, act: Acted): Promise<void> {
    const { store, press } = this.#parts
    const removed = store.removeLetter(id, act)
    await press.layChanges(removed === null ? [] : [removed])
  }

  /** At the start: what a crash left unprinted is printed, and changed code shows. */
  async publish(): Promise<void> {
    await this.#parts.press.layAll()
  }

  /** By the clock, as often as the desk server's own tick. */
  async tick(nowMs: number): Promise<void> {
    await this.#parts.press.tick(instantOf(nowMs))
  }

  async close(): Promise<void> {
    await this.#parts.press.close()
    this.#parts.store.close()
  }
}
