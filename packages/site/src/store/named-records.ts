import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { RecordKind, SiteTables } from './site-tables.ts'

/** The records that are few and read whole, one JSON object each. */
export class NamedRecords {
  readonly #database: Kysely<SiteTables>

  constructor(database: Kysely<SiteTables>) {
    this.#database = database
  }

  async get<T>(kind: RecordKind, name: string, form: z.ZodType<T>): Promise<T | null> {
    const row = await this.#database
      .selectFrom('named_record')
      .select('record')
      .where('kind', '=', kind)
      .where('name', '=', name)
      .executeTakeFirst()
    return row === undefined ? null : form.parse(JSON.parse(row.record))
  }

  async all<T>(kind: RecordKind, form: z.ZodType<T>): Promise<T[]> {
    const rows = await this.#database
      .selectFrom('named_record')
      .select(['name', 'record'])
      .where('kind', '=', kind)
      .execute()
    return rows
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((row) => form.parse(JSON.parse(row.record)))
  }

  async put(kind: RecordKind, name: string, value: object): Promise<void> {
    const record = JSON.stringify(value)
    await this.#database
      .insertInto('named_record')
      .values({ kind, name, record })
      .onConflict((conflict) => conflict.columns(['kind', 'name']).doUpdateSet({ record }))
      .execute()
  }
}
