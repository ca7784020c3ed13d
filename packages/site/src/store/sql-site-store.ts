import type { Dialect } from 'kysely'
import { Kysely, type Transaction } from 'kysely'
import type { Language } from '../language.ts'
import { type FrontOrder, frontOrderForm } from '../records/front-order.ts'
import type { Instant } from '../records/instant.ts'
import { type Paper, paperForm } from '../records/paper.ts'
import { type Picture, pictureForm } from '../records/picture.ts'
import { checkStory, decodeStory, encodeStory, type Story } from '../records/story.ts'
import { type Author, authorForm, type Topic, topicForm } from '../records/topic.ts'
import { migrate } from './migrations.ts'
import { NamedRecords } from './named-records.ts'
import type { Revision, Save, SiteStore, StoryFilter, StoryLine, Unlaid } from './site-store.ts'
import type { SiteTables } from './site-tables.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import { lineOf, revisionConflict, slugTaken } from './story-order.ts'
import { storyQuery } from './story-query.ts'

/** A SiteStore in a database that Kysely speaks to; SQLite's is opened here, PostgreSQL's in postgres.ts. */
export class SqlSiteStore implements SiteStore {
  readonly #database: Kysely<SiteTables>
  readonly #named: NamedRecords

  private constructor(database: Kysely<SiteTables>) {
    this.#database = database
    this.#named = new NamedRecords(database)
  }

  /** Makes or renews the tables. PosternError('database-newer'). */
  static async open(dialect: Dialect): Promise<SqlSiteStore> {
    const database = new Kysely<SiteTables>({ dialect })
    try {
      await migrate(database)
    } catch (error) {
      await database.destroy()
      throw error
    }
    return new SqlSiteStore(database)
  }

  static async openSqlite(path: string): Promise<SqlSiteStore> {
    return await SqlSiteStore.open(sqliteDialect(path))
  }

  async story(story: string, language: Language): Promise<Story | null> {
    const [found] = await this.stories({ story, language })
    return found ?? null
  }

  async storyAt(language: Language, slug: string): Promise<Story | null> {
    const row = await this.#database
      .selectFrom('story')
      .select('record')
      .where('language', '=', language)
      .where('slug', '=', slug)
      .executeTakeFirst()
    return row === undefined ? null : decodeStory(row.record)
  }

  async stories(filter: StoryFilter): Promise<Story[]> {
    const rows = await storyQuery(this.#database, filter).select('story.record').execute()
    return rows.map((row) => decodeStory(row.record))
  }

  async lines(filter: StoryFilter): Promise<StoryLine[]> {
    return await storyQuery(this.#database, filter)
      .select(['story.story', 'story.language', 'slug', 'state', 'kicker', 'headline'])
      .select(['published', 'changed', 'scheduled', 'revision'])
      .execute()
  }

  async count(filter: StoryFilter): Promise<number> {
    const row = await storyQuery(this.#database, filter, 'unordered')
      .select((is) => is.fn.countAll().as('stories'))
      .executeTakeFirst()
    return Number(row?.stories ?? 0)
  }

  async saveStory(given: Story, save: Save): Promise<Story> {
    const story = checkStory({ ...given, revision: given.revision + 1 })
    const saved = this.#database.transaction().execute(async (transaction) => {
      await refuseTaken(transaction, story)
      await keepCurrent(transaction, given, story)
      await keepNames(transaction, story)
      await keepRevision(transaction, story, save)
      await keepUnlaid(transaction, given)
      return story
    })
    return await saved.catch((error: unknown) => {
      throw isTwice(error) ? slugTaken(story) : error
    })
  }

  async revisions(story: string, language: Language): Promise<Revision[]> {
    const rows = await this.#database
      .selectFrom('story_revision')
      .select(['number', 'saved_by', 'saved_at', 'note'])
      .where('story', '=', story)
      .where('language', '=', language)
      .orderBy('number', 'desc')
      .execute()
    return rows.map(({ number, saved_by: by, saved_at: at, note }) => ({ number, by, at, note }))
  }

  async revision(story: string, language: Language, number: number): Promise<Story | null> {
    const row = await this.#database
      .selectFrom('story_revision')
      .select('record')
      .where('story', '=', story)
      .where('language', '=', language)
      .where('number', '=', number)
      .executeTakeFirst()
    return row === undefined ? null : decodeStory(row.record)
  }

  async due(now: Instant): Promise<Story[]> {
    const rows = await this.#database
      .selectFrom('story')
      .select('record')
      .where('state', '=', 'scheduled')
      .where('scheduled', '<=', now)
      .orderBy('scheduled')
      .orderBy('story')
      .orderBy('language')
      .execute()
    return rows.map((row) => decodeStory(row.record))
  }

  async unlaid(): Promise<Unlaid[]> {
    return await this.#database
      .selectFrom('unlaid')
      .select(['story', 'language', 'laid'])
      .orderBy('language')
      .orderBy('story')
      .execute()
  }

  async markLaid(shown: readonly Unlaid[]): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      for (const one of shown) await markOne(transaction, one)
    })
  }

  async paper(): Promise<Paper | null> {
    return await this.#named.get('paper', 'paper', paperForm)
  }

  async savePaper(paper: Paper): Promise<void> {
    await this.#named.put('paper', 'paper', paperForm.parse(paper))
  }

  async frontOrder(language: Language): Promise<FrontOrder> {
    const order = await this.#named.get('front', language, frontOrderForm)
    return order ?? { language, places: [] }
  }

  async saveFrontOrder(order: FrontOrder): Promise<void> {
    await this.#named.put('front', order.language, frontOrderForm.parse(order))
  }

  async topics(): Promise<Topic[]> {
    return await this.#named.all('topic', topicForm)
  }

  async saveTopic(topic: Topic): Promise<void> {
    await this.#named.put('topic', topic.topic, topicForm.parse(topic))
  }

  async authors(): Promise<Author[]> {
    return await this.#named.all('author', authorForm)
  }

  async saveAuthor(author: Author): Promise<void> {
    await this.#named.put('author', author.author, authorForm.parse(author))
  }

  async pictures(): Promise<Picture[]> {
    return await this.#named.all('picture', pictureForm)
  }

  async savePicture(picture: Picture): Promise<void> {
    await this.#named.put('picture', picture.picture, pictureForm.parse(picture))
  }

  async close(): Promise<void> {
    await this.#database.destroy()
  }
}

