import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { equalBytes, ITEM_BYTES, openBatch, REHEARSAL, type Statement } from '@postern/protocol'
import { describe, expect, it } from 'vitest'
import { FileMarker } from '../src/marker.ts'
import { MemoryMixState } from '../src/memory-mix-state.ts'
import { createMix, type Mix } from '../src/mix.ts'
import { freshFolder } from './fresh-folder.ts'
import {
  bytesOf,
  get,
  House,
  lastOf,
  memoryStores,
  pair,
  partsOf,
  peerOf,
  type Stores,
} from './house.ts'
import { swiftSuite } from './swift-suite.ts'

const INTERVAL_MS = REHEARSAL.mixIntervalMs
const NO_HASH = new Uint8Array(32)

/** Two mixes with a past: three messages went through both. */
class Ward {
  readonly house: House
  readonly stores: [Stores, Stores]
  mixes: readonly [Mix, Mix]
  statement: Statement
  /** The highest batch that any `/now` named. */
  #said = 0

  private constructor(
    house: House,
    stores: [Stores, Stores],
    mixes: readonly [Mix, Mix],
    statement: Statement,
  ) {
    this.house = house
    this.stores = stores
    this.mixes = mixes
    this.statement = statement
  }

  static async open(seed: string): Promise<Ward> {
    const house = new House(seed, swiftSuite)
    const stores: [Stores, Stores] = [memoryStores(), memoryStores()]
    const { mix1, mix2 } = await pair(house, ...stores)
    const ward = new Ward(house, stores, [mix1, mix2], await house.begin([mix1, mix2]))
    for (const mark of [1, 2, 3]) house.post(ward.statement, mark)
    await ward.fire()
    await ward.fire()
    return ward
  }

  /** One firing of both, with a `/now` that knows of mix 1's batches, and the desk's question. */
  async fire(): Promise<void> {
    this.house.env.advance(INTERVAL_MS)
    const [mix1, mix2] = this.mixes
    await mix1.tick()
    await mix2.tick()
    await get(mix2, `/batch/${(await lastOf(mix2)) + 1}`, 'desk')
    await this.say()
  }

