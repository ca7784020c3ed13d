import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { PosternError } from '@postern/protocol'

const IN_MEMORY = ':memory:'

/**
 * Opens or makes an SQLite file (WAL, synchronous FULL, deleted rows overwritten) and brings it
 * to the newest of the numbered migrations: `migrations[0]` makes version 1. Each runs in one
 * transaction, once. PosternError('database-newer') when the file is from a later version.
 * The path `:memory:` makes one that is gone when it is closed.
 */
export function openDatabase(path: string, migrations: readonly string[]): Database {
  const database = new Database(path)
  try {
    migrate(database, migrations, path)
  } catch (error) {
    database.close()
    throw error
  }
  return database
}

/** One SQLite file; calls are synchronous, a committed transaction is durable. */
export class Database {
  readonly #sqlite: DatabaseSync
  #inTransaction = false

  constructor(path: string) {
    if (path !== IN_MEMORY) makePrivate(path)
    this.#sqlite = new DatabaseSync(path)
    this.#sqlite.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;' +
        'PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA busy_timeout = 5000;',
    )
  }

  prepare(sql: string): StatementSync {
    return this.#sqlite.prepare(sql)
  }

  exec(sql: string): void {
    this.#sqlite.exec(sql)
  }

  /**
   * All of `work` or nothing of it; an error rolls back and goes on. `work` must not await:
   * another caller's statements would fall into this transaction.
   */
  transaction<T>(work: () => T): T {
    if (this.#inTransaction) throw new TypeError('database: transaction within a transaction')
    this.#inTransaction = true
    try {
      return this.#run(work)
    } finally {
      this.#inTransaction = false
    }
  }

  /** Folds the write-ahead log back, so that erased keys do not live on in it (M9). */
  checkpoint(): void {
    this.#sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  close(): void {
    this.#sqlite.close()
  }

  #run<T>(work: () => T): T {
    this.#sqlite.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      if (result instanceof Promise) throw new TypeError('database: a transaction must not await')
      this.#sqlite.exec('COMMIT')
      return result
    } catch (error) {
      if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK')
      throw error
    }
  }
}

/** SQLite gives the write-ahead log the rights of the file; a new file must have none to spare. */
function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
}

function migrate(database: Database, migrations: readonly string[], path: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > migrations.length) throw newer(path)
  migrations.slice(version).forEach((sql, step) => {
    database.transaction(() => {
      database.exec(sql)
      database.exec(`PRAGMA user_version = ${version + step + 1}`)
    })
  })
}

function newer(path: string): PosternError {
  return new PosternError(
    'database-newer',
    `${path} was made by a newer version of Postern; run that version`,
  )
}
