import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { StoryFilter } from './site-store.ts'
import type { SiteTables } from './site-tables.ts'

type StoryQuery = SelectQueryBuilder<SiteTables, 'story', object>

/** PostgreSQL wants a limit of its own kind for "all": this is more than there will be. */
const ALL = 1_000_000

/** Where a story stands in the order by time: what never went out comes before all that did. */
export const PLACE_IN_TIME: RawBuilder<string> = sql`(coalesce(published, '9'))`

/** The stories that fit, in the order of `byNewest`; texts are compared by code unit on both engines. */
export function storyQuery(
  database: Kysely<SiteTables>,
  filter: StoryFilter,
  order: 'newest' | 'unordered' = 'newest',
): StoryQuery {
  const { language, story, states, topic, author, month, before, after } = filter
  let query: StoryQuery = database.selectFrom('story')
  if (language !== undefined) query = query.where('story.language', '=', language)
  if (story !== undefined) query = query.where('story.story', '=', story)
  if (states !== undefined) query = query.where('state', 'in', [...states])
  if (month !== undefined)
    query = query.where('published', '>=', month).where('published', '<', `${month}.`)
  if (before !== undefined)
    query = query
      .where(PLACE_IN_TIME, '<=', before.published)
      .where((is) =>
        is.or([
          is('published', '<', before.published),
          is.and([is('published', '=', before.published), is('story.story', '>', before.story)]),
        ]),
      )
  if (after !== undefined)
    query = query
      .where(PLACE_IN_TIME, '>=', after.published)
      .where((is) =>
        is.or([
          is('published', '>', after.published),
          is.and([is('published', '=', after.published), is('story.story', '<', after.story)]),
        ]),
      )
  if (topic !== undefined)
    query = query.where((is) =>
      is.exists(
        is
          .selectFrom('story_topic')
          .select('story_topic.topic')
          .whereRef('story_topic.story', '=', 'story.story')
          .whereRef('story_topic.language', '=', 'story.language')
          .where('story_topic.topic', '=', topic),
      ),
    )
  if (author !== undefined)
    query = query.where((is) =>
      is.exists(
        is
          .selectFrom('story_author')
          .select('story_author.author')
          .whereRef('story_author.story', '=', 'story.story')
          .whereRef('story_author.language', '=', 'story.language')
          .where('story_author.author', '=', author),
      ),
    )
  return order === 'unordered' ? query : inOrder(query, filter)
}

function inOrder(query: StoryQuery, { skip, limit, oldestFirst }: StoryFilter): StoryQuery {
  const [down, up] = oldestFirst === true ? (['asc', 'desc'] as const) : (['desc', 'asc'] as const)
  const ordered = query
    .orderBy(PLACE_IN_TIME, down)
    .orderBy('story.story', up)
    .orderBy('story.language', up)
  if (skip === undefined && limit === undefined) return ordered
  return ordered.limit(limit ?? ALL).offset(skip ?? 0)
}
