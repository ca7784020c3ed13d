import type { Compartment, ViewKept } from '@postern/casework'
import type { Env } from '@postern/protocol'
import type { LogFollower } from './log-follower.ts'

/** What one narrows the contacts by, under a name of one's own. */
export type KeptView = Omit<ViewKept, 'kind'>

/** Views that a member has kept for himself, on whatever device. */
export class ViewWork {
  readonly #env: Env
  readonly #log: LogFollower
  readonly #own: Compartment
  /** Said here and not in the log yet. */
  readonly #said = new Map<string, KeptView>()

  constructor(env: Env, log: LogFollower, own: Compartment) {
    this.#env = env
    this.#log = log
    this.#own = own
  }

  get all(): KeptView[] {
    const { views } = this.#log.casebook.personal
    const all = new Map<string, KeptView>([...views, ...this.#said])
    return [...all.values()]
      .filter(({ query, view }) => query !== '' || view !== '')
      .toSorted((a, b) => a.name.localeCompare(b.name))
  }

  /** In the place of one of the same name. */
  keep(kept: KeptView): void {
    this.#said.set(kept.name, kept)
    this.#log.enqueue(this.#own, { kind: 'view-kept', ...kept }, this.#env.nowMs())
  }

  forget(name: string): void {
    this.keep({ name, query: '', view: '' })
  }
}
