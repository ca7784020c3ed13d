import { PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { SqlSiteStore } from './sql-site-store.ts'

/** Connections at once to the database. */
const MOST_CONNECTIONS = 4

/** The site's records in PostgreSQL, for a newsroom of several machines. `address` as `postgres://…`. */
export async function openPostgresSiteStore(address: string): Promise<SqlSiteStore> {
  const pool = new Pool({ connectionString: address, max: MOST_CONNECTIONS })
  pool.on('error', () => undefined)
  return await SqlSiteStore.open(new PostgresDialect({ pool }))
}
