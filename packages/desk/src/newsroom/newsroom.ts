import type { Env } from '@postern/protocol'
import type { PublishedLetter, SiteRecords } from '@postern/site'
import type { NewsroomConfig, StaffMember } from './newsroom-config.ts'
import type { AcceptedLetter, Acted, NewsroomStore } from './newsroom-store.ts'
import type { SitePress } from './site-press.ts'

export interface NewsroomParts {
  readonly env: Env
  readonly config: NewsroomConfig
  readonly store: NewsroomStore
  readonly press: SitePress
  /** Everything of the site but its letters. */
  readonly records: () => Promise<SiteRecords>
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

  letters(): PublishedLetter[] {
    return this.#parts.store.letters()
  }

  trail(): Uint8Array[] {
    return this.#parts.store.trail()
  }

  /** Printed when this resolves; the front has it with its next look. */
  async print(letter: AcceptedLetter, act: Acted): Promise<void> {
    this.#parts.store.printLetter({ ...letter, published: this.#today() }, act)
    await this.publish()
  }

  async remove(id: string, act: Acted): Promise<void> {
    this.#parts.store.removeLetter(id, act)
    await this.publish()
  }

  /** Renders what has changed. Also at the start, so that what a crash left unprinted is printed. */
  async publish(): Promise<void> {
    const { press, records } = this.#parts
    await press.publish(async () => ({
      ...(await records()),
      letters: this.letters(),
      today: this.#today(),
    }))
  }

  close(): void {
    this.#parts.store.close()
  }

  #today(): string {
    return new Date(this.#parts.env.nowMs()).toISOString().slice(0, 10)
  }
}
