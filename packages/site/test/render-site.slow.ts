import { HtmlValidate } from 'html-validate'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  type Block,
  blockWords,
  brotli,
  demonstration,
  renderSite,
  type RenderOptions,
  type Story,
} from '../src/index.ts'

const ORIGIN = 'https://paper.test'

const options: RenderOptions = {
  script: {
    name: 'reader-0123.js',
    bytes: new TextEncoder().encode('export {}'),
    type: 'text/javascript; charset=utf-8',
  },
  cleaner: {
    name: 'cleaner-4567.js',
    bytes: new TextEncoder().encode('export {}'),
    type: 'text/javascript; charset=utf-8',
  },
  composer: (language) => `<div id="postern" hidden inert lang="${language}"></div>`,
  rehearsal: true,
  origin: ORIGIN,
}

const records = demonstration()
const files = await renderSite(records, options)
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)
const pageAt = (path: string): string => text(files.get(path)?.bytes)
const pages = [...files.keys()]
  .filter((path) => path.endsWith('/'))
  .map((path) => [path, pageAt(path)] as const)
const pathOf = ({ language, slug }: Story): string => `/${language}/${slug}/`
const posts = /^\/..\/letter\/(?:report|claim)$/
const LIVE = '/en/merla-river-live/'

describe('the rendered site', () => {
  test('has a page for every story and language, and the first front page at the root', () => {
    for (const story of records.stories) expect(files.has(pathOf(story))).toBe(true)
    for (const language of records.languages)
      for (const name of [
        '',
        'archive/',
        'topics/',
        'topics/courts/',
        'search/',
        'letter/',
        'door/',
        'not-found/',
      ])
        expect([language, name, files.has(`/${language}/${name}`)]).toEqual([language, name, true])
    expect(files.has('/en/authors/ilna-varesh/')).toBe(true)
  })

  test('names only addresses of its own site, relative to itself, and each of them is there', () => {
    for (const [path, page] of pages) {
      const own = page.replaceAll(/<link rel="canonical"[^>]*>/g, '')
      const links = [...own.matchAll(/ (?:href|src|action)="([^"]*)"/g)].map(
        (found) => found[1] ?? '',
      )
      const sets = [...own.matchAll(/ srcset="([^"]*)"/g)].flatMap((found) =>
        (found[1] ?? '').split(', '),
      )
      const addresses = [...links, ...sets.map((one) => one.split(' ')[0] ?? '')]
      expect(addresses.length).toBeGreaterThan(5)
      for (const address of addresses.filter((one) => !one.startsWith('#'))) {
        expect(`${path} ${address}`).not.toMatch(/ (?:[a-z]+:|\/)/)
        const there = new URL(address, `https://mirror.test/deep${path}`).pathname.slice(
          '/deep'.length,
        )
        expect(`${path} ${there} ${files.has(there) || posts.test(there)}`).toMatch(/ true$/)
      }
    }
  })

  test('says where each page is at home, and links the other languages of a story', () => {
    expect(pageAt(LIVE)).toContain(`<link rel="canonical" href="${ORIGIN}${LIVE}" />`)
    expect(pageAt('/')).toContain(`<link rel="canonical" href="${ORIGIN}/en/" />`)
    expect(
      pageAt(LIVE).match(/hreflang="[a-z]+" href="\.\.\/\.\.\/(?:en|ru|uk|fa)\//g),
    ).toHaveLength(4)
    expect(pageAt('/en/search/')).toContain('<meta name="robots" content="noindex" />')
  })

  test('writes dates as the paper does', () => {
    const page = pageAt('/en/the-bridge-paid-for-twice/')
    expect(page).toMatch(/<time\s+datetime="2026-11-09T06:00:00Z"\s*>9 November 2026<\/time/)
    expect(pageAt('/fa/poli-ke-do-bar-kharide-shod/')).toContain('۱۸ آبان ۱۴۰۵')
  })

  test('has no script or style in a page but a data block', () => {
    for (const [path, page] of pages) {
      const wrong =
        /<style|style=|<script(?! type="module" src=| type="application\/ld\+json")|\son[a-z]+=/
      expect(`${path} ${wrong.exec(page)?.[0] ?? 'clean'}`).toBe(`${path} clean`)
      expect(page).not.toContain('undefined')
      expect(page).not.toContain('loading=')
    }
  })

  test('says itself in its language, with its composer and the rehearsal notice', () => {
    for (const [path, page] of pages) {
      const [, language = '', direction] =
        /^<!doctype html>\s*<html lang="(..)" dir="(...)">/.exec(page) ?? []
      expect(`${path} ${direction}`).toBe(`${path} ${language === 'fa' ? 'rtl' : 'ltr'}`)
      expect(page).toContain(`<div id="postern" hidden inert lang="${language}"></div>`)
      expect(page).toContain('class="rehearsal"')
    }
  })

  test('says how to reach the door: no form, the onion address when there is one', async () => {
    expect(pageAt('/en/door/')).not.toContain('action="send"')
    expect(pageAt('/en/door/')).toContain('no onion address yet')
    const onion = `${'b'.repeat(56)}.onion`
    const there = await renderSite(records, { ...options, onion })
    expect(text(there.get('/ru/door/')?.bytes)).toContain(`http://${onion}/`)
  })

  test('is the same bytes at every rendering', async () => {
    expect(await renderSite(records, options)).toEqual(files)
  })

  test('keeps its style sheet within 8 KB compressed', () => {
    const style = [...files].find(([path]) => path.endsWith('.css'))
    expect(style?.[0]).toMatch(/^\/assets\/style-[0-9a-f]{16}\.css$/)
    expect(brotli(style?.[1].bytes ?? new Uint8Array(9_000)).length).toBeLessThanOrEqual(8_192)
  })
})

