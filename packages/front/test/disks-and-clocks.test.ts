import { PosternError, RECENT_DROP_BYTES } from '@postern/protocol'
import { MemoryStore, nativeSuite } from '@postern/runtime'
import { describe, expect, it, vi } from 'vitest'
import { createFront } from '../src/front.ts'
import { MemoryIntakeLog } from '../src/memory-intake-log.ts'
import { page, post, Press } from './press.ts'

const full = Object.assign(new Error('marked'), { code: 'ENOSPC' })

async function open() {
  const press = new Press('disks')
  const statement = press.publish()
  const drop = press.env.random(RECENT_DROP_BYTES)
  press.documents.set('/drop/900', drop)
  press.say([statement], { drop: { number: 900, hash: nativeSuite.sha256(drop) } })
  return { press, statement, drop, front: await press.front() }
}

describe('a full disk', () => {
  it('is said also when documents find no room; the last good ones are served, and new ones later', async () => {
    const { press, statement, front } = await open()
    const before = new Uint8Array(await (await front.handle(page('/now'))).arrayBuffer())
    const put = vi.spyOn(press.store, 'put').mockRejectedValue(full)
    press.say([statement])
    await front.tick()
    await front.tick()
    expect(press.notices()).toEqual(['disk-full'])
    expect(new Uint8Array(await (await front.handle(page('/now'))).arrayBuffer())).toEqual(before)
    put.mockRestore()
    await front.tick()
    const after = new Uint8Array(await (await front.handle(page('/now'))).arrayBuffer())
    expect(after).toEqual(press.documents.get('/now'))
    expect(press.notices()).toEqual(['disk-full'])
  })

  it('that refuses an epoch its folder has the same face, and is said', async () => {
    const { press, statement } = await open()
    const intake = new MemoryIntakeLog()
    vi.spyOn(intake, 'append').mockRejectedValue(full)
    const front = await press.front({ intake })
    expect((await front.handle(post(press.cell(statement)))).status).toBe(503)
    await front.tick()
    expect(press.notices()).toEqual(['disk-full'])
    expect(press.log.totals()['cell-not-durable']).toBe(1)
  })
})

it('too many cells at once are refused alike, and nobody is told to start the front again', async () => {
  const { press, statement } = await open()
  const intake = new MemoryIntakeLog()
  vi.spyOn(intake, 'append').mockRejectedValue(new PosternError('log-busy'))
  const front = await press.front({ intake })
  expect((await front.handle(post(press.cell(statement)))).status).toBe(503)
  await front.tick()
  expect(press.notices()).toEqual([])
})

describe('the front’s own documents', () => {
  it.each(['now/1', 'trust/7', 'epoch/41', 'drop/900'])(
    'when %s is damaged, are taken anew from the publisher',
    async (name) => {
      const { press, drop } = await open()
      const bytes = await press.store.get(name)
      const store = new MemoryStore()
      for (const each of await press.store.list('')) {
        const kept = each === name ? bytes?.slice(5) : await press.store.get(each)
        await store.put(each, kept ?? new Uint8Array(0))
      }
      const front = await createFront(press.parts({ documents: store }))
      expect((await front.handle(page('/now'))).status).toBe(404)
      expect(press.log.totals()['file-damaged']).toBe(1)
      await front.tick()
      const served = await front.handle(page('/drop/900'))
      expect(new Uint8Array(await served.arrayBuffer())).toEqual(drop)
      expect(await store.get(name)).toEqual(bytes)
      expect(press.notices()).toEqual([])
      const again = await createFront(press.parts({ documents: store }))
      expect((await again.handle(page('/now'))).status).toBe(200)
    },
  )
})

describe('a clock that is ten minutes off', () => {
  it.each([600_000, -600_000])('(%s ms) is said, and cells are taken', async (offMs) => {
    const { press, statement } = await open()
    const env = { ...press.env, nowMs: () => press.env.nowMs() + offMs }
    press.say([statement])
    const front = await press.front({ env })
    await front.tick()
    expect(press.notices()).toEqual(['clock-off'])
    expect((await front.handle(post(press.cell(statement)))).status).toBe(200)
  })

  it('is not said of an old document, while the publisher is silent', async () => {
    const { press, front } = await open()
    press.env.advance(600_000)
    await front.tick()
    expect(press.notices()).toEqual([])
  })
})
