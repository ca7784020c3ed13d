import { nativeSuite } from '@postern/runtime'
import { describe, expect, it } from 'vitest'
import { firstBroken } from '../../src/member/audit-trail.ts'
import { LETTER, open, served, STORY } from './room.ts'

describe('an accepted letter', () => {
  it('is printed below its story, and only the pages that it changes are new', async () => {
    const { newsroom, print } = await open()
    const before = await served(newsroom)
    expect(before.page).not.toContain('Marta K.')
    expect(await print()).toBe(200)
    const after = await served(newsroom)
    expect(after.page).toContain('Marta K.')
    const changed = Object.keys(after.paths).filter(
      (path) => after.paths[path] !== before.paths[path],
    )
    expect(changed.toSorted()).toEqual(['/letters/open', STORY].toSorted())
  })

  it('accepted twice is printed once; taken down it is gone from page and store', async () => {
    const { newsroom, store, print, act } = await open()
    await print()
    expect(await print({ text: 'Other words under its name.' })).toBe(200)
    expect(newsroom.printed([]).letters.map(({ text }) => text)).toEqual([LETTER.text])
    expect(await act('DELETE', `/letter/${LETTER.id}`, '')).toBe(200)
    expect(store.newest(10)).toEqual([])
    expect((await served(newsroom)).page).not.toContain('Marta K.')
  })

  it('of an old paper is found by who asks for it, among more than are shown', async () => {
    const { store, routes, token } = await open()
    const id = (n: number): string => n.toString(16).padStart(16, '0')
    const imported = Array.from({ length: 300 }, (_, n) => ({
      ...LETTER,
      id: id(n),
      published: '2020-01-01',
    }))
    store.printImported(imported)
    store.printImported(imported)
    const ask = async (path: string): Promise<unknown> => {
      const headers = { authorization: `Bearer ${token}` }
      return await (await routes.fetch(new Request(`https://desk.test${path}`, { headers }))).json()
    }
    const state = await ask(`/state?about=${id(7)},${'f'.repeat(16)},..%2F,${id(8)}`)
    expect(state).toMatchObject({ printed: 300, meant: [{ id: id(7) }, { id: id(8) }] })
    expect(await ask('/state')).toMatchObject({ letters: imported.slice(100), meant: [] })
  })

  it('answered by the paper stands below it, labelled', async () => {
    const { newsroom, print } = await open()
    await print()
    await print({
      id: 'f'.repeat(16),
      about: LETTER.id,
      name: 'The Long Quay',
      staff: true,
    })
    const { page } = await served(newsroom)
    expect(page).toMatch(/<ol>[^]*Marta K\.[^]*<ol>[^]*Answer from the paper/)
  })
})

describe('who may act', () => {
  it('is staff with the role, by a signature of the session’s own key over these very bytes', async () => {
    const { env, newsroom, act, print } = await open()
    const body = JSON.stringify(LETTER)
    const path = `/letter/${LETTER.id}`
    expect(await act('PUT', path, body, { signed: 'other bytes' })).toBe(400)
    expect(await act('PUT', path, body, { atMs: env.nowMs() - 301_000 })).toBe(400)
    expect(await act('PUT', `/letter/${'0'.repeat(16)}`, body)).toBe(400)
    expect(await act('PUT', path, '{"id":')).toBe(400)
    expect(await print({ text: '' })).toBe(400)
    expect(newsroom.printed([]).letters).toEqual([])
    const writer = await open(['writer'])
    expect(await writer.print()).toBe(403)
    expect(writer.newsroom.printed([]).letters).toEqual([])
  })

  it('is nobody without a session, and nobody who is no staff', async () => {
    const { routes, token } = await open()
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await routes.fetch(new Request('https://desk.test/state', { headers }))).status
    expect(await ask({})).toBe(401)
    expect(await ask({ authorization: `Bearer ${token}` })).toBe(200)
    const other = await open()
    expect(await ask({ authorization: `Bearer ${'0'.repeat(64)}` })).toBe(401)
    expect(other.newsroom.staff('00'.repeat(32))).toBe(null)
  })

  it('leaves a trail that shows each act', async () => {
    const { organisation, newsroom, print, act } = await open()
    await print()
    await act('DELETE', `/letter/${LETTER.id}`, '')
    const trail = newsroom.trail()
    expect(trail.length).toBe(2)
    expect(firstBroken(nativeSuite, organisation, trail)).toBe(null)
    expect(firstBroken(nativeSuite, organisation, trail.slice(1))).toBe(1)
  })
})