describe('HTML', () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:standard'],
    rules: {
      'no-trailing-whitespace': 'off',
      'void-style': 'off',
      'no-raw-characters': 'off',
      'long-title': 'off',
    },
  })
  const kinds = [
    '/',
    LIVE,
    '/fa/nan-chand-gram-ast/',
    '/ru/lampa-v-sedmoy-galeree/',
    '/uk/topics/courts/',
    '/en/topics/',
    '/fa/search/',
    '/ru/letter/',
    '/fa/door/',
    '/uk/not-found/',
    '/en/authors/ilna-varesh/',
    '/en/archive/',
    '/en/the-village-that-was-counted-out/',
  ]
  test.each(kinds)('%s validates', async (path) => {
    const report = await validator.validateString(pageAt(path))
    const found = report.results.flatMap((result) => result.messages)
    expect(found.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`)).toEqual([])
  })
})

describe('a developing story', () => {
  const page = pageAt(LIVE)

  test('has the pinned update first, then the newest, each with its permanent link', () => {
    const ids = [...page.matchAll(/id="(update-u\d)"/g)].map((found) => found[1])
    expect(ids).toEqual(['update-u2', 'update-u5', 'update-u4', 'update-u3', 'update-u1'])
    for (const id of ids) expect(page).toContain(`href="#${id}"`)
  })

  test('says how many updates it has, and has a plain link that looks for more', () => {
    expect(page).toMatch(/role="status"\s+data-updates="5"/)
    expect(page).toContain('<a href="./">Look for new updates</a>')
    const asked = files.get(`${LIVE}updates`)
    expect(asked?.bytes).toHaveLength(64)
    expect(JSON.parse(text(asked?.bytes))).toEqual({ count: 5 })
  })

  test('stories that do not develop have no such things', () => {
    const still = '/en/what-a-loaf-weighs/'
    expect(files.has(`${still}updates`)).toBe(false)
    expect(pageAt(still)).not.toContain('data-updates')
    expect(pageAt('/en/the-village-that-was-counted-out/')).toContain('More to come…')
  })

  test('corrections stand below, with their day', () => {
    expect(pageAt('/en/the-lamp-in-gallery-seven/')).toMatch(
      /Corrections<\/h2>\s*<p>\s*<time datetime="2026-11-23T09:00:00Z">23 November 2026<\/time>\. An earlier version/,
    )
  })
})

describe('hostile text', () => {
  const hostile = '<img src=x onerror=alert(1)>"\'><script>alert(1)</script>\u2067&lt;'
  const blocks: Block[] = [
    { kind: 'paragraph', text: [{ text: hostile, href: 'https://a.test/?a=1&b=%22' }] },
    { kind: 'heading', text: hostile },
    { kind: 'pull-quote', text: hostile },
    { kind: 'quote', text: hostile, source: hostile },
    { kind: 'list', items: [hostile] },
    { kind: 'note', title: hostile, text: hostile },
    { kind: 'table', caption: hostile, head: [hostile], rows: [[hostile]], source: hostile },
    { kind: 'picture', picture: 'bridge', caption: hostile, credit: hostile, alternative: hostile },
    { kind: 'picture', picture: 'gone', caption: hostile, credit: hostile, alternative: hostile },
  ]

  test('stays text in every field of a story, of a page and of a feed', async () => {
    const [story] = records.stories
    if (story === undefined) throw new TypeError('no story')
    const wild: Story = {
      ...story,
      headline: hostile,
      kicker: hostile,
      standfirst: hostile,
      byline: hostile,
      place: hostile,
      state: 'live',
      keyPoints: [hostile],
      blocks,
      updates: [{ id: 'u', at: '2026-11-26T05:40:00Z', headline: hostile, blocks, pinned: true }],
      corrections: [{ at: '2026-11-26T05:40:00Z', text: hostile }],
    }
    const made = await renderSite({ ...records, stories: [wild] }, options)
    for (const [path, file] of made) {
      if (!/\/$|feed\./.test(path)) continue
      const page = markupOf(path, text(file.bytes))
      expect(`${path} ${/<img src=x|<script>|<\/script>'/.exec(page)?.[0] ?? 'clean'}`).toBe(
        `${path} clean`,
      )
    }
    expect(text(made.get('/en/feed.json')?.bytes)).toContain('content_html')
    const page = text(made.get(pathOf(wild))?.bytes)
    const data = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(page)?.[1] ?? ''
    expect(JSON.parse(data)).toMatchObject({ headline: hostile })
  })
})

