import { type List, listPath, storyPath, updatesPath, wordsPath } from '../address.ts'
import { doorPath, frontPath, letterPath, missingPath, searchPath, topicsPath } from '../address.ts'
import { doorPage } from '../door/door-page.ts'
import { feedFiles, feedTitle, storyEntries, updateEntries } from '../feeds/feed-files.ts'
import { robotsFile, sitemapFile, sitemapIndexFile, sitemapPath } from '../feeds/sitemap.ts'
import type { Language } from '../language.ts'
import { letterPage } from '../letters/letter-page.ts'
import { lettersState, openLetters, OPEN_LETTERS_PATH } from '../letters/open-letters.ts'
import { updatesFile } from '../live/updates-file.ts'
import type { SiteFile } from '../manifest.ts'
import type { Markup } from '../markup.ts'
import type { SiteContext } from '../page.ts'
import { frontPage } from '../pages/front-page.ts'
import { isListed, listPage } from '../pages/list-page.ts'
import { missingPage } from '../pages/missing-page.ts'
import { searchPage } from '../pages/search-page.ts'
import { storyPage } from '../pages/story-page.ts'
import { topicsPage } from '../pages/topics-page.ts'
import { isPublished, type Story, type StoryState } from '../records/story.ts'
import { wordsFile } from '../search/words-file.ts'
import type { SiteStore, StoryFilter } from '../store/site-store.ts'
import { cutList, sliceOf } from './list-turns.ts'
import type { PageKey } from './page-key.ts'
import { monthsOf } from './months.ts'
import { type PictureBytes, pictureFiles } from './picture-files.ts'
import type { SiteAssets } from './site-assets.ts'

export const OUT: readonly StoryState[] = ['live', 'more-to-come', 'closed']
const FEED_ENTRIES = 20
const EARLIER = 4

/** Path to bytes; null takes a path away. */
export type MadeFiles = Map<string, SiteFile | null>

/** Makes pages from records: the same records give the same bytes. */
export class PageMaker {
  readonly #store: SiteStore
  readonly #site: SiteContext
  readonly #assets: SiteAssets
  readonly #pictureBytes: PictureBytes

  constructor(store: SiteStore, site: SiteContext, assets: SiteAssets, pictureBytes: PictureBytes) {
    this.#store = store
    this.#site = site
    this.#assets = assets
    this.#pictureBytes = pictureBytes
  }

