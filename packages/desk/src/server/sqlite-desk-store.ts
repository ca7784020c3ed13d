import { type Database, openDatabase } from '@postern/runtime'
import type { ServedMember } from './desk-config.ts'
import type { DeskStore, StoredInvitation } from './desk-store.ts'
import { bytesOf, MEMBER_TABLES, MemberTable } from './member-table.ts'

/** No column says when, from where or by whom. */
const MIGRATIONS = [
  `CREATE TABLE bundle (
     desk TEXT NOT NULL, position INTEGER NOT NULL, bytes BLOB NOT NULL,
     PRIMARY KEY (desk, position)
   ) WITHOUT ROWID;
   CREATE TABLE value (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;`,
  MEMBER_TABLES,
]

/** A DeskStore in one SQLite file; every call that returned is durable. */
export class SqliteDeskStore implements DeskStore {
  readonly #database: Database
  readonly #members: MemberTable

  constructor(path: string) {
    this.#database = openDatabase(path, MIGRATIONS)
    this.#members = new MemberTable(this.#database)
  }

  async length(desk: string): Promise<number> {
    return this.#length(desk)
  }

  async append(desk: string, length: number, bundle: Uint8Array): Promise<boolean> {
    return this.#database.transaction(() => {
      if (this.#length(desk) !== length) return false
      this.#database
        .prepare('INSERT INTO bundle (desk, position, bytes) VALUES (?, ?, ?)')
        .run(desk, length, bundle)
      return true
    })
  }

  async read(desk: string, from: number, most: number): Promise<Uint8Array[]> {
    return this.#database
      .prepare(
        'SELECT bytes FROM bundle WHERE desk = ? AND position >= ? ORDER BY position LIMIT ?',
      )
      .all(desk, from, most)
      .map((row) => bytesOf(row))
  }

  async putTrays(desk: string, length: number, pack: Uint8Array): Promise<boolean> {
    return this.#database.transaction(() => {
      if (this.#length(desk) !== length) return false
      this.#put(`trays/${desk}`, pack)
      return true
    })
  }

  async trays(desk: string): Promise<Uint8Array | null> {
    return this.#value(`trays/${desk}`)
  }

  async putDeskKeys(desk: string, offers: Uint8Array): Promise<void> {
    this.#put(`desk-keys/${desk}`, offers)
  }

  async deskKeys(desk: string): Promise<Uint8Array | null> {
    return this.#value(`desk-keys/${desk}`)
  }

  async putKeyring(id: string, keyring: Uint8Array): Promise<void> {
    this.#put(`keyring/${id}`, keyring)
  }

  async keyring(id: string): Promise<Uint8Array | null> {
    return this.#value(`keyring/${id}`)
  }

  async dropKeyring(id: string): Promise<void> {
    this.#database.prepare('DELETE FROM value WHERE name = ?').run(`keyring/${id}`)
  }

  async joined(desk: string): Promise<ServedMember[]> {
    return this.#members.joined(desk)
  }

  async gone(desk: string): Promise<string[]> {
    return this.#members.gone(desk)
  }

  async putOut(desk: string, member: string): Promise<void> {
    this.#database.transaction(() => this.#members.putOut(desk, member))
  }

  async putInvitation(id: string, invitation: StoredInvitation): Promise<void> {
    this.#members.putInvitation(id, invitation)
  }

  async invitation(id: string): Promise<StoredInvitation | null> {
    return this.#members.invitation(id)
  }

  async invitations(): Promise<string[]> {
    return this.#members.invitations()
  }

  async dropInvitation(id: string): Promise<void> {
    this.#members.dropInvitation(id)
  }

  async dropInvitationsBefore(day: number): Promise<void> {
    this.#members.dropBefore(day)
  }

  async dropInvitationsTo(desk: string): Promise<void> {
    this.#members.dropTo(desk)
  }

  async enrol(
    id: string,
    member: ServedMember & { keyring: string },
    sealed: Uint8Array,
  ): Promise<boolean> {
    return this.#database.transaction(() => {
      const invitation = this.#members.invitation(id)
      if (invitation === null || this.#value(`keyring/${member.keyring}`) !== null) return false
      this.#members.dropInvitation(id)
      for (const desk of invitation.desks) this.#members.join(desk, member)
      this.#put(`keyring/${member.keyring}`, sealed)
      return true
    })
  }

  close(): void {
    this.#database.close()
  }

  #length(desk: string): number {
    const row = this.#database
      .prepare('SELECT coalesce(max(position) + 1, 0) AS length FROM bundle WHERE desk = ?')
      .get(desk)
    return Number(row?.['length'])
  }

  #put(name: string, bytes: Uint8Array): void {
    this.#database
      .prepare(
        'INSERT INTO value (name, bytes) VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes',
      )
      .run(name, bytes)
  }

  #value(name: string): Uint8Array | null {
    const row = this.#database.prepare('SELECT bytes FROM value WHERE name = ?').get(name)
    return row === undefined ? null : bytesOf(row)
  }
}
