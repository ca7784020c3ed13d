import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { describe, expect, it } from 'vitest'
import { demonstration, renderSite } from '../src/index.ts'

const script = { name: 'reader-0.js', bytes: new Uint8Array(3), type: 'text/javascript' }
const files = await renderSite(demonstration(), {
  script,
  cleaner: { ...script, name: 'cleaner-0.js' },
  composer: () => '',
  rehearsal: true,
  origin: 'https://paper.test',
})
const feeds = (ending: string): [string, string][] =>
  [...files].flatMap(([path, { bytes }]) =>
    path.endsWith(ending) ? [[path, new TextDecoder().decode(bytes)]] : [],
  )
/** RFC 3339, as Atom and JSON Feed write it. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/
/** RFC 822 with four digits of the year, as RSS writes it. */
const RSS_MOMENT = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/
const isAddress = (text: string | undefined): boolean =>
  URL.canParse(text ?? '') && (text ?? '').startsWith('https://paper.test/')

/** No address stands for two entries. */
function expectOnce(ids: readonly (string | undefined)[]): void {
  expect(new Set(ids).size).toBe(ids.length)
}

it('there is a feed for every language, for topics, and for what develops', () => {
  const paths = feeds('feed.atom').map(([path]) => path)
  expect(paths).toEqual(
    expect.arrayContaining(['/en/feed.atom', '/fa/feed.atom', '/en/merla-river-live/feed.atom']),
  )
  expect(paths.some((path) => path.includes('/topics/'))).toBe(true)
})

describe('Atom, by what RFC 4287 says must be', () => {
  it.each(feeds('feed.atom'))('%s', (_, text) => {
    const { id, title, updated, entries = [], links = [] } = parseAtomFeed(text)
    expect(isAddress(id)).toBe(true)
    expect(title).not.toBe('')
    expect(updated).toMatch(MOMENT)
    expect(links.some(({ rel, href }) => rel === 'self' && isAddress(href))).toBe(true)
    for (const entry of entries) {
      expect(isAddress(entry.id)).toBe(true)
      expect(entry.title).not.toBe('')
      expect(entry.updated).toMatch(MOMENT)
      expect(entry.authors?.[0]?.name).not.toBe('')
      expect(entry.links?.some(({ href }) => isAddress(href))).toBe(true)
    }
    expectOnce(entries.map((entry) => entry.id))
  })
})

describe('RSS 2.0, by what its specification asks for', () => {
  it.each(feeds('feed.rss'))('%s', (_, text) => {
    const { title, link, description, items = [] } = parseRssFeed(text)
    expect(title).not.toBe('')
    expect(isAddress(link)).toBe(true)
    expect(description).toBeDefined()
    for (const item of items) {
      expect(item.title ?? item.description).not.toBe('')
      expect(isAddress(item.link)).toBe(true)
      expect(item.pubDate).toMatch(RSS_MOMENT)
    }
    expectOnce(items.map(({ guid }) => guid?.value))
  })
})

describe('JSON Feed, by what its specification asks for', () => {
  it.each(feeds('feed.json'))('%s', (_, text) => {
    const whole: { version?: string } = JSON.parse(text)
    const { title, items = [] } = parseJsonFeed(whole)
    expect(whole.version).toMatch(/^https:\/\/jsonfeed\.org\/version\/1/)
    expect(title).not.toBe('')
    for (const item of items) {
      expect(isAddress(item.id)).toBe(true)
      expect(item.content_html ?? item.content_text).toBeDefined()
      expect(item.date_published).toMatch(MOMENT)
    }
    expectOnce(items.map(({ id }) => id))
  })
})