const jsonFeed = z.object({ items: z.array(z.object({ content_html: z.string() })) })

/** What of a file is read as markup: in a JSON feed the entries' bodies alone. */
function markupOf(path: string, written: string): string {
  if (!path.endsWith('.json')) return written.replaceAll('<script type="application/ld+json">', '')
  const { items } = jsonFeed.parse(JSON.parse(written))
  return items.map((item) => item.content_html).join('\n')
}

describe('the demonstration paper', () => {
  test('has twenty stories, each in two languages at least, one of them live', () => {
    const names = new Set(records.stories.map(({ story }) => story))
    expect(names.size).toBe(20)
    for (const name of names)
      expect(records.stories.filter(({ story }) => story === name).length).toBeGreaterThanOrEqual(2)
    const live = records.stories.filter(({ state }) => state === 'live')
    expect(new Set(live.map(({ story }) => story))).toEqual(new Set(['flood']))
  })

  test.each(records.stories)('$language/$slug is a story and not a placeholder', (story) => {
    const updates = story.updates.flatMap((update) => update.blocks)
    const said = [...story.blocks, ...updates]
      .flatMap(blockWords)
      .concat(story.standfirst)
      .join(' ')
    const words = said.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word))
    expect(words.length).toBeGreaterThanOrEqual(85)
    expect(words.length).toBeLessThanOrEqual(700)
  })

  test('titles and describes both desks in every language', () => {
    const { desks, languages } = records
    const titled = desks.filter(({ titles }) => Object.keys(titles).length > 0)
    expect([desks.length, titled.length]).toEqual([3, 2])
    for (const desk of titled)
      for (const language of languages) {
        expect(desk.titles[language]?.title).toMatch(/\p{L}/u)
        expect(desk.titles[language]?.description).toMatch(/\p{L}/u)
      }
  })
})
