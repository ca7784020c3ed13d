import { Feed } from 'feed'
import { html } from 'hono/html'
import { feedPath, type FeedFormat, storyPath } from '../address.ts'
import type { Language } from '../language.ts'
import type { SiteFile } from '../manifest.ts'
import type { Markup } from '../markup.ts'
import { siteMessages } from '../messages/index.ts'
import { blocksMarkup, type Place } from '../pages/block-markup.ts'
import { figureMarkup } from '../pages/picture-markup.ts'
import type { SiteContext } from '../page.ts'
import { type Instant, msOf } from '../records/instant.ts'
import type { Story } from '../records/story.ts'
import { newestFirst, type Update } from '../records/update.ts'

/** One feed in its three formats, full text. */
export interface FeedDraft {
  readonly language: Language
  /** Site path of the page that it tells of; the feeds stand under it. */
  readonly path: string
  readonly title: string
  readonly about: string
  readonly entries: readonly FeedEntry[]
}

interface FeedEntry {
  /** Whole address, and what names the entry for ever. */
  readonly url: string
  readonly title: string
  readonly about: string
  readonly published: Instant
  readonly changed: Instant
  readonly author: string
  readonly body: Markup
}

const TYPES: Readonly<Record<FeedFormat, string>> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
}

/** A feed of stories: everything of a language, or one topic. */
export function storyEntries(site: SiteContext, stories: readonly Story[]): FeedEntry[] {
  return stories.map((story) => ({
    url: `${site.options.origin}${storyPath(story.language, story.slug)}`,
    title: story.headline,
    about: story.standfirst,
    published: story.published ?? '',
    changed: story.changed ?? '',
    author: story.byline,
    body: storyBody(placeIn(site, story.language), story),
  }))
}

/** The feed of one developing story. */
export function updateEntries(site: SiteContext, story: Story): FeedEntry[] {
  const place = placeIn(site, story.language)
  const url = `${site.options.origin}${storyPath(story.language, story.slug)}`
  return newestFirst(story.updates).map((update) => ({
    url: `${url}#update-${update.id}`,
    title: update.headline,
    about: '',
    published: update.at,
    changed: update.at,
    author: story.byline,
    body: html`${blocksMarkup(place, update.blocks, 4)}`,
  }))
}

export async function feedFiles(
  site: SiteContext,
  draft: FeedDraft,
): Promise<[string, SiteFile][]> {
  const markedUp = await feedOf(site, draft, (text) => escapeHtml(text))
  const plain = await feedOf(site, draft, (text) => text)
  const texts: [FeedFormat, string][] = [
    ['rss', markedUp.rss2()],
    ['atom', markedUp.atom1()],
    ['json', plain.json1()],
  ]
  return texts.map(([format, text]) => [
    feedPath(draft.path, format),
    { bytes: new TextEncoder().encode(text), type: TYPES[format] },
  ])
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign)
}

/** RSS and Atom carry titles as markup, so words are escaped in them; JSON Feed carries plain text. */
async function feedOf(
  site: SiteContext,
  draft: FeedDraft,
  words: (text: string) => string,
): Promise<Feed> {
  const { origin } = site.options
  const whole = (format: FeedFormat): string => origin + feedPath(draft.path, format)
  const newest = draft.entries
    .map(({ changed }) => changed)
    .sort()
    .at(-1)
  const feed = new Feed({
    id: origin + draft.path,
    title: words(draft.title),
    description: words(draft.about),
    link: origin + draft.path,
    language: draft.language,
    updated: new Date(newest === undefined ? 0 : msOf(newest)),
    generator: false,
    feedLinks: { rss: whole('rss'), atom: whole('atom'), json: whole('json') },
  })
  for (const entry of draft.entries) feed.addItem(await itemOf(entry, words))
  return feed
}

async function itemOf(
  entry: FeedEntry,
  words: (text: string) => string,
): Promise<Feed['items'][number]> {
  return {
    id: entry.url,
    link: entry.url,
    title: words(entry.title),
    description: words(entry.about),
    content: String(await entry.body),
    published: new Date(msOf(entry.published)),
    date: new Date(msOf(entry.changed)),
    ...(entry.author !== '' && { author: [{ name: entry.author }] }),
  }
}

/** In a feed every address is whole: it is read elsewhere. */
function placeIn(site: SiteContext, language: Language): Place {
  return { site, language, address: (to) => site.options.origin + to }
}

function storyBody(place: Place, story: Story): Markup {
  const say = siteMessages(story.language)
  const points = html`<ul>
    ${story.keyPoints.map((point) => html`<li>${point}</li>`)}
  </ul>`
  const updates = newestFirst(story.updates).map((update) => updateBody(place, update))
  return html`<p>${story.standfirst}</p>
    ${story.keyPoints.length > 0 ? points : ''}
    ${story.lead === null ? '' : figureMarkup(place, story.lead, 'lead')}
    ${blocksMarkup(place, story.blocks)}
    ${story.state === 'more-to-come' ? html`<p>${say.moreToCome}</p>` : ''} ${updates}
    ${story.corrections.map(({ at, text }) =>
      blocksMarkup(place, [
        { kind: 'note', title: `${say.corrections}, ${at.slice(0, 10)}`, text },
      ]),
    )}`
}

function updateBody(place: Place, update: Update): Markup {
  return html`<h3>${update.headline}</h3>
    ${blocksMarkup(place, update.blocks, 4)}`
}

/** The paper's name, with the topic's where there is one. */
export function feedTitle(site: SiteContext, language: Language, topic: string | null): string {
  const paper = site.records.title[language] ?? ''
  const name = topic === null ? undefined : site.topics.get(topic)?.name[language]
  return name === undefined ? paper : `${paper}: ${name}`
}
