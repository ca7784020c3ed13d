import { PosternError } from '@postern/protocol'
import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { SiteTables } from './site-tables.ts'
import { PLACE_IN_TIME } from './story-query.ts'

/** Numbered, each once, in order, on either engine; one that is out is never changed. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-records': { up: makeRecords },
  '002-unlaid': { up: makeUnlaid },
  '003-newest': { up: makeNewest },
}

/**
 * Brings the database to the newest form. PosternError('database-newer') when a later version made
 * it; any other failure leaves it as it was.
 */
export async function migrate(database: Kysely<SiteTables>): Promise<void> {
  const provider = { getMigrations: async () => ({ ...MIGRATIONS }) }
  const migrator = new Migrator({ db: database, provider })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  if (error instanceof Error && /corrupted migrations/.test(error.message)) {
    throw new PosternError(
      'database-newer',
      "the site's records were made by a newer version of Postern: run that version",
    )
  }
  throw error
}

/** Compared by code unit, as SQLite compares; PostgreSQL would otherwise sort as its machine's language does. */
function textType(database: Kysely<unknown>): 'text' | RawBuilder<unknown> {
  const isPostgres = database.getExecutor().adapter instanceof PostgresAdapter
  return isPostgres ? sql`text collate "C"` : 'text'
}

async function makeRecords(database: Kysely<unknown>): Promise<void> {
  const { schema } = database
  const text = textType(database)
  await schema
    .createTable('story')
    .addColumn('story', text, (column) => column.notNull())
    .addColumn('language', text, (column) => column.notNull())
    .addColumn('slug', text, (column) => column.notNull())
    .addColumn('state', text, (column) => column.notNull())
    .addColumn('kicker', text, (column) => column.notNull())
    .addColumn('headline', text, (column) => column.notNull())
    .addColumn('scheduled', text)
    .addColumn('published', text)
    .addColumn('changed', text)
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('record', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('story_key', ['story', 'language'])
    .addUniqueConstraint('story_address', ['language', 'slug'])
    .execute()
  await schema
    .createIndex('story_published')
    .on('story')
    .columns(['language', 'published'])
    .execute()
  await makeNames(database, 'story_topic', 'topic')
  await makeNames(database, 'story_author', 'author')
  await schema
    .createTable('story_revision')
    .addColumn('story', text, (column) => column.notNull())
    .addColumn('language', text, (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('saved_by', text, (column) => column.notNull())
    .addColumn('saved_at', text, (column) => column.notNull())
    .addColumn('note', text, (column) => column.notNull())
    .addColumn('record', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('story_revision_key', ['story', 'language', 'number'])
    .execute()
  await schema
    .createTable('named_record')
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('record', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('named_record_key', ['kind', 'name'])
    .execute()
}

/** The order of every list, so that a page of some rows reads about as many, however old the paper. */
async function makeNewest(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createIndex('story_newest')
    .on('story')
    .expression(sql`language, ${PLACE_IN_TIME} desc, story`)
    .execute()
}

async function makeNames(database: Kysely<unknown>, table: string, name: string): Promise<void> {
  const text = textType(database)
  await database.schema
    .createTable(table)
    .addColumn('story', text, (column) => column.notNull())
    .addColumn('language', text, (column) => column.notNull())
    .addColumn(name, 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint(`${table}_key`, [name, 'language', 'story'])
    .execute()
  await database.schema
    .createIndex(`${table}_story`)
    .on(table)
    .columns(['story', 'language'])
    .execute()
}

async function makeUnlaid(database: Kysely<unknown>): Promise<void> {
  const text = textType(database)
  await database.schema
    .createTable('unlaid')
    .addColumn('story', text, (column) => column.notNull())
    .addColumn('language', text, (column) => column.notNull())
    .addColumn('laid', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('unlaid_key', ['story', 'language'])
    .execute()
}
