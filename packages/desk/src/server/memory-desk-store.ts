import type { DeskStore } from './desk-store.ts'

/** A DeskStore for tests and the simulator. */
export class MemoryDeskStore implements DeskStore {
  readonly #logs = new Map<string, Uint8Array[]>()
  readonly #values = new Map<string, Uint8Array>()

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

  #log(desk: string): Uint8Array[] {
    const log = this.#logs.get(desk) ?? []
    this.#logs.set(desk, log)
    return log
  }

  #value(name: string): Uint8Array | null {
    return this.#values.get(name)?.slice() ?? null
  }
}
