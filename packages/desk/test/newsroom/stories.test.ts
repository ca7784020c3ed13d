import { instantOf, type Story } from '@postern/site'
import { describe, expect, it } from 'vitest'
import { decodeEntry } from '../../src/member/audit-trail.ts'
import { type OpenRoom, open, records, served, STORY } from './room.ts'

const AT = '/story/bridge/en'

async function storyOf({ newsroom }: OpenRoom, language = 'en'): Promise<Story> {
  const found = await newsroom.stories.open('bridge', language)
  if (found === null) throw new TypeError('no such story')
  return found.story
}

/** What an editor's page sends back of a story that it opened. */
async function written(
  room: OpenRoom,
  changes: object = {},
): Promise<{ base: number; written: object }> {
  const { revision, slug, kicker, headline, standfirst, byline, ...rest } = await storyOf(room)
  const { authors, place, topics, lead, keyPoints, blocks } = rest
  const lines = { slug, kicker, headline, standfirst, byline, place, lettersClose: null }
  const lists = { authors, topics, lead, keyPoints, blocks }
  return { base: revision, written: { ...lines, ...lists, ...changes } }
}

async function save(room: OpenRoom, changes: object, base?: number): Promise<number> {
  const act = await written(room, changes)
  const body = { base: base ?? act.base, written: act.written, note: '' }
  return await room.act('POST', `${AT}/write`, JSON.stringify(body))
}

const deeds = ({ newsroom }: OpenRoom): string[] =>
  newsroom.trail().map((entry) => decodeEntry(entry).request)

