import { NOW_MAX_BYTES, REHEARSAL, verifyNow } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { describe, expect, it } from 'vitest'
import { World } from './world.ts'

async function nowOf(world: World): Promise<ReturnType<typeof verifyNow>> {
  return verifyNow(nativeSuite, (await world.get('/now'))!, world.trustList!)
}

describe('/now (B4)', () => {
  it('stays under two kilobytes when it is as full as it gets', async () => {
    const world = new World('full')
    await world.settle()
    for (let day = 0; day < 15; day++) {
      world.env.advance(192 * 5_000)
      await world.ticks(1, 0)
    }
    expect((await nowOf(world)).days).toHaveLength(14)
    expect((await world.get('/now'))!.length).toBeLessThanOrEqual(NOW_MAX_BYTES)
  })

  it('is signed anew every few seconds also when nothing changes, and not more often', async () => {
    const world = new World('renewed')
    await world.settle()
    const { number } = await nowOf(world)
    world.env.advance(1_000)
    await world.ticks(1, 0)
    const quiet = (await nowOf(world)).number
    expect(quiet - number).toBeLessThanOrEqual(1)
    world.env.advance(5_000)
    await world.ticks(1, 0)
    expect((await nowOf(world)).timeMs).toBe(world.env.nowMs())
  })

  it('never goes back in number, time or batch: not at a restart, a set clock, an amnesiac mix', async () => {
    const world = new World('back')
    await world.settle()
    world.env.advance(60_000)
    await world.ticks(1)
    const before = await nowOf(world)
    world.start()
    world.env.advance(-3_600_000)
    world.mixes['mix-1'].batch = 1
    await world.ticks(2)
    const after = await nowOf(world)
    expect(after.number).toBeGreaterThan(before.number)
    expect(after.timeMs).toBeGreaterThanOrEqual(before.timeMs)
    expect(after.batch).toBe(before.batch)
    expect(after.drop!.number).toBe(before.drop!.number)
  })

  it('is signed and read with the clock set back by days: it lists what fits', async () => {
    const world = new World('many')
    await world.settle()
    for (let day = 0; day < 4; day++) {
      world.env.advance(REHEARSAL.epochMs)
      await world.ticks(2)
    }
    for (const name of await world.store.list('now/')) await world.store.remove(name)
    world.env.advance(-4 * REHEARSAL.epochMs)
    world.start()
    await world.ticks(1)
    const { statements } = await nowOf(world)
    expect(statements.map(({ number }) => number)).toEqual([1, 2, 3, 4])
    expect(await world.get('/epoch/7')).not.toBeNull()
  })

  it('says what mix 1 accepted into its newest batch', async () => {
    const world = new World('crowd')
    await world.settle()
    world.mixes['mix-1'].batch = 9
    world.mixes['mix-1'].crowd = 3_200
    await world.ticks(1)
    expect(await nowOf(world)).toMatchObject({ batch: 9, crowd: 3_200 })
  })

  it('goes above the number of a damaged page', async () => {
    const world = new World('damaged')
    await world.settle()
    const { number } = await nowOf(world)
    const [name] = await world.store.list('now/')
    await world.store.remove(name!)
    await world.store.put(name!, new Uint8Array(5))
    world.start()
    await world.ticks(1)
    expect((await nowOf(world)).number).toBe(number + 1)
    expect(world.log.totals()['file-damaged']).toBe(1)
  })

  it('shows nothing without a trust list that the root signed', async () => {
    const world = new World('rootless')
    await world.layTrust()
    const [name] = await world.store.list('trust/')
    const document = (await world.store.get(name!))!
    document[40] = (document[40] ?? 0) ^ 1
    await world.store.remove(name!)
    await world.store.put(name!, document)
    await world.ticks(3)
    expect(await world.get('/now')).toBeNull()
    expect(world.log.totals()['document-refused']).toBe(1)
  })

  it.each(['/now?x=1', '/drop', '/drop/01', '/drop/-1', '/drop/1e3', '/../now', '/keys', '/'])(
    'has one face for %s',
    async (path) => {
      const world = new World('face')
      await world.settle()
      const found = await world.get(path)
      expect(found === null).toBe(path !== '/now?x=1' && path !== '/../now')
    },
  )
})
