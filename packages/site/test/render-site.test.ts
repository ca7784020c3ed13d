import { describe, expect, test } from 'vitest'
import {
  brotli,
  demonstration,
  renderSite,
  type RenderOptions,
  type SiteRecords,
} from '../src/index.ts'

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
}

const files = await renderSite(demonstration(), options)
const pages = [...files].filter(([path]) => path.endsWith('/'))
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('the rendered site', () => {
  test('has a front page and three stories in each of two languages, and the first at the root', () => {
    expect(pages.map(([path]) => path).sort()).toEqual([
      '/',
      '/en/',
      '/en/door/',
      '/en/letter/',
      '/en/the-bridge-paid-for-twice/',
      '/en/the-notebook-of-the-dark-hours/',
      '/en/ward-nine-keeps-no-names/',
      '/ru/',
      '/ru/devyatoe-otdelenie-bez-imyon/',
      '/ru/door/',
      '/ru/letter/',
      '/ru/most-oplachennyy-dvazhdy/',
      '/ru/tetrad-tyomnykh-chasov/',
    ])
  })

  test.each(pages)('%s names only addresses of its own site, relative to itself', (path, file) => {
    const addresses = [...text(file.bytes).matchAll(/ (?:href|src|action)="([^"]*)"/g)].map(
      (found) => found[1] ?? '',
    )
    expect(addresses.length).toBeGreaterThan(5)
    for (const address of addresses) {
      if (address.startsWith('#')) continue
      expect(address).not.toMatch(/^(?:[a-z]+:|\/)/)
      const there = new URL(address, `https://mirror.test/deep${path}`)
      const target = there.pathname.slice('/deep'.length)
      expect(files.has(target) || /^\/..\/letter\/(report|claim)$/.test(target)).toBe(true)
    }
  })

  test('writes dates as the paper does, and more stories as headlines with their kickers', () => {
    const page = text(files.get('/en/the-bridge-paid-for-twice/')?.bytes ?? new Uint8Array(0))
    expect(page).toContain('<time datetime="2026-11-09">9 November 2026</time>')
    expect(page).toMatch(/<span class="kicker">Upper Sel<\/span>\s*<a href="[^"]+"\s*>The notebook/)
  })

  test('has a style of at most 8 KB compressed', () => {
    const style = [...files].find(([path]) => path.endsWith('.css'))?.[1].bytes
    expect(brotli(style ?? new Uint8Array(99_999)).length).toBeLessThanOrEqual(8_192)
  })

  test.each(pages)('%s has no inline script or style', (_path, file) => {
    expect(text(file.bytes)).not.toMatch(/<style|style=|<script(?! type="module" src=)|\son[a-z]+=/)
  })

  test.each(pages)('%s says itself in its language and links the others', (_path, file) => {
    const page = text(file.bytes)
    expect(page).toMatch(/^<!doctype html>\s*<html lang="(?:en|ru)" dir="ltr">/)
    expect(page).toMatch(/hreflang="en"/)
    expect(page).toMatch(/hreflang="ru"/)
    expect(page).not.toContain('undefined')
  })

  test.each(pages)(
    '%s carries the composer of its own language, and the rehearsal notice',
    (_, file) => {
      const page = text(file.bytes)
      const language = /<html lang="(..)"/.exec(page)?.[1]
      expect(page).toContain(`<div id="postern" hidden inert lang="${language}"></div>`)
      expect(page).toContain('class="rehearsal"')
    },
  )

  test('says how to reach the door: no form, the onion address when there is one', async () => {
    const page = text(files.get('/en/door/')?.bytes ?? new Uint8Array(0))
    expect(page).not.toContain('action="send"')
    expect(page).toContain('no onion address yet')
    const onion = `${'b'.repeat(56)}.onion`
    const there = await renderSite(demonstration(), { ...options, onion })
    expect(text(there.get('/ru/door/')?.bytes ?? new Uint8Array(0))).toContain(`http://${onion}/`)
  })

  test('is the same bytes at every rendering', async () => {
    expect(await renderSite(demonstration(), options)).toEqual(files)
  })

  test('keeps its style sheet within 8 KB compressed', () => {
    const style = [...files].find(([path]) => path.endsWith('.css'))
    expect(style?.[0]).toMatch(/^\/assets\/style-[0-9a-f]{16}\.css$/)
    expect(brotli(style?.[1].bytes ?? new Uint8Array(9_000)).length).toBeLessThanOrEqual(8_192)
  })

  test('escapes what records say', async () => {
    const records = demonstration()
    const [story] = records.stories
    if (story === undefined) throw new TypeError('no story')
    const hostile: SiteRecords = {
      ...records,
      stories: [
        {
          ...story,
          headline: '<img src=x onerror=alert(1)>',
          blocks: [{ kind: 'paragraph', text: '"><script>alert(1)</script>' }],
        },
      ],
    }
    const page = (await renderSite(hostile, options)).get(`/en/${story.slug}/`)
    expect(text(page?.bytes ?? new Uint8Array())).not.toMatch(/<img|<script>/)
  })
})

describe('the demonstration organisation', () => {
  test.each(demonstration().stories)('$slug is between 400 and 700 words', (story) => {
    const words = story.blocks
      .flatMap((block) => (block.kind === 'list' ? block.items : [block.text]))
      .concat(story.standfirst)
      .join(' ')
      .split(/\s+/)
      .filter((word) => /[\p{L}\d]/u.test(word))
    expect(words.length).toBeGreaterThanOrEqual(400)
    expect(words.length).toBeLessThanOrEqual(700)
  })

  test('titles and describes both desks in every language', () => {
    const { desks, languages } = demonstration()
    const titled = desks.filter(({ titles }) => Object.keys(titles).length > 0)
    expect([desks.length, titled.length]).toEqual([3, 2])
    for (const desk of titled)
      for (const language of languages) {
        expect(desk.titles[language]?.title).toMatch(/\p{L}/u)
        expect(desk.titles[language]?.description).toMatch(/\p{L}/u)
      }
  })
})
