import {
  DAY_FILE_BYTES,
  decodeDrop,
  equalBytes,
  REHEARSAL,
  trayBytes,
  verifyNow,
} from '@postern/protocol'
import { type BlobStore, nativeSuite } from '@postern/runtime'
import { describe, expect, it } from 'vitest'
import { World } from './world.ts'

const INTERVAL_MS = REHEARSAL.dropIntervalMs

/** All zero bytes cannot come from the random source. */
const marked = (interval: number): Uint8Array =>
  new Uint8Array(trayBytes(REHEARSAL)).fill((interval % 200) + 1)

async function dropOf(world: World): Promise<{ number: number; bytes: Uint8Array }> {
  const trust = world.trustList!
  const now = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
  const bytes = await world.get(`/drop/${now.drop!.number}`)
  expect(equalBytes(nativeSuite.sha256(bytes!), now.drop!.hash)).toBe(true)
  return { number: now.drop!.number, bytes: bytes! }
}

async function settled(seed: string): Promise<World> {
  const world = new World(seed)
  world.trays = marked
  await world.settle()
  world.env.advance(INTERVAL_MS - (world.env.nowMs() % INTERVAL_MS))
  await world.ticks(1, 0)
  return world
}

describe('drops (R3, R4)', () => {
  it('take exactly the set number of slots and receipts from the tray whose turn it is', async () => {
    const world = await settled('turns')
    let before = await dropOf(world)
    for (let round = 0; round < 4; round++) {
      world.env.advance(INTERVAL_MS)
      await world.ticks(3, 100)
      const after = await dropOf(world)
      expect(after.number).toBe(before.number + 1)
      const [old, young] = [decodeDrop(before.bytes), decodeDrop(after.bytes)]
      expect(young.slots.slice(0, -1)).toEqual(old.slots.slice(1))
      expect(young.receipts.slice(0, -8)).toEqual(old.receipts.slice(8))
      expect(young.slots.at(-1)).toEqual(new Uint8Array(1_024).fill((after.number % 200) + 1))
      before = after
    }
  })

  it('fill a missing tray with random bytes, at the same moment', async () => {
    const world = await settled('missing')
    const before = await dropOf(world)
    world.silent.add('desk')
    world.trays = () => new Uint8Array(3)
    world.env.advance(60 * INTERVAL_MS)
    await world.ticks(1)
    const after = await dropOf(world)
    expect(after.number).toBe(before.number + 60)
    expect(new Set(decodeDrop(after.bytes).slots.at(-1)).size).toBeGreaterThan(100)
  })

  it('go on from the trays that lie here while the desk server is silent, across a restart', async () => {
    const world = await settled('silent')
    world.silent.add('desk')
    world.start()
    world.env.advance(10 * INTERVAL_MS)
    await world.ticks(1)
    const { number, bytes } = await dropOf(world)
    expect(decodeDrop(bytes).slots.slice(-10)).toEqual(
      Array.from({ length: 10 }, (_, at) =>
        new Uint8Array(1_024).fill(((number - 9 + at) % 200) + 1),
      ),
    )
  })

  it('have the operator told once when a desk has handed over nothing for half its trays', async () => {
    const world = await settled('running out')
    const told = (): number => world.lines.filter((line) => line.includes('"desk-silent"')).length
    world.silent.add('desk')
    const pass = async (intervals: number): Promise<number> => {
      for (let n = 0; n < intervals; n++) {
        world.env.advance(INTERVAL_MS)
        await world.ticks(1, 0)
      }
      return told()
    }
    const half = (REHEARSAL.traysAhead / 2) * world.desks.length
    expect(await pass(half - 1)).toBe(0)
    expect(await pass(3)).toBe(1)
    world.silent.delete('desk')
    await pass(1)
    world.silent.add('desk')
    expect(await pass(half + 2)).toBe(2)
  })

  it('close days into files that never change, and keep fourteen', async () => {
    const world = await settled('days')
    for (let day = 0; day < 18; day++) {
      world.env.advance(192 * INTERVAL_MS)
      await world.ticks(1, 0)
    }
    const now = verifyNow(nativeSuite, (await world.get('/now'))!, world.trustList!)
    expect(now.days).toHaveLength(14)
    for (const { number, hash } of now.days) {
      const bytes = await world.get(`/day/${number}`)
      expect(bytes).toHaveLength(DAY_FILE_BYTES)
      expect(equalBytes(nativeSuite.sha256(bytes!), hash)).toBe(true)
    }
    const newest = now.days.at(-1)!
    world.start()
    await world.ticks(1)
    const again = verifyNow(nativeSuite, (await world.get('/now'))!, world.trustList!)
    expect(again.days.find(({ number }) => number === newest.number)).toEqual(newest)
  })

  it('come to the day files that closed during a pause of forty days', async () => {
    const world = await settled('pause')
    world.env.advance(40 * 86_400_000)
    await world.ticks(1)
    const now = verifyNow(nativeSuite, (await world.get('/now'))!, world.trustList!)
    expect(now.days).toHaveLength(14)
    expect(now.days.map(({ number }) => number)).toEqual(
      Array.from({ length: 14 }, (_, at) => now.days[0]!.number + at),
    )
  })

  it('stand still while the clock is set back', async () => {
    const world = await settled('back')
    const before = await dropOf(world)
    world.env.advance(-600_000)
    await world.ticks(2)
    expect((await dropOf(world)).number).toBe(before.number)
  })

  it('rebuild a damaged file as random bytes, counted', async () => {
    const world = await settled('damaged')
    world.env.advance(400 * INTERVAL_MS)
    await world.ticks(1)
    const before = await dropOf(world)
    for (const prefix of ['drop/', 'day/']) {
      const name = (await world.store.list(prefix)).at(-1)!
      await overwrite(world.store, name)
    }
    world.start()
    await world.ticks(1)
    const after = await dropOf(world)
    expect(after.number).toBe(before.number)
    expect(equalBytes(after.bytes, before.bytes)).toBe(false)
    expect(world.log.totals()['file-damaged']).toBe(2)
    const now = verifyNow(nativeSuite, (await world.get('/now'))!, world.trustList!)
    const bytes = await world.get(`/day/${now.days.at(-1)!.number}`)
    expect(equalBytes(nativeSuite.sha256(bytes!), now.days.at(-1)!.hash)).toBe(true)
  })
})

async function overwrite(store: BlobStore, name: string): Promise<void> {
  const bytes = (await store.get(name))!
  bytes[100] = (bytes[100] ?? 0) ^ 1
  await store.remove(name)
  await store.put(name, bytes)
}
