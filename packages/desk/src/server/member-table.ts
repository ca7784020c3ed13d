import type { Database } from '@postern/runtime'
import type { ServedMember } from './desk-config.ts'
import type { StoredInvitation } from './desk-store.ts'

/** Who came, who went and who is asked in. The one time in it is the last day of an invitation. */
export const MEMBER_TABLES: string = `
  CREATE TABLE came (
    desk TEXT NOT NULL, key TEXT NOT NULL, keyring TEXT, PRIMARY KEY (desk, key)
  ) WITHOUT ROWID;
  CREATE TABLE gone (desk TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (desk, key)) WITHOUT ROWID;
  CREATE TABLE invitation (
    id TEXT PRIMARY KEY, key TEXT NOT NULL, desks TEXT NOT NULL, until_day INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) WITHOUT ROWID;`

/** The membership half of a desk store's file. */
export class MemberTable {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  joined(desk: string): ServedMember[] {
    return this.#database
      .prepare('SELECT key, keyring FROM came WHERE desk = ? ORDER BY key')
      .all(desk)
      .map((row) => ({
        key: String(row['key']),
        keyring: row['keyring'] === null ? null : String(row['keyring']),
      }))
  }

  gone(desk: string): string[] {
    return this.#database
      .prepare('SELECT key FROM gone WHERE desk = ?')
      .all(desk)
      .map((row) => String(row['key']))
  }

  join(desk: string, { key, keyring }: ServedMember): void {
    this.#database
      .prepare('INSERT INTO came (desk, key, keyring) VALUES (?, ?, ?)')
      .run(desk, key, keyring)
  }

  putOut(desk: string, key: string): void {
    this.#database.prepare('DELETE FROM came WHERE desk = ? AND key = ?').run(desk, key)
    this.#database.prepare('INSERT OR IGNORE INTO gone (desk, key) VALUES (?, ?)').run(desk, key)
  }

  putInvitation(id: string, { key, desks, untilDay, welcome }: StoredInvitation): void {
    this.#database
      .prepare(
        'INSERT OR REPLACE INTO invitation (id, key, desks, until_day, bytes) VALUES (?, ?, ?, ?, ?)',
      )
      .run(id, key, desks.join(' '), untilDay, welcome)
  }

  invitation(id: string): StoredInvitation | null {
    const row = this.#database
      .prepare('SELECT key, desks, until_day, bytes FROM invitation WHERE id = ?')
      .get(id)
    if (row === undefined) return null
    const desks = String(row['desks']).split(' ')
    const untilDay = Number(row['until_day'])
    return { key: String(row['key']), desks, untilDay, welcome: bytesOf(row) }
  }

  invitations(): string[] {
    return this.#database
      .prepare('SELECT id FROM invitation')
      .all()
      .map((row) => String(row['id']))
  }

  /** Looks before it writes: anybody can cause it. */
  dropBefore(day: number): void {
    this.#dropAll(this.#database.prepare('SELECT id FROM invitation WHERE until_day < ?').all(day))
  }

  dropTo(desk: string): void {
    const found = this.#database
      .prepare("SELECT id FROM invitation WHERE ' ' || desks || ' ' LIKE '% ' || ? || ' %'")
      .all(desk)
    this.#dropAll(found)
  }

  #dropAll(rows: readonly Record<string, unknown>[]): void {
    for (const row of rows) this.dropInvitation(String(row['id']))
  }

  dropInvitation(id: string): void {
    this.#database.prepare('DELETE FROM invitation WHERE id = ?').run(id)
  }
}

/** The blob of a row. */
export function bytesOf(row: Record<string, unknown>): Uint8Array {
  const bytes = row['bytes']
  if (!(bytes instanceof Uint8Array)) throw new TypeError('a row without bytes')
  return new Uint8Array(bytes)
}
