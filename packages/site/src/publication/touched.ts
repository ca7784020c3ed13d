import type { List } from '../address.ts'
import { isPublished, type Story } from '../records/story.ts'
import type { SiteStore } from '../store/site-store.ts'
import { cutList, pageOf } from './list-turns.ts'
import { type PageKey, uniqueKeys } from './page-key.ts'
import { filterOf, OUT } from './page-maker.ts'

/** A story as the pages that are laid show it, and as the records have it now. */
export interface StoryChange {
  readonly before: Story | null
  readonly after: Story
}

/** Stories whose "earlier on this topic" may name the one that changed. */
const EARLIER = 4

/**
 * The pages that a change of one story may change, the store having it already. Too many is waste;
 * one too few is a wrong page, so a property test compares with a rendering of everything.
 */
export async function touchedPages(
  store: SiteStore,
  { before: given, after }: StoryChange,
): Promise<PageKey[]> {
  const before = given !== null && isPublished(given) ? given : null
  const isOut = isPublished(after)
  if (before === null && !isOut) return []
  const { language, story } = after
  const keys: PageKey[] = [
    { kind: 'story', language, story },
    { kind: 'front', language },
  ]
  const seen = [before, isOut ? after : null].flatMap((one) => one ?? [])
  const isMoved =
    before === null || !isOut || before.published !== after.published || before.slug !== after.slug
  if (isMoved) keys.push({ kind: 'sitemap-index' }, ...(await otherLanguages(store, after)))
  if (isMoved || before?.headline !== after.headline || before?.lettersClose !== after.lettersClose)
    keys.push({ kind: 'open-letters' })
  for (const { published } of seen)
    keys.push({ kind: 'sitemap', language, month: (published ?? '').slice(0, 7) })
  for (const list of listsOf(seen))
    keys.push(...(await touchedList(store, list, after, isMoved || isListMoved(list, seen))))
  for (const topic of new Set(seen.flatMap(({ topics }) => topics)))
    keys.push(...(await laterOn(store, topic, seen)))
  return uniqueKeys(keys)
}

async function otherLanguages(store: SiteStore, { story, language }: Story): Promise<PageKey[]> {
  const lines = await store.lines({ story, states: OUT })
  return lines
    .filter((line) => line.language !== language)
    .map((line) => ({ kind: 'story', language: line.language, story }))
}

function listsOf(seen: readonly Story[]): List[] {
  const topics = new Set(seen.flatMap((one) => one.topics))
  const authors = new Set(seen.flatMap((one) => one.authors))
  return [
    { of: 'all' },
    ...[...topics].map((name): List => ({ of: 'topic', name })),
    ...[...authors].map((name): List => ({ of: 'author', name })),
  ]
}

/** Whether the story came into the list, or left it. */
function isListMoved(list: List, seen: readonly Story[]): boolean {
  if (list.of === 'all') return false
  const has = seen.filter((one) =>
    (list.of === 'topic' ? one.topics : one.authors).includes(list.name),
  )
  return has.length < seen.length
}

/**
 * The page of a list that shows the story; and where the story came, left or moved, every page from
 * there to the newest, because all that stand above it move by one place.
 */
async function touchedList(
  store: SiteStore,
  list: List,
  { language, story }: Story,
  isMoved: boolean,
): Promise<PageKey[]> {
  const lines = await store.lines(filterOf(list, language))
  const place = lines.findIndex((line) => line.story === story)
  const key = (number: number | null): PageKey => ({ kind: 'list', language, list, number })
  const feed: PageKey[] =
    list.of === 'author'
      ? []
      : [{ kind: 'feed', language, topic: list.of === 'topic' ? list.name : null }]
  const page = place < 0 ? null : pageOf(place, lines.length)
  if (!isMoved) return [key(page), ...(page === null ? feed : [])]
  const { numbered } = cutList(lines.length)
  const from = place < 0 ? 1 : Math.max(1, (page ?? numbered) - 1)
  const numbers = Array.from({ length: Math.max(0, numbered + 2 - from) }, (_, n) => from + n)
  return [key(null), ...numbers.map(key), ...feed]
}

/** The next stories on the topic: they may name this one as earlier. */
async function laterOn(
  store: SiteStore,
  topic: string,
  seen: readonly Story[],
): Promise<PageKey[]> {
  const keys: PageKey[] = []
  for (const { language, published, story } of seen) {
    const after = { published: published ?? '', story }
    const lines = await store.lines({
      language,
      topic,
      states: OUT,
      after,
      oldestFirst: true,
      limit: EARLIER,
    })
    keys.push(...lines.map((line): PageKey => ({ kind: 'story', language, story: line.story })))
  }
  return keys
}
