import { ITEM_BYTES, openBatch, REHEARSAL } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { describe, expect, it, vi } from 'vitest'
import type { Mix } from '../src/mix.ts'
import {
  bytesOf,
  countsOf,
  DAY_MS,
  daysOf,
  get,
  House,
  lastOf,
  memoryStores,
  pair,
} from './house.ts'

const INTERVAL_MS = REHEARSAL.mixIntervalMs

async function begun(seed: string) {
  const house = new House(seed)
  const { mix1, mix2 } = await pair(house)
  const statement = await house.begin([mix1, mix2])
  const opened = async (mix: Mix, number: number) => {
    const [identity, role] =
      mix === mix1 ? ([house.mixes[0], 'mix-1'] as const) : ([house.mixes[1], 'mix-2'] as const)
    const bytes = await bytesOf(mix, `/batch/${number}`)
    return openBatch(nativeSuite, bytes, identity.publicKey, ITEM_BYTES[role])
  }
  const fire = async () => {
    house.env.advance(INTERVAL_MS)
    await mix1.tick()
    await mix2.tick()
  }
  return { house, mix1, mix2, statement, opened, fire }
}

describe('a pair of mixes', () => {
  it('hands every real cell to the desk, once, in another order, and no cover', async () => {
    const { house, mix1, mix2, statement, opened, fire } = await begun('whole path')
    const marks = Array.from({ length: 24 }, (_, mark) => mark + 1)
    for (const mark of marks) {
      house.post(statement, mark)
      house.postCover(statement)
    }
    await fire()
    const last = await lastOf(mix2)
    expect(last).toBe(await lastOf(mix1))
    const drop = await opened(mix2, last)
    const got = house.marksIn(drop.items, statement)
    expect(got.toSorted((a, b) => a - b)).toEqual(marks)
    expect(got).not.toEqual(marks)
    expect(drop.items.length).toBeLessThan(24 + 4 * REHEARSAL.noiseMean)
  })

  it('fires every interval whatever came, and once', async () => {
    const { mix1, fire } = await begun('clock')
    const before = await lastOf(mix1)
    await fire()
    await mix1.tick()
    expect(await lastOf(mix1)).toBe(before + 1)
    await fire()
    await fire()
    expect(await lastOf(mix1)).toBe(before + 3)
  })

  it('adds noise of both classes at mix 1 and of the real class at mix 2 to an empty batch', async () => {
    const { mix1, mix2, opened, fire } = await begun('noise')
    const outs: [number, number][] = []
    for (let n = 0; n < 12; n++) {
      await fire()
      const number = await lastOf(mix1)
      outs.push([(await opened(mix1, number)).header.out, (await opened(mix2, number)).header.out])
    }
    const [first, second] = [0, 1].map(
      (at) => outs.reduce((sum, one) => sum + (one[at] ?? 0), 0) / 12,
    )
    expect(Math.abs((first ?? 0) - 2 * REHEARSAL.noiseMean)).toBeLessThan(3)
    expect(Math.abs((second ?? 0) - 2 * REHEARSAL.noiseMean)).toBeLessThan(3)
    expect(new Set(outs.map(([out]) => out)).size).toBeGreaterThan(1)
  })

  it('chains headers, names its input, and counts in total', async () => {
    const { house, mix1, mix2, statement, opened, fire } = await begun('headers')
    house.post(statement, 1)
    house.postBytes(1, new Uint8Array(16_384).fill(7))
    const cell = house.post(statement, 2)
    house.postBytes(1, cell)
    await fire()
    const number = await lastOf(mix1)
    const [before, one, two] = [
      await opened(mix1, number - 1),
      await opened(mix1, number),
      await opened(mix2, number),
    ]
    expect(one.header).toMatchObject({ in: 4, refused: 2, epoch: 1, number, mix: 'mix-1' })
    expect(one.header.previous).toEqual(before.headerHash)
    expect(one.header.statement).toEqual(statement.hash)
    expect(two.header).toMatchObject({ in: one.header.out, refused: 0, number, mix: 'mix-2' })
    expect(two.header.input).toEqual(one.headerHash)
  })

  it('refuses what was opened before, in this batch, in an earlier one, and after a restart', async () => {
    const { house, mix1, mix2, statement, opened, fire } = await begun('replay')
    const cell = house.post(statement, 9)
    await fire()
    const garbled = cell.slice()
    garbled[16_383] = (garbled[16_383] ?? 0) ^ 1
    house.postBytes(1, garbled)
    house.postBytes(1, cell)
    const first = house.post(statement, 10)
    house.postBytes(1, first)
    await fire()
    const number = await lastOf(mix1)
    expect((await opened(mix1, number)).header).toMatchObject({ in: 4, refused: 3 })
    expect(house.marksIn((await opened(mix2, number)).items, statement)).toEqual([10])
  })

  it('is not burnt by a garbled copy that comes first', async () => {
    const { house, mix2, statement, opened, fire } = await begun('garbled first')
    const cell = house.post(statement, 5)
    house.cells.set(1, [])
    const garbled = cell.slice()
    garbled[16_000] = (garbled[16_000] ?? 0) ^ 1
    house.postBytes(1, garbled)
    house.postBytes(1, cell)
    await fire()
    expect(house.marksIn((await opened(mix2, await lastOf(mix2))).items, statement)).toEqual([5])
  })

  it('says the crowd, and signs the counts of a day when it is over', async () => {
    const { house, mix1, statement, fire } = await begun('counts')
    for (let n = 0; n < 5; n++) house.postCover(statement)
    house.postBytes(1, new Uint8Array(16_384))
    await fire()
    expect(await countsOf(mix1)).toEqual({ batch: await lastOf(mix1), crowd: 5 })
    const signed = () => daysOf(nativeSuite, mix1, house.mixes[0].publicKey)
    expect(await signed()).toMatchObject({ from: 'mix-1', days: [] })
    house.env.advance(DAY_MS)
    expect(await signed()).toMatchObject({ days: [{ day: 20_800, in: 6, refused: 1 }] })
  })

  it('keeps no count from which the covers follow', async () => {
    const { house, mix2, statement, fire } = await begun('no covers')
    house.postCover(statement)
    await fire()
    house.env.advance(DAY_MS)
    const days = await daysOf(nativeSuite, mix2, house.mixes[1].publicKey)
    expect(days).toMatchObject({ from: 'mix-2', days: [{ refused: 0 }] })
    house.log.flush()
    expect(house.lines.join('')).not.toContain('cover')
  })

  it('draws the noise of a number once, however often it dies before the commit', async () => {
    const house = new House('one draw')
    const stores = memoryStores()
    const { mix1, mix2 } = await pair(house, stores)
    await house.begin([mix1, mix2])
    const number = (await lastOf(mix1)) + 1
    house.env.advance(INTERVAL_MS)
    const commit = vi.spyOn(stores.state, 'commit').mockRejectedValue(new Error('killed'))
    await expect(mix1.tick()).rejects.toThrow('killed')
    const noise = await stores.state.keepNoise(number, { real: 0, cover: 0 })
    await expect(mix1.tick()).rejects.toThrow('killed')
    commit.mockRestore()
    await mix1.tick()
    const bytes = await bytesOf(mix1, `/batch/${number}`)
    const { out } = openBatch(
      nativeSuite,
      bytes,
      house.mixes[0].publicKey,
      ITEM_BYTES['mix-1'],
    ).header
    expect(out).toBe(noise.real + noise.cover)
    expect(await stores.state.keepNoise(number, { real: 0, cover: 0 })).toEqual({
      real: 0,
      cover: 0,
    })
  })

  it('marks beside its state how far it has published and signed', async () => {
    const house = new House('marks')
    const stores = memoryStores()
    const { mix1, mix2 } = await pair(house, stores)
    await house.begin([mix1, mix2])
    expect(await stores.marker.read()).toEqual({ batch: await lastOf(mix1), signed: 1 })
  })

  it('lets go of batches that the next stage has, and of no other', async () => {
    const { house, mix1, mix2, fire } = await begun('retention')
    for (let n = 0; n < 70; n++) {
      house.env.advance(INTERVAL_MS)
      await mix1.tick()
    }
    expect((await get(mix1, '/batch/1')).status).toBe(200)
    for (let n = 0; n < 6; n++) await fire()
    const last = await lastOf(mix1)
    expect(await lastOf(mix2)).toBe(last)
    await mix1.tick()
    expect((await get(mix1, '/batch/1')).status).toBe(404)
    expect((await get(mix1, `/batch/${last - 63}`)).status).toBe(200)
    expect((await get(mix2, '/batch/1')).status).toBe(200)
  })
})