  /** Every page of the site. */
  async keys(): Promise<PageKey[]> {
    const keys: PageKey[] = [
      { kind: 'assets' },
      ...[...this.#site.pictures.keys()].map((picture): PageKey => ({ kind: 'picture', picture })),
      { kind: 'open-letters' },
      { kind: 'sitemap-index' },
    ]
    for (const language of this.#site.records.languages)
      keys.push(...(await this.#keysIn(language)))
    return keys
  }

  async make(key: PageKey): Promise<MadeFiles> {
    switch (key.kind) {
      case 'front':
        return await this.#front(key.language)
      case 'story':
        return await this.#story(key.story, key.language)
      case 'list':
        return await this.#list(key.list, key.language, key.number)
      case 'feed':
        return new Map(await this.#feed(key.language, key.topic))
      case 'sitemap':
        return await this.#sitemap(key.language, key.month)
      case 'sitemap-index':
        return await this.#sitemapIndex()
      case 'open-letters':
        return await this.#openLetters()
      case 'standing':
        return await this.#standing(key.language)
      case 'assets':
        return new Map([
          ...this.#assets.files,
          ['/robots.txt', robotsFile(this.#site.options.origin)],
        ])
      case 'picture':
        return await this.#picture(key.picture)
      default:
        throw new TypeError('unknown kind of page')
    }
  }

  async #picture(name: string): Promise<MadeFiles> {
    const picture = this.#site.pictures.get(name)
    return new Map(picture && (await pictureFiles(picture, this.#pictureBytes)))
  }

  /** The page of a story as it is given, whether or not it is kept like that. */
  async preview(story: Story): Promise<SiteFile> {
    const alternates = await this.#alternates(story.story)
    const earlier = await this.#earlier(story)
    return await pageFile(storyPage(this.#site, story, { alternates, earlier }))
  }

  async #keysIn(language: Language): Promise<PageKey[]> {
    const lines = await this.#store.lines({ language, states: OUT })
    const keys: PageKey[] = [
      { kind: 'front', language },
      { kind: 'standing', language },
      { kind: 'feed', language, topic: null },
      ...lines.map(({ story }): PageKey => ({ kind: 'story', language, story })),
      ...monthsOf(lines).map((month): PageKey => ({ kind: 'sitemap', language, month })),
      ...listKeys({ of: 'all' }, language, lines.length),
    ]
    for (const topic of this.#site.topics.keys()) {
      const list: List = { of: 'topic', name: topic }
      if (!isListed(this.#site, list, language)) continue
      keys.push({ kind: 'feed', language, topic }, ...(await this.#keysOf(list, language)))
    }
    for (const author of this.#site.authors.keys()) {
      const list: List = { of: 'author', name: author }
      if (isListed(this.#site, list, language)) keys.push(...(await this.#keysOf(list, language)))
    }
    return keys
  }

  async #keysOf(list: List, language: Language): Promise<PageKey[]> {
    return listKeys(list, language, await this.#store.count(filterOf(list, language)))
  }

  async #front(language: Language): Promise<MadeFiles> {
    const { places } = await this.#store.frontOrder(language)
    const found = await Promise.all(
      places.map(async ({ story, weight }) => ({
        story: await this.#store.story(story, language),
        weight,
      })),
    )
    const shown = found.flatMap(({ story, weight }) =>
      story !== null && isPublished(story) ? [{ story, weight }] : [],
    )
    const files: MadeFiles = new Map()
    const path = frontPath(language)
    files.set(path, await pageFile(frontPage(this.#site, language, path, shown)))
    const isFirst = this.#site.records.languages[0] === language
    if (isFirst) files.set('/', await pageFile(frontPage(this.#site, language, '/', shown)))
    return files
  }

  async #story(name: string, language: Language): Promise<MadeFiles> {
    const story = await this.#store.story(name, language)
    if (story === null || !isPublished(story)) return new Map()
    const path = storyPath(language, story.slug)
    const files: MadeFiles = new Map([[path, await this.preview(story)]])
    files.set(wordsPath(language, story.slug), wordsFile(story))
    if (story.state === 'live' || story.updates.length > 0) {
      files.set(updatesPath(language, story.slug), updatesFile(story))
      const entries = updateEntries(this.#site, story)
      const draft = { language, path, title: story.headline, about: story.standfirst, entries }
      for (const [at, file] of await feedFiles(this.#site, draft)) files.set(at, file)
    }
    return files
  }

  /** Every language in which the story is out, in the site's order. */
  async #alternates(story: string): Promise<Record<Language, string>> {
    const lines = await this.#store.lines({ story, states: OUT })
    const slugs = new Map(lines.map((line) => [line.language, line.slug]))
    return Object.fromEntries(
      this.#site.records.languages.flatMap((language) => {
        const slug = slugs.get(language)
        return slug === undefined ? [] : [[language, storyPath(language, slug)]]
      }),
    )
  }

  /** Older stories alone: what comes later changes no page that is out. */
  async #earlier({ language, topics, published, story }: Story): Promise<Story[]> {
    const [topic] = topics
    if (topic === undefined || published === null) return []
    const filter = { language, topic, states: OUT, before: { published, story } }
    return await this.#store.stories({ ...filter, limit: EARLIER })
  }

  async #list(list: List, language: Language, number: number | null): Promise<MadeFiles> {
    const filter = filterOf(list, language)
    const count = await this.#store.count(filter)
    const { numbered } = cutList(count)
    const path = listPath(language, list, number)
    if (number !== null && number > numbered) return new Map([[path, null]])
    const stories = await this.#store.stories({ ...filter, ...sliceOf(number, count) })
    const older = number === null ? numbered : number - 1
    const page = {
      list,
      language,
      number,
      stories,
      older: older > 0 ? older : null,
      newer: number === null ? null : number === numbered ? 0 : number + 1,
    }
    return new Map([[path, await pageFile(listPage(this.#site, page))]])
  }

  async #feed(language: Language, topic: string | null): Promise<[string, SiteFile][]> {
    const list: List = topic === null ? { of: 'all' } : { of: 'topic', name: topic }
    const stories = await this.#store.stories({ ...filterOf(list, language), limit: FEED_ENTRIES })
    return await feedFiles(this.#site, {
      language,
      path: topic === null ? frontPath(language) : listPath(language, list),
      title: feedTitle(this.#site, language, topic),
      about: this.#site.records.tagline[language] ?? '',
      entries: storyEntries(this.#site, stories),
    })
  }

  async #sitemap(language: Language, month: string): Promise<MadeFiles> {
    const lines = await this.#store.lines({ language, month, states: OUT })
    const { origin } = this.#site.options
    const file = lines.length === 0 ? null : sitemapFile(origin, lines)
    return new Map([[sitemapPath({ language, month }), file]])
  }

  async #sitemapIndex(): Promise<MadeFiles> {
    const parts = []
    for (const language of this.#site.records.languages) {
      const lines = await this.#store.lines({ language, states: OUT })
      parts.push(...monthsOf(lines).map((month) => ({ language, month })))
    }
    return new Map([['/sitemap.xml', sitemapIndexFile(this.#site.options.origin, parts)]])
  }

  async #openLetters(): Promise<MadeFiles> {
    const state = lettersState(this.#site.records)
    const open = openLetters(state, await this.#store.stories({ states: OUT }))
    const bytes = new TextEncoder().encode(JSON.stringify(open))
    return new Map([[OPEN_LETTERS_PATH, { bytes, type: 'application/json' }]])
  }

  async #standing(language: Language): Promise<MadeFiles> {
    const pages: [string, Markup][] = [
      [topicsPath(language), topicsPage(this.#site, language)],
      [searchPath(language), searchPage(this.#site, language)],
      [letterPath(language), letterPage(this.#site, language)],
      [doorPath(language), doorPage(this.#site, language)],
      [missingPath(language), missingPage(this.#site, language)],
    ]
    const files: MadeFiles = new Map()
    for (const [path, markup] of pages) files.set(path, await pageFile(markup))
    return files
  }
}

/** Everything that stands at addresses of a story: what goes when it is taken back or moves. */
export function storyPaths(language: Language, slug: string): string[] {
  const path = storyPath(language, slug)
  const feeds = ['feed.rss', 'feed.atom', 'feed.json'].map((name) => path + name)
  return [path, wordsPath(language, slug), updatesPath(language, slug), ...feeds]
}

export function filterOf(list: List, language: Language): StoryFilter {
  const filter = { language, states: OUT }
  if (list.of === 'topic') return { ...filter, topic: list.name }
  return list.of === 'author' ? { ...filter, author: list.name } : filter
}

function listKeys(list: List, language: Language, count: number): PageKey[] {
  const { numbered } = cutList(count)
  const numbers = Array.from({ length: numbered }, (_, before) => before + 1)
  return [null, ...numbers].map((number) => ({ kind: 'list', language, list, number }))
}

async function pageFile(markup: Markup): Promise<SiteFile> {
  const bytes = new TextEncoder().encode(String(await markup))
  return { bytes, type: 'text/html; charset=utf-8' }
}
