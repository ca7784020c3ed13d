import type { ServedDesk, ServedMember } from './desk-config.ts'
import type { DeskStore } from './desk-store.ts'

/** Who is at which desk: those whom the configuration names, those who came by invitation, less those put out. */
export class Membership {
  readonly #desks: readonly ServedDesk[]
  readonly #store: DeskStore

  constructor(desks: readonly ServedDesk[], store: DeskStore) {
    this.#desks = desks
    this.#store = store
  }

  /** Ids of the member's desks, hex; none for a stranger. */
  async desksOf(member: string): Promise<ReadonlySet<string>> {
    const desks = new Set<string>()
    for (const desk of this.#desks)
      if ((await this.#find(desk, member)) !== null) desks.add(desk.id)
    return desks
  }

  /** The name of his sealed keyring; null for an agent, who keeps his keys himself, and a stranger. */
  async keyringOf(member: string): Promise<string | null> {
    for (const desk of this.#desks) {
      const found = await this.#find(desk, member)
      if (found !== null) return found.keyring
    }
    return null
  }

  async #find(desk: ServedDesk, member: string): Promise<ServedMember | null> {
    const all = [...desk.members, ...(await this.#store.joined(desk.id))]
    const found = all.find(({ key }) => key === member)
    if (found === undefined || (await this.#store.gone(desk.id)).includes(member)) return null
    return found
  }
}
