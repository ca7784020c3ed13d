import { type Casebook, type Contact, exclusionsOf, mayRead } from '@postern/casework'
import { toHex } from '@postern/protocol'

/** A member who may read a contact that is kept apart from some, and was not there when it began. */
export interface LateJoiner {
  /** Of the contact's compartment, 16 bytes. */
  readonly compartment: Uint8Array
  readonly member: Uint8Array
}

/** Contacts in compartments of their own, looked for again only when the log has brought something. */
export class LateJoiners {
  #casebook: Casebook | null = null
  #revision = -1
  #apart: readonly Contact[] = []

  /** Whom `member`, who is in these compartments, is to read in. Whoever was read out stays out. */
  of(casebook: Casebook, member: Uint8Array): LateJoiner[] {
    if (casebook !== this.#casebook || casebook.revision !== this.#revision) {
      this.#casebook = casebook
      this.#revision = casebook.revision
      const { contacts } = casebook
      this.#apart = [...contacts.values()].filter(({ compartment: { kind } }) => kind === 'contact')
    }
    return this.#apart.flatMap((contact) => lacking(casebook, contact, toHex(member)))
  }
}

function lacking(casebook: Casebook, contact: Contact, me: string): LateJoiner[] {
  const { id } = contact.compartment
  const fellowship = casebook.fellowships.of(id)
  if (fellowship === null || !fellowship.members.has(me)) return []
  return mayRead(casebook, exclusionsOf(contact))
    .filter(({ key }) => !fellowship.members.has(toHex(key)) && !fellowship.gone.has(toHex(key)))
    .map(({ key }) => ({ compartment: id, member: key }))
}