async function refuseTaken(database: Transaction<SiteTables>, story: Story): Promise<void> {
  const holder = await database
    .selectFrom('story')
    .select('story')
    .where('language', '=', story.language)
    .where('slug', '=', story.slug)
    .executeTakeFirst()
  if (holder !== undefined && holder.story !== story.story) throw slugTaken(story)
}

/** One statement compares and sets; on PostgreSQL two writers at once meet in it. */
async function keepCurrent(
  database: Transaction<SiteTables>,
  given: Story,
  story: Story,
): Promise<void> {
  const row = { ...lineOf(story), record: encodeStory(story) }
  const written =
    given.revision === 0
      ? await database
          .insertInto('story')
          .values(row)
          .onConflict((conflict) => conflict.columns(['story', 'language']).doNothing())
          .executeTakeFirst()
      : await database
          .updateTable('story')
          .set(row)
          .where('story', '=', story.story)
          .where('language', '=', story.language)
          .where('revision', '=', given.revision)
          .executeTakeFirst()
  const changed =
    'numUpdatedRows' in written ? written.numUpdatedRows : written.numInsertedOrUpdatedRows
  if (changed !== 1n) throw revisionConflict(given)
}

async function keepNames(database: Transaction<SiteTables>, story: Story): Promise<void> {
  const { language } = story
  for (const table of ['story_topic', 'story_author'] as const) {
    await database
      .deleteFrom(table)
      .where('story', '=', story.story)
      .where('language', '=', language)
      .execute()
  }
  const topics = unique(story.topics).map((topic) => ({ story: story.story, language, topic }))
  const authors = unique(story.authors).map((author) => ({ story: story.story, language, author }))
  if (topics.length > 0) await database.insertInto('story_topic').values(topics).execute()
  if (authors.length > 0) await database.insertInto('story_author').values(authors).execute()
}

async function keepRevision(
  database: Transaction<SiteTables>,
  story: Story,
  { by, at, note }: Save,
): Promise<void> {
  const { language, revision: number } = story
  const record = encodeStory(story)
  await database
    .insertInto('story_revision')
    .values({ story: story.story, language, number, saved_by: by, saved_at: at, note, record })
    .execute()
}

async function keepUnlaid(
  database: Transaction<SiteTables>,
  { story, language, revision: laid }: Story,
): Promise<void> {
  await database
    .insertInto('unlaid')
    .values({ story, language, laid })
    .onConflict((conflict) => conflict.columns(['story', 'language']).doNothing())
    .execute()
}

/** A revision that came meanwhile stays to be laid. */
async function markOne(
  database: Transaction<SiteTables>,
  { story, language, laid }: Unlaid,
): Promise<void> {
  const newest = await database
    .selectFrom('story')
    .select('revision')
    .where('story', '=', story)
    .where('language', '=', language)
    .executeTakeFirst()
  if (newest?.revision === laid) {
    await database
      .deleteFrom('unlaid')
      .where('story', '=', story)
      .where('language', '=', language)
      .execute()
    return
  }
  await database
    .updateTable('unlaid')
    .set({ laid })
    .where('story', '=', story)
    .where('language', '=', language)
    .execute()
}

/** Two of PostgreSQL's writers took one address at the same moment (SQLSTATE unique_violation). */
function isTwice(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505'
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)]
}
