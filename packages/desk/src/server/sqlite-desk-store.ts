import { type Database, openDatabase } from '@postern/runtime'
import type { DeskStore } from './desk-store.ts'

/** No column says when, from where or by whom. */
const MIGRATIONS = [
  `CREATE TABLE bundle (
     desk TEXT NOT NULL, position INTEGER NOT NULL, bytes BLOB NOT NULL,
     PRIMARY KEY (desk, position)
   ) WITHOUT ROWID;
   CREATE TABLE value (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;`,
]

/** A DeskStore in one SQLite file; every call that returned is durable. */
export class SqliteDeskStore implements DeskStore {
  readonly #database: Database

  constructor(path: string) {
    this.#database = openDatabase(path, MIGRATIONS)
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

function bytesOf(row: Record<string, unknown>): Uint8Array {
  const bytes = row['bytes']
  if (!(bytes instanceof Uint8Array)) throw new TypeError('a row without bytes')
  return new Uint8Array(bytes)
}