  async say(): Promise<void> {
    this.#said = Math.max(this.#said, await lastOf(this.mixes[0]))
    this.house.publishNow(this.house.env.nowMs(), this.#said, [this.statement])
  }

  /** Starts both anew, one of them from what these changes leave of its disk. */
  async restore(which: 0 | 1, changes: Partial<Stores>): Promise<void> {
    const stores = { ...this.stores[which], ...changes }
    this.stores[which] = stores
    const { house } = this
    const mix1 = await createMix(partsOf(house, 'mix-1', house.front, this.stores[0]))
    const behind = partsOf(house, 'mix-2', peerOf(mix1, 'mix-2'), this.stores[1])
    this.mixes = [mix1, await createMix(behind)]
  }

  /** An early successor, signed by both, under this number. */
  async succeed(number: number): Promise<void> {
    const { house } = this
    for (let n = 0; n < 3; n++) await this.fire()
    await house.draft(this.mixes, number, house.env.nowMs())
    for (const mix of this.mixes) await mix.tick()
    this.statement = await house.publish(this.mixes, number)
    await this.say()
    for (const mix of this.mixes) await mix.tick()
  }

  async header(which: 0 | 1, number: number) {
    const role = which === 0 ? 'mix-1' : 'mix-2'
    const bytes = await bytesOf(this.mixes[which], `/batch/${number}`)
    const { publicKey } = this.house.mixes[which]
    return openBatch(swiftSuite, bytes, publicKey, ITEM_BYTES[role])
  }

  /** Marks of everything that the desk got under these statements; numbers have no gap. */
  async delivered(statements: readonly Statement[]): Promise<number[]> {
    const marks: number[] = []
    const last = await lastOf(this.mixes[1])
    for (let number = 1; number <= last; number++) {
      const { items } = await this.header(1, number)
      for (const statement of statements) marks.push(...this.house.marksIn(items, statement))
    }
    return marks.toSorted((a, b) => a - b)
  }
}

/** How a mix 1 comes to know less than it has published. */
const RESTORED: [string, () => Partial<Stores>, number][] = [
  ['its state put back, the marker beside it not', () => ({ state: new MemoryMixState() }), 2],
  ['its whole folder lost, and its name kept', memoryStores, 3],
]

describe('a mix 1 that was restored', () => {
  it.each(RESTORED)(
    'with %s drops its keys and goes on with the next statement',
    async (_how, changes, next) => {
      const ward = await Ward.open('restored')
      const [before, old] = [await lastOf(ward.mixes[0]), ward.statement]
      const used = await ward.stores[0].keys.get(1)
      await ward.restore(0, changes())
      await ward.fire()
      expect(await ward.stores[0].keys.get(1)).toBeNull()
      ward.house.post(old, 4)
      await ward.fire()
      await ward.fire()
      expect(await lastOf(ward.mixes[1])).toBe(before)
      expect(await ward.stores[0].keys.list()).not.toContain(1)
      await ward.succeed(next)
      expect(used).not.toBeNull()
      for (const mark of [5, 6]) ward.house.post(ward.statement, mark)
      await ward.fire()
      expect(await ward.delivered([old, ward.statement])).toEqual([1, 2, 3, 5, 6])
      const { header } = await ward.header(0, before + 1)
      expect(equalBytes(header.previous, NO_HASH)).toBe(true)
      expect(header.epoch).toBe(next)
      expect(ward.house.notices()).toEqual(['state-restored', 'chain-anew'])
    },
  )

  it('signs no second statement of a number, and uses no key that it held', async () => {
    const ward = await Ward.open('second signature')
    const held = await ward.stores[0].keys.get(2)
    await ward.restore(0, { state: new MemoryMixState() })
    for (let n = 0; n < 3; n++) await ward.fire()
    const again = await ward.stores[0].keys.get(2)
    expect(again).not.toBeNull()
    expect(again).not.toEqual(held)
    ward.house.documents.delete('/epoch/1')
    await expect(ward.house.draft(ward.mixes, 1)).rejects.toThrow('no key for epoch 1')
    expect((await get(ward.mixes[0], '/signature/1')).status).toBe(404)
  })

  it('waits with its keys dropped until there is a /now and the next stage asks', async () => {
    const ward = await Ward.open('waits')
    const before = await lastOf(ward.mixes[0])
    ward.house.documents.delete('/now')
    await ward.restore(0, { state: new MemoryMixState() })
    for (let n = 0; n < 2; n++) await ward.mixes[0].tick()
    expect(await ward.stores[0].keys.list()).toEqual([])
    await ward.say()
    await ward.mixes[0].tick()
    expect(await ward.stores[0].state.floor()).toMatchObject({ batch: 0 })
    await ward.mixes[1].tick()
    await ward.mixes[0].tick()
    expect(await ward.stores[0].state.floor()).toMatchObject({ batch: before, epoch: 1 })
  })

  it('first hands out what the next stage has not taken from the shelf', async () => {
    const ward = await Ward.open('shelf')
    const before = await lastOf(ward.mixes[0])
    ward.house.env.advance(INTERVAL_MS)
    await ward.mixes[0].tick()
    await ward.restore(0, { state: new MemoryMixState() })
    await get(ward.mixes[0], `/batch/${before + 1}`, 'mix-2')
    await ward.mixes[0].tick()
    expect(await ward.stores[0].state.floor()).toMatchObject({ batch: 0 })
    for (let n = 0; n < 2; n++) await ward.fire()
    expect(await lastOf(ward.mixes[1])).toBe(before + 1)
    expect(await ward.stores[0].state.floor()).toMatchObject({ batch: before + 1 })
  })

  it('is not restored a second time by a restart', async () => {
    const ward = await Ward.open('restart')
    await ward.restore(0, { state: new MemoryMixState() })
    for (let n = 0; n < 3; n++) await ward.fire()
    const keys = await ward.stores[0].keys.get(2)
    await ward.restore(0, {})
    await ward.fire()
    expect(await ward.stores[0].keys.get(2)).toEqual(keys)
    expect(ward.house.notices()).toEqual(['state-restored'])
  })
})

describe('a mix 2 that was restored', () => {
  it('makes the batch that the desk asks for, of noise alone until its next key', async () => {
    const ward = await Ward.open('second restored')
    const [before, old] = [await lastOf(ward.mixes[1]), ward.statement]
    const drops = await Promise.all([1, before].map((n) => bytesOf(ward.mixes[1], `/batch/${n}`)))
    await ward.restore(1, { state: new MemoryMixState(), marker: await damagedMarker() })
    ward.house.post(old, 4)
    for (let n = 0; n < 3; n++) await ward.fire()
    expect(await lastOf(ward.mixes[1])).toBe(await lastOf(ward.mixes[0]))
    const first = await ward.header(1, before + 1)
    expect(equalBytes(first.header.previous, NO_HASH)).toBe(true)
    await ward.succeed(3)
    ward.house.post(ward.statement, 5)
    await ward.fire()
    expect(await ward.delivered([old, ward.statement])).toEqual([1, 2, 3, 5])
    const after = await Promise.all([1, before].map((n) => bytesOf(ward.mixes[1], `/batch/${n}`)))
    expect(after).toEqual(drops)
    expect(ward.house.notices()).toEqual(['state-restored'])
  })
})

/** As an operator leaves it who puts a whole mix back. */
async function damagedMarker(): Promise<FileMarker> {
  const path = join(freshFolder(), 'marker')
  writeFileSync(path, 'restored\n', { mode: 0o600 })
  return new FileMarker(path)
}
