import { Database } from '@postern/runtime'
import { SqliteDialect, type SqliteDatabase } from 'kysely'

/** Kysely on Node's own SQLite, with the settings of the runtime's databases (WAL, synchronous FULL). */
export function sqliteDialect(path: string): SqliteDialect {
  return new SqliteDialect({ database: async () => adapt(new Database(path)) })
}

function adapt(database: Database): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = database.prepare(sql)
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...values.map(toSqlite)),
        run: (values) => statement.run(...values.map(toSqlite)),
        iterate: (values) => statement.iterate(...values.map(toSqlite)),
      }
    },
  }
}

function toSqlite(value: unknown): string | number | bigint | null | Uint8Array {
  if (value === null || value instanceof Uint8Array) return value
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value
  throw new TypeError('site store: a value that SQLite does not keep')
}
