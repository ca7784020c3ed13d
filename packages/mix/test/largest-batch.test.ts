import {
  type Batch,
  BATCH_MAX_BYTES,
  BATCH_MOST_CELLS,
  BATCH_MOST_ITEMS,
  BATCH_MOST_NOISE,
  type BatchDraft,
  CELL_BYTES,
  ITEM_BYTES,
  type MixRole,
  openBatch,
  REHEARSAL,
  sealBatch,
  STANDARD,
} from '@postern/protocol'
import { describe, expect, it } from 'vitest'
import { createMix } from '../src/mix.ts'
import { CELLS_A_PULL, upstreamBounds } from '../src/upstream-bounds.ts'
import { bytesOf, House, lastOf, memoryStores, pair, partsOf, peerOf } from './house.ts'
import { swiftSuite } from './swift-suite.ts'

const identity = swiftSuite.signingKey(new Uint8Array(32))

/** A batch of so many items, all the same bytes: what counts here is how many. */
function batchOf(mix: MixRole, items: number): Uint8Array {
  const hash = new Uint8Array(32).fill(255)
  const draft: BatchDraft = {
    organisation: new Uint8Array(16).fill(255),
    mix,
    statement: hash,
    epoch: 0xffff_ffff,
    number: Number.MAX_SAFE_INTEGER,
    previous: hash,
    input: hash,
    in: 0xffff_ffff,
    refused: mix === 'mix-1' ? 0xffff_ffff : 0,
  }
  const item = new Uint8Array(ITEM_BYTES[mix])
  return sealBatch(
    swiftSuite,
    identity,
    draft,
    Array.from({ length: items }, () => item),
  )
}

describe.each(['mix-1', 'mix-2'] as const)('the largest batch of %s', (mix) => {
  it('is within the bound that its readers share, and opens', () => {
    const bytes = batchOf(mix, BATCH_MOST_ITEMS[mix])
    expect(bytes.length).toBeLessThanOrEqual(BATCH_MAX_BYTES[mix])
    const { items } = openBatch(swiftSuite, bytes, identity.publicKey, ITEM_BYTES[mix])
    expect(items).toHaveLength(BATCH_MOST_ITEMS[mix])
  })

  it('is not made larger', () => {
    expect(() => batchOf(mix, BATCH_MOST_ITEMS[mix] + 1)).toThrow(TypeError)
  })
})

describe('the bounds of the stages', () => {
  it('take the largest pull and the largest batch of the stage before', () => {
    expect(upstreamBounds('mix-1').maxResponseBytes).toBe(CELLS_A_PULL * CELL_BYTES)
    expect(upstreamBounds('mix-2').maxResponseBytes).toBe(BATCH_MAX_BYTES['mix-1'])
  })

  it('leave mix 2 room for its noise on the fullest batch that it takes', () => {
    expect(BATCH_MOST_ITEMS['mix-1']).toBe(BATCH_MOST_CELLS + BATCH_MOST_NOISE)
    expect(BATCH_MOST_ITEMS['mix-2']).toBe(BATCH_MOST_ITEMS['mix-1'] + BATCH_MOST_NOISE)
  })

  it.each([STANDARD, REHEARSAL])('leave noise room but for a chance below 10⁻²⁰', (column) => {
    const excess = (BATCH_MOST_NOISE - 2 * column.noiseMean) / column.noiseScale
    expect(((2 + excess) / 4) * Math.exp(-excess)).toBeLessThan(1e-20)
  })
})

const CELLS_A_BATCH = 2

/** Twenty-four cells before a mix 1 whose batches hold two, and how to start the mixes anew. */
async function flooded() {
  const house = new House('flood', swiftSuite)
  const [first, second] = [memoryStores(), memoryStores()]
  const { mix1, mix2 } = await pair(house, first, second)
  const statement = await house.begin([mix1, mix2])
  for (let mark = 1; mark <= 24; mark++) house.post(statement, mark)
  const before = await lastOf(mix1)
  house.env.advance(REHEARSAL.mixIntervalMs)
  const start = async () => {
    const parts = partsOf(house, 'mix-1', house.front, first)
    const begun = await createMix({ ...parts, cellsABatch: CELLS_A_BATCH })
    const behind = partsOf(house, 'mix-2', peerOf(begun, 'mix-2'), second)
    return { mix1: begun, mix2: await createMix(behind) }
  }
  return { house, statement, start, before }
}

describe('more cells than a batch holds', () => {
  it('go into further batches of the firing, in several steps and through a crash', async () => {
    const { house, statement, start, before } = await flooded()
    await (await start()).mix1.tick()
    const { mix1, mix2 } = await start()
    expect(await lastOf(mix1)).toBe(before + 9)
    house.env.advance(REHEARSAL.mixIntervalMs - 1)
    await mix1.tick()
    await mix1.tick()
    await mix2.tick()
    const numbers = Array.from({ length: 13 }, (_, at) => before + 1 + at)
    expect([await lastOf(mix1), await lastOf(mix2)]).toEqual([before + 13, before + 13])
    const cells = []
    const marks = []
    for (const number of numbers) {
      cells.push(opened(house, 'mix-1', await bytesOf(mix1, `/batch/${number}`)).header.in)
      const drop = opened(house, 'mix-2', await bytesOf(mix2, `/batch/${number}`))
      marks.push(...house.marksIn(drop.items, statement))
    }
    expect(cells).toEqual([...Array.from({ length: 12 }, () => CELLS_A_BATCH), 0])
    expect(marks.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, at) => at + 1))
  })

  it('keep their firing when its next one has come meanwhile', async () => {
    const { house, start, before } = await flooded()
    const { mix1 } = await start()
    await mix1.tick()
    house.env.advance(REHEARSAL.mixIntervalMs)
    await mix1.tick()
    expect(await lastOf(mix1)).toBe(before + 13 + 1)
  })
})

function opened(house: House, mix: MixRole, bytes: Uint8Array): Batch {
  const { publicKey } = house.mixes[mix === 'mix-1' ? 0 : 1]
  return openBatch(swiftSuite, bytes, publicKey, ITEM_BYTES[mix])
}