describe('a story at work', () => {
  it('is on the page when the act is answered, and the act stands in the trail', async () => {
    const room = await open(['editor'])
    expect(await save(room, { headline: 'Paid for thrice' })).toBe(200)
    expect((await served(room.newsroom)).page).toContain('Paid for thrice')
    expect(deeds(room)).toEqual([`POST ${AT}/write`])
  })

  it('that two editors save is kept as the first one saved it, and the second is told', async () => {
    const room = await open(['editor'])
    const { base } = await written(room)
    expect(await save(room, { headline: 'Hers' }, base)).toBe(200)
    expect(await save(room, { headline: 'His' }, base)).toBe(409)
    const { page } = await served(room.newsroom)
    expect(page).toContain('Hers')
    expect(page).not.toContain('His</h1>')
    expect(deeds(room)).toHaveLength(1)
  })

  it('with a field that cannot be is refused with the field’s name, and nothing is changed', async () => {
    const room = await open(['editor'])
    expect(await save(room, { headline: ' ' })).toBe(422)
    expect(await save(room, { slug: 'archive' })).toBe(422)
    expect(await save(room, { blocks: [{ kind: 'script', text: 'x' }] })).toBe(422)
    expect(await save(room, { unknown: 1 })).toBe(400)
    expect(deeds(room)).toEqual([])
    expect((await storyOf(room)).revision).toBe(1)
  })

  it('of a writer stays a draft: what is out is an editor’s', async () => {
    const room = await open(['writer'])
    expect(await save(room, { headline: 'Mine' })).toBe(403)
    const begin = JSON.stringify({ slug: 'new', like: null })
    expect(await room.act('POST', '/story/new/en/begin', begin)).toBe(200)
    const publish = JSON.stringify({ base: 1, state: 'closed' })
    expect(await room.act('POST', '/story/new/en/publish', publish)).toBe(403)
    expect((await served(room.newsroom)).paths).not.toHaveProperty('/en/new/')
  })

  it('is nothing that a moderator or a stranger may touch', async () => {
    const room = await open(['moderator'])
    const begin = JSON.stringify({ slug: 'new', like: null })
    expect(await room.act('POST', '/story/new/en/begin', begin)).toBe(403)
    const headers = { authorization: `Bearer ${room.token}` }
    for (const path of ['/stories', '/paper', AT, `${AT}/revision/1`]) {
      const address = `https://desk.test${path}`
      expect((await room.routes.fetch(new Request(address))).status).toBe(401)
      expect((await room.routes.fetch(new Request(address, { headers }))).status).toBe(403)
    }
    const cut = { method: 'POST', headers, body: 'x' }
    expect((await room.routes.fetch(new Request('https://desk.test/cut', cut))).status).toBe(403)
  })

  it('goes out, live, closed and back again, with the pages following', async () => {
    const room = await open(['editor'])
    await room.act('POST', '/story/new/en/begin', JSON.stringify({ slug: 'new', like: null }))
    const to = async (state: string, base: number): Promise<number> =>
      await room.act('POST', '/story/new/en/publish', JSON.stringify({ base, state }))
    const isOut = async (): Promise<boolean> => '/en/new/' in (await served(room.newsroom)).paths
    expect(await isOut()).toBe(false)
    expect(await to('live', 1)).toBe(200)
    expect(await isOut()).toBe(true)
    const update = { id: 'u-1', headline: 'At noon', blocks: [] }
    expect(await room.act('POST', '/story/new/en/update', JSON.stringify(update))).toBe(200)
    expect(await room.act('POST', '/story/new/en/update', JSON.stringify(update))).toBe(422)
    expect(await room.act('POST', '/story/new/en/pin', JSON.stringify({ id: 'u-1' }))).toBe(200)
    expect(
      await room.act('POST', '/story/new/en/correct', JSON.stringify({ text: 'Not noon.' })),
    ).toBe(200)
    expect(await to('closed', 5)).toBe(200)
    expect(await room.act('POST', '/story/new/en/withdraw', JSON.stringify({ base: 6 }))).toBe(200)
    expect(await isOut()).toBe(false)
  })

  it('takes back the words of an old revision as a new one', async () => {
    const room = await open(['editor'])
    const before = await storyOf(room)
    await save(room, { headline: 'Another' })
    const restore = JSON.stringify({ base: 2, number: 1 })
    expect(await room.act('POST', `${AT}/restore`, restore)).toBe(200)
    expect(await storyOf(room)).toMatchObject({ headline: before.headline, revision: 3 })
  })

  it('begins in another language with the words that are there', async () => {
    const site = await records()
    const paper = await site.paper()
    if (paper !== null) await site.savePaper({ ...paper, languages: ['en', 'ru'] })
    const room = await open(['writer'], Promise.resolve(site))
    const begin = JSON.stringify({ slug: 'bridge', like: 'en' })
    expect(await room.act('POST', '/story/bridge/ru/begin', begin)).toBe(200)
    expect(await room.act('POST', '/story/bridge/ru/begin', begin)).toBe(422)
    const { blocks } = await storyOf(room)
    expect(await storyOf(room, 'ru')).toMatchObject({ state: 'draft', blocks, published: null })
  })

  it('goes out at the moment that was named, which cannot be over', async () => {
    const room = await open(['editor'])
    await room.act('POST', '/story/new/en/begin', JSON.stringify({ slug: 'new', like: null }))
    const at = async (ms: number): Promise<number> => {
      const moment = instantOf(room.env.nowMs() + ms)
      return await room.act('POST', '/story/new/en/schedule', JSON.stringify({ base: 1, moment }))
    }
    expect(await at(-1_000)).toBe(422)
    expect(await at(60_000)).toBe(200)
    room.env.advance(59_000)
    await room.newsroom.tick(room.env.nowMs())
    expect((await served(room.newsroom)).paths).not.toHaveProperty('/en/new/')
    room.env.advance(1_000)
    await room.newsroom.tick(room.env.nowMs())
    expect((await served(room.newsroom)).paths).toHaveProperty('/en/new/')
  })

  it('is not begun in a language that the paper has no pages in', async () => {
    const room = await open(['editor'])
    const begin = JSON.stringify({ slug: 'bridge', like: 'en' })
    expect(await room.act('POST', '/story/bridge/xx/begin', begin)).toBe(422)
    expect(deeds(room)).toEqual([])
  })

  it('may name a picture, a topic and an author that are not there', async () => {
    const room = await open(['editor'])
    const nothing = { picture: 'nothing', caption: '', credit: '', alternative: 'Nothing.' }
    const blocks = [{ kind: 'picture', ...nothing }]
    const changes = { lead: nothing, blocks, topics: ['nothing'], authors: ['nobody'] }
    expect(await save(room, { ...changes, headline: 'Names nothing' })).toBe(200)
    expect((await served(room.newsroom)).page).toContain('Names nothing')
  })

  it('larger than anybody reads is refused with a sentence', async () => {
    const room = await open(['editor'])
    expect(await save(room, { standfirst: 'x'.repeat(1_100_000) })).toBe(422)
  })

  it('whose act was noted and not kept is as it was: the trail never lacks a change', async () => {
    const site = await records()
    const room = await open(['editor'], Promise.resolve(site))
    const kept = site.saveStory.bind(site)
    site.saveStory = async () => await Promise.reject(new Error('killed'))
    await expect(save(room, { headline: 'Lost' })).resolves.toBe(500)
    site.saveStory = kept
    expect(deeds(room)).toEqual([`POST ${AT}/write`])
    expect((await storyOf(room)).revision).toBe(1)
  })

  it('whose publication is killed is on the page with the next tick, whole', async () => {
    const room = await open(['editor'])
    room.files.putsLeft = 1
    await save(room, { headline: 'Half' }).catch(() => undefined)
    room.files.putsLeft = Infinity
    expect((await served(room.newsroom)).page).not.toContain('Half')
    await room.newsroom.tick(room.env.nowMs())
    expect((await served(room.newsroom)).page).toContain('Half')
  })
})

