import { type Casebook, compareContacts, type Contact } from '@postern/casework'

/** A contact in its place, and what is owed to it. */
export interface OrderedContact {
  readonly contact: Contact
  /** Hex of its conversation key. */
  readonly id: string
  /** That a duty is near or overdue; empty while none is. */
  readonly warning: string
}

/** Duties are told in days: they are reckoned again when a minute has passed. */
const RECKONED_EVERY_MS = 60_000

/**
 * The contacts of one desk in the order of the list: new, unanswered, then the rest, the newest first in
 * each. Made anew when the log has brought something or a minute has passed, and not at each tick.
 */
export class ContactOrder {
  readonly #warn: (contact: Contact) => string
  #casebook: Casebook | null = null
  #revision = -1
  #minute = -1
  #all: readonly OrderedContact[] = []
  #version = 0

  constructor(warn: (contact: Contact) => string) {
    this.#warn = warn
  }

  get all(): readonly OrderedContact[] {
    return this.#all
  }

  /** Another number whenever the order was made anew. */
  get version(): number {
    return this.#version
  }

  look(casebook: Casebook, nowMs: number): void {
    const minute = Math.floor(nowMs / RECKONED_EVERY_MS)
    const isSame = casebook === this.#casebook && casebook.revision === this.#revision
    if (isSame && minute === this.#minute) return
    this.#casebook = casebook
    this.#revision = casebook.revision
    this.#minute = minute
    this.#all = [...casebook.contacts]
      .map(([id, contact]) => ({ id, contact, warning: this.#warn(contact) }))
      .toSorted((a, b) => compareContacts(a.contact, b.contact))
    this.#version += 1
  }
}
