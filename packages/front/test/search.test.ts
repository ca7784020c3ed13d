import { demonstration, packSite, renderSite } from '@postern/site'
import { describe, expect, it } from 'vitest'
import { Press } from './press.ts'

const script = { name: 'reader-0.js', bytes: new Uint8Array(3), type: 'text/javascript' }
const options = {
  script,
  cleaner: { ...script, name: 'cleaner-0.js' },
  composer: () => '',
  rehearsal: true,
  origin: 'https://paper.test',
}
const site = await renderSite(demonstration(), options)
const packed = await packSite(site)

async function open() {
  const press = new Press('search')
  press.publish()
  for (const [name, bytes] of packed.files) await press.site.put(name, bytes)
  await press.site.put('manifest', new TextEncoder().encode(JSON.stringify(packed.manifest)))
  return { press, front: await press.front() }
}

const { press, front } = await open()

async function search(language: string, words: string) {
  const body = new URLSearchParams({ words }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const asked = new Request(`http://front/${language}/search/`, { method: 'POST', body, headers })
  const response = await front.handle(asked)
  const text = await response.text()
  const paths = [...text.matchAll(/<h2><a href="(?:\.\.\/)+([^"]+)"/g)].map((found) => found[1])
  return { response, text, paths }
}

describe('search', () => {
  const found: [string, string, string][] = [
    ['en', 'bridge', 'en/the-bridge-paid-for-twice/'],
    ['en', 'beekeeper honey', 'en/the-bees-of-the-goods-yard/'],
    ['en', 'WEIGHING loaves', 'en/what-a-loaf-weighs/'],
    ['ru', 'пчёлы', 'ru/pchyoly-tovarnogo-dvora/'],
    ['ru', 'пчел', 'ru/pchyoly-tovarnogo-dvora/'],
    ['ru', 'паромщика', 'ru/parom-po-vtornikam/'],
    ['uk', 'свердловина річкова', 'uk/merla-onlain/'],
    ['uk', "дев'ять учнів", 'uk/deviat-uchniv-i-pich/'],
    ['fa', 'كتابخانه', 'fa/zirzamin-ketabkhane/'],
    ['fa', 'می‌نویسند', 'fa/bakhsh-noh-bi-nam/'],
  ]
  it.each(found)('in %s finds for "%s" the story %s', async (language, words, path) => {
    const { paths, response } = await search(language, words)
    expect(paths).toContain(path)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('finds stories of its language alone, all words of a query, the best match first', async () => {
    expect((await search('en', 'мост')).paths).toEqual([])
    expect((await search('en', 'bridge honey')).paths).toEqual([])
    expect((await search('en', 'ferry')).paths[0]).toBe('en/the-ferry-that-runs-on-tuesdays/')
  })

  it.each([
    '',
    '   ',
    '"',
    '*',
    'a" OR headline:*',
    "');DROP TABLE story;--",
    '\u0000',
    'x'.repeat(90_000),
  ])('takes %j for words or for nothing', async (words) => {
    const { response, text } = await search('en', words)
    expect(response.status).toBe(200)
    expect(text).toContain('</html>')
  })

  it('shows what was typed as text', async () => {
    const { text } = await search('en', '"><script>alert(1)</script>')
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"')
  })

  it('writes nothing of a search down', async () => {
    await search('en', 'quinceberry')
    await front.tick()
    expect(press.lines.join('\n')).not.toMatch(/quinceberry/)
    for (const store of [press.site, press.store])
      for (const name of await store.list(''))
        expect(new TextDecoder().decode((await store.get(name)) ?? undefined)).not.toContain(
          'quinceberry',
        )
  })

  it('does not take a search from an address, and refuses a form that is too large', async () => {
    const asked = await front.handle(new Request('http://front/en/search/?words=bridge'))
    expect(new Uint8Array(await asked.arrayBuffer())).toEqual(site.get('/en/search/')?.bytes)
    expect((await search('en', 'x'.repeat(300_000))).response.status).toBe(400)
  })
})

describe('an address that is none', () => {
  const at = async (path: string) => await front.handle(new Request(`http://front${path}`))

  it('gets the page of its language with status 404, with the same headers', async () => {
    const response = await at('/fa/gone/')
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('چنین صفحه‌ای نیست')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it.each(['/xx/gone/', '/en/gone', '/en/a/b/', '/drop/999999', '/gone/'])(
    '%s gets the one empty 404',
    async (path) => {
      const response = await at(path)
      expect([response.status, await response.text()]).toEqual([404, ''])
    },
  )
})