describe('a preview', () => {
  const show = async (room: OpenRoom, changes: object): Promise<string> => {
    const { written: words } = await written(room, changes)
    const headers = { authorization: `Bearer ${room.token}` }
    const init = { method: 'POST', headers, body: JSON.stringify(words) }
    const request = new Request('https://desk.test/preview/bridge/en', init)
    const answer: { path: string } = JSON.parse(await (await room.routes.fetch(request)).text())
    return answer.path
  }
  const at = async (room: OpenRoom, path: string): Promise<Response> =>
    await room.routes.fetch(new Request(`https://desk.test${path.replace('/newsroom', '')}`))

  it('shows what is written and lays it nowhere; it runs nothing', async () => {
    const room = await open(['writer'])
    const path = await show(room, { headline: 'Not out yet' })
    const page = await at(room, path)
    expect(await page.text()).toContain('Not out yet')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; style-src")
    expect(page.headers.get('content-security-policy')).not.toContain('script-src')
    expect((await served(room.newsroom)).page).not.toContain('Not out yet')
    expect(STORY).toContain(path.split('/').at(-2))
  })

  it('has the site’s own style under its address, and nothing else', async () => {
    const room = await open(['writer'])
    const path = await show(room, {})
    const html = await (await at(room, path)).text()
    const [, style = ''] = /href="\.\.\/\.\.\/(assets\/style-[0-9a-f]+\.css)"/.exec(html) ?? []
    const root = path.split('/').slice(0, 4).join('/')
    expect((await at(room, `${root}/${style}`)).headers.get('content-type')).toContain('text/css')
    expect((await at(room, `${root}/assets/none.css`)).status).toBe(404)
  })

  it('ends after half an hour, and nobody guesses its name', async () => {
    const room = await open(['writer'])
    const path = await show(room, {})
    expect((await at(room, path.replace(/[0-9a-f]{32}/, '0'.repeat(32)))).status).toBe(404)
    room.env.advance(30 * 60_000 + 1)
    expect((await at(room, path)).status).toBe(404)
  })
})

describe('the order of a front page', () => {
  const order = async (room: OpenRoom, language: string, ...stories: string[]): Promise<number> => {
    const places = stories.map((story) => ({ story, weight: 'lead' }))
    return await room.act('PUT', `/front/${language}`, JSON.stringify({ places }))
  }

  it('is on the page when the act is answered', async () => {
    const room = await open(['editor'])
    const front = async (): Promise<string | undefined> =>
      (await served(room.newsroom)).paths['/en/']
    const before = await front()
    expect(await order(room, 'en')).toBe(200)
    expect(await front()).not.toBe(before)
    expect(await order(room, 'en', 'bridge')).toBe(200)
    expect(deeds(room)).toEqual(['PUT /front/en', 'PUT /front/en'])
  })

  it('is an editor’s, of a language that the paper has, with stories by their names', async () => {
    expect(await order(await open(['writer']), 'en', 'bridge')).toBe(403)
    const room = await open(['editor'])
    expect(await order(room, 'xx', 'bridge')).toBe(422)
    expect(await order(room, 'en', 'The Bridge')).toBe(422)
    expect(deeds(room)).toEqual([])
  })
})

describe('a picture', () => {
  const WEBP = new Uint8Array(20)
  WEBP.set(new TextEncoder().encode('RIFF....WEBP'))
  const keep = async (
    room: OpenRoom,
    bytes: Uint8Array,
  ): Promise<{ status: number; file: string }> => {
    const headers = { authorization: `Bearer ${room.token}` }
    const init = { method: 'POST', headers, body: bytes.slice() }
    const response = await room.routes.fetch(new Request('https://desk.test/cut', init))
    const told: { file?: string } = JSON.parse(await response.text())
    return { status: response.status, file: told.file ?? '' }
  }
  const add = async (
    room: OpenRoom,
    name: string,
    file: string,
    format = 'webp',
  ): Promise<number> => {
    const cuts = [{ format, width: 4, height: 2, file }]
    const picture = { picture: name, width: 4, height: 2, focus: { x: 50, y: 50 }, cuts }
    return await room.act('PUT', `/picture/${name}`, JSON.stringify(picture))
  }

  it('is served once it is added, and the act stands in the trail', async () => {
    const room = await open(['writer'])
    const { file } = await keep(room, WEBP)
    expect(await add(room, 'boat', file)).toBe(200)
    expect((await served(room.newsroom)).paths).toHaveProperty(`/assets/picture-${file}.webp`)
    expect(deeds(room)).toEqual(['PUT /picture/boat'])
  })

  it('is refused when a cut is none, is missing or of another format, or the name is taken', async () => {
    const room = await open(['editor'])
    expect((await keep(room, new Uint8Array(20))).status).toBe(422)
    expect((await keep(room, new Uint8Array(8_000_001))).status).toBe(422)
    const { file } = await keep(room, WEBP)
    expect(await add(room, 'boat', '0'.repeat(16))).toBe(422)
    expect(await add(room, 'boat', file, 'jpeg')).toBe(422)
    expect(await add(room, 'Boat', file)).toBe(404)
    expect(await add(room, 'bridge', file)).toBe(422)
    expect(deeds(room)).toEqual([])
  })
})
