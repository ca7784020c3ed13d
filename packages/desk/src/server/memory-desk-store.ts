import type { ServedMember } from './desk-config.ts'
import type { DeskStore, StoredInvitation } from './desk-store.ts'

/** A DeskStore for tests and the simulator. */
export class MemoryDeskStore implements DeskStore {
  readonly #logs = new Map<string, Uint8Array[]>()
  readonly #values = new Map<string, Uint8Array>()
  readonly #invitations = new Map<string, StoredInvitation>()
  #joined: (ServedMember & { readonly desk: string })[] = []
  #gone: { readonly desk: string; readonly key: string }[] = []

  async length(desk: string): Promise<number> {
    return this.#log(desk).length
  }

  async append(desk: string, length: number, bundle: Uint8Array): Promise<boolean> {
    const log = this.#log(desk)
    if (log.length !== length) return false
    log.push(bundle.slice())
    return true
  }

  async read(desk: string, from: number, most: number): Promise<Uint8Array[]> {
    return this.#log(desk)
      .slice(from, from + most)
      .map((bundle) => bundle.slice())
  }

  async putTrays(desk: string, length: number, pack: Uint8Array): Promise<boolean> {
    if (this.#log(desk).length !== length) return false
    this.#values.set(`trays/${desk}`, pack.slice())
    return true
  }

  async trays(desk: string): Promise<Uint8Array | null> {
    return this.#value(`trays/${desk}`)
  }

  async putDeskKeys(desk: string, offers: Uint8Array): Promise<void> {
    this.#values.set(`desk-keys/${desk}`, offers.slice())
  }

  async deskKeys(desk: string): Promise<Uint8Array | null> {
    return this.#value(`desk-keys/${desk}`)
  }

  async putKeyring(id: string, keyring: Uint8Array): Promise<void> {
    this.#values.set(`keyring/${id}`, keyring.slice())
  }

  async keyring(id: string): Promise<Uint8Array | null> {
    return this.#value(`keyring/${id}`)
  }

  async dropKeyring(id: string): Promise<void> {
    this.#values.delete(`keyring/${id}`)
  }

  async joined(desk: string): Promise<ServedMember[]> {
    return this.#joined
      .filter((member) => member.desk === desk)
      .map(({ key, keyring }) => ({ key, keyring }))
  }

  async gone(desk: string): Promise<string[]> {
    return this.#gone.filter((one) => one.desk === desk).map(({ key }) => key)
  }

  async putOut(desk: string, key: string): Promise<void> {
    this.#joined = this.#joined.filter((one) => one.desk !== desk || one.key !== key)
    this.#gone.push({ desk, key })
  }

  async putInvitation(id: string, invitation: StoredInvitation): Promise<void> {
    this.#invitations.set(id, invitation)
  }

  async invitation(id: string): Promise<StoredInvitation | null> {
    return this.#invitations.get(id) ?? null
  }

  async invitations(): Promise<string[]> {
    return [...this.#invitations.keys()]
  }

  async dropInvitation(id: string): Promise<void> {
    this.#invitations.delete(id)
  }

  async dropInvitationsBefore(day: number): Promise<void> {
    for (const [id, { untilDay }] of this.#invitations)
      if (untilDay < day) this.#invitations.delete(id)
  }

  async dropInvitationsTo(desk: string): Promise<void> {
    for (const [id, { desks }] of this.#invitations)
      if (desks.includes(desk)) this.#invitations.delete(id)
  }

  async enrol(
    id: string,
    { key, keyring }: ServedMember & { keyring: string },
    sealed: Uint8Array,
  ): Promise<boolean> {
    const invitation = this.#invitations.get(id)
    if (invitation === undefined || this.#value(`keyring/${keyring}`) !== null) return false
    this.#invitations.delete(id)
    this.#joined.push(...invitation.desks.map((desk) => ({ desk, key, keyring })))
    await this.putKeyring(keyring, sealed)
    return true
  }

  #log(desk: string): Uint8Array[] {
    const log = this.#logs.get(desk) ?? []
    this.#logs.set(desk, log)
    return log
  }

  #value(name: string): Uint8Array | null {
    return this.#values.get(name)?.slice() ?? null
  }
}
