import {
  ITEM_BYTES,
  LAYER_2_BYTES,
  openBatch,
  PosternError,
  REHEARSAL,
  sealBatch,
  type BatchDraft,
} from '@postern/protocol'
import { directPeer, type Peer } from '@postern/runtime'
import { describe, expect, it, vi } from 'vitest'
import { createMix } from '../src/mix.ts'
import { bytesOf, House, lastOf, memoryStores, pair, partsOf, peerOf } from './house.ts'
import { swiftSuite } from './swift-suite.ts'

const INTERVAL_MS = REHEARSAL.mixIntervalMs

describe('mix 1 refuses, and counts in total', () => {
  async function refusedOf(spoil: (cell: Uint8Array) => Uint8Array): Promise<object> {
    const house = new House('bad cells', swiftSuite)
    const { mix1, mix2 } = await pair(house)
    const statement = await house.begin([mix1, mix2])
    const cell = house.post(statement, 1)
    house.cells.set(1, [spoil(cell.slice())])
    house.env.advance(INTERVAL_MS)
    await mix1.tick()
    const bytes = await bytesOf(mix1, `/batch/${await lastOf(mix1)}`)
    const { in: came, refused } = openBatch(
      swiftSuite,
      bytes,
      house.mixes[0].publicKey,
      ITEM_BYTES['mix-1'],
    ).header
    return { came, refused }
  }
  const set = (at: number, value: number) => (cell: Uint8Array) => cell.with(at, value)

  it('nothing of an honest cell', async () => {
    expect(await refusedOf((cell) => cell)).toEqual({ came: 1, refused: 0 })
  })

  it('a stamp that does not pay', async () => {
    const unpaid = (cell: Uint8Array): Uint8Array => {
      for (let first = 0; ; first++) {
        const tried = cell.with(7, first)
        const digest = swiftSuite.sha256(tried.subarray(0, 8), swiftSuite.sha256(tried.subarray(8)))
        if ((digest[0] ?? 0) >= 16) return tried
      }
    }
    expect(await refusedOf(unpaid)).toEqual({ came: 1, refused: 1 })
  })

  it.each([
    ['another epoch in clear', set(11, 9)],
    ['a changed encapsulation', set(40, 1)],
    ['a changed ciphertext', set(16_000, 1)],
    ['bytes of no version', (cell: Uint8Array) => new Uint8Array(cell.length).fill(255)],
  ])('%s', async (_, spoil) => {
    expect(await refusedOf(spoil)).toEqual({ came: 1, refused: 1 })
  })
})

describe('mix 2 and a mix 1 that is not honest', () => {
  /** Mix 2 before a mix 1 that shows what `change` makes of its batches. */
  async function facing(seed: string) {
    const house = new House(seed, swiftSuite)
    const { mix1 } = await pair(house)
    const shown = { change: (_number: number, bytes: Uint8Array): Uint8Array => bytes }
    const honest = peerOf(mix1, 'mix-2')
    const upstream: Peer = directPeer(async (request) => {
      const response = await honest.fetch(request)
      const number = Number(/\/batch\/(\d+)/.exec(request.url)?.[1])
      if (response.status !== 200) return response
      const bytes = new Uint8Array(await response.arrayBuffer())
      return new Response(new Uint8Array(shown.change(number, bytes)))
    }, 'mix-2')
    const stores = memoryStores()
    const parts = partsOf(house, 'mix-2', upstream, stores)
    const mix2 = await createMix(parts)
    const statement = await house.begin([mix1, mix2])
    const fire = async (): Promise<void> => {
      house.env.advance(INTERVAL_MS)
      await mix1.tick()
      await mix2.tick()
    }
    return { house, mix1, mix2, statement, shown, fire, parts }
  }

  it.each([
    ['truncated', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1)],
    ['cut to nothing', () => new Uint8Array(0)],
    ['longer by a byte', (bytes: Uint8Array) => Uint8Array.of(...bytes, 0)],
    [
      'changed in its body',
      (bytes: Uint8Array) => bytes.with(bytes.length - 9, 1 ^ (bytes.at(-9) ?? 0)),
    ],
    ['changed in its header', (bytes: Uint8Array) => bytes.with(60, 65)],
  ])('refuses a batch %s, says so once, and takes it when it is whole', async (_, spoil) => {
    const { house, mix1, mix2, statement, shown, fire } = await facing('spoilt batch')
    const honest = shown.change
    house.post(statement, 3)
    shown.change = (_number, bytes) => spoil(bytes)
    const before = await lastOf(mix2)
    await fire()
    await mix2.tick()
    expect(await lastOf(mix2)).toBe(before)
    expect(house.notices().filter((code) => code === 'batch-refused')).toHaveLength(1)
    expect(house.log.totals()['batch-refused']).toBeGreaterThan(0)
    shown.change = honest
    await mix2.tick()
    expect(await lastOf(mix2)).toBe(await lastOf(mix1))
  })

  /** Another batch under the number of this one, signed by mix 1 itself. */
  function twin(house: House, bytes: Uint8Array, changes: Partial<BatchDraft> = {}): Uint8Array {
    const { header, items } = openBatch(swiftSuite, bytes, house.mixes[0].publicKey, LAYER_2_BYTES)
    return sealBatch(
      swiftSuite,
      house.mixes[0],
      { ...header, ...changes },
      items.slice(1).concat(items.slice(0, 1)),
    )
  }

  it('takes the first batch that was shown under a number and no second, also across its own death', async () => {
    const { house, mix1, mix2, shown, fire, parts } = await facing('second batch')
    const number = (await lastOf(mix2)) + 1
    const killed = { open: () => Promise.reject(new Error('killed')), close: async () => undefined }
    const dying = await createMix({ ...parts, opener: killed })
    house.env.advance(INTERVAL_MS)
    await mix1.tick()
    await expect(dying.tick()).rejects.toThrow('killed')
    shown.change = (_number, bytes) => twin(house, bytes)
    await mix2.tick()
    expect(await lastOf(mix2)).toBe(number - 1)
    expect(house.notices()).toContain('second-batch')
    expect(house.log.totals()['second-batch-refused']).toBe(1)
    shown.change = (_number, bytes) => bytes
    await mix2.tick()
    expect(await lastOf(mix2)).toBe(number)
    await fire()
    expect(await lastOf(mix2)).toBe(number + 1)
  })

  it('does not follow a batch that names another one before it', async () => {
    const { house, mix2, shown, fire } = await facing('another chain')
    const number = await lastOf(mix2)
    shown.change = (_number, bytes) => twin(house, bytes, { previous: new Uint8Array(32).fill(1) })
    await fire()
    expect(await lastOf(mix2)).toBe(number)
    expect(house.notices()).toContain('second-batch')
  })

  it.each<[string, Partial<BatchDraft>]>([
    ['of another number', { number: 77 }],
    ['of another organisation', { organisation: new Uint8Array(16) }],
    ['made from another statement', { statement: new Uint8Array(32) }],
  ])('refuses a batch %s', async (_, changes) => {
    const { house, mix2, shown, fire } = await facing('another header')
    const number = await lastOf(mix2)
    shown.change = (_number, bytes) => twin(house, bytes, changes)
    await fire()
    expect(await lastOf(mix2)).toBe(number)
    expect(house.notices()).toEqual(['batch-refused'])
  })

  it('waits for a statement that it does not have yet', async () => {
    const { house, mix2, shown, fire } = await facing('no statement yet')
    const number = await lastOf(mix2)
    shown.change = (_number, bytes) => twin(house, bytes, { epoch: 2 })
    await fire()
    expect(await lastOf(mix2)).toBe(number)
    expect(house.notices()).toEqual([])
  })
})

describe('a mix that cannot reach the others', () => {
  const silent: Peer = { fetch: () => Promise.reject(new PosternError('peer-unreachable')) }

  it('makes no batch without the front, says so once, and takes everything when it is back', async () => {
    const house = new House('silent front', swiftSuite)
    const first = memoryStores()
    const { mix1, mix2 } = await pair(house, first)
    const statement = await house.begin([mix1, mix2])
    house.post(statement, 1)
    const alone = await createMix(partsOf(house, 'mix-1', silent, first))
    const before = await lastOf(alone)
    house.env.advance(INTERVAL_MS)
    await alone.tick()
    await alone.tick()
    expect(await lastOf(alone)).toBe(before)
    expect(house.notices()).toEqual(['front-silent'])
    await mix1.tick()
    await mix2.tick()
    const bytes = await bytesOf(mix2, `/batch/${await lastOf(mix2)}`)
    const drop = openBatch(swiftSuite, bytes, house.mixes[1].publicKey, ITEM_BYTES['mix-2'])
    expect(house.marksIn(drop.items, statement)).toEqual([1])
  })

  it('goes on firing without the publisher, also after a restart', async () => {
    const house = new House('silent publisher', swiftSuite)
    const first = memoryStores()
    const { mix1, mix2 } = await pair(house, first)
    await house.begin([mix1, mix2])
    const alone = await createMix({
      ...partsOf(house, 'mix-1', house.front, first),
      publisher: silent,
    })
    const before = await lastOf(alone)
    house.env.advance(INTERVAL_MS)
    await alone.tick()
    expect(await lastOf(alone)).toBe(before + 1)
    expect(house.notices()).toEqual(['publisher-silent'])
  })

  it('starts again from the beginning of a front’s log that was lost, and doubles nothing', async () => {
    const house = new House('lost log', swiftSuite)
    const { mix1, mix2 } = await pair(house)
    const statement = await house.begin([mix1, mix2])
    for (const mark of [1, 2, 3, 4]) house.post(statement, mark)
    const held = house.cells.get(1) ?? []
    house.env.advance(INTERVAL_MS)
    await mix1.tick()
    house.cells.set(1, held.slice(2, 3))
    house.post(statement, 5)
    house.env.advance(INTERVAL_MS)
    await mix1.tick()
    const bytes = await bytesOf(mix1, `/batch/${await lastOf(mix1)}`)
    const { header } = openBatch(swiftSuite, bytes, house.mixes[0].publicKey, ITEM_BYTES['mix-1'])
    expect(header).toMatchObject({ in: 2, refused: 1 })
  })
})

describe('a full disk', () => {
  it('loses no cell: the batch is made when there is room, and the operator is told once', async () => {
    const house = new House('full disk', swiftSuite)
    const first = memoryStores()
    const { mix1, mix2 } = await pair(house, first)
    const statement = await house.begin([mix1, mix2])
    house.post(statement, 1)
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    const put = vi.spyOn(first.batches, 'put').mockRejectedValue(full)
    const before = await lastOf(mix1)
    house.env.advance(INTERVAL_MS)
    await mix1.tick()
    await mix1.tick()
    expect(await lastOf(mix1)).toBe(before)
    expect(house.notices()).toEqual(['disk-full'])
    put.mockRestore()
    await mix1.tick()
    await mix2.tick()
    const bytes = await bytesOf(mix2, `/batch/${await lastOf(mix2)}`)
    const drop = openBatch(swiftSuite, bytes, house.mixes[1].publicKey, ITEM_BYTES['mix-2'])
    expect(house.marksIn(drop.items, statement)).toEqual([1])
  })
})

describe('a clock that is ten minutes off', () => {
  it('is said, and the mix goes on by its own clock', async () => {
    const house = new House('clock off', swiftSuite)
    const { mix1, mix2 } = await pair(house)
    const statement = await house.begin([mix1, mix2])
    house.publishNow(house.env.nowMs() - 600_000, 0, [statement])
    const before = await lastOf(mix1)
    house.env.advance(INTERVAL_MS)
    await mix1.tick()
    expect(await lastOf(mix1)).toBe(before + 1)
    expect(house.notices()).toEqual(['clock-off'])
  })

  it('set back, makes no firing twice and waits until it is later', async () => {
    const house = new House('clock back', swiftSuite)
    const { mix1, mix2 } = await pair(house)
    await house.begin([mix1, mix2])
    house.env.advance(INTERVAL_MS)
    await mix1.tick()
    const before = await lastOf(mix1)
    house.env.advance(-10 * INTERVAL_MS)
    await mix1.tick()
    house.env.advance(10 * INTERVAL_MS)
    await mix1.tick()
    expect(await lastOf(mix1)).toBe(before)
    house.env.advance(INTERVAL_MS)
    await mix1.tick()
    expect(await lastOf(mix1)).toBe(before + 1)
  })
})

describe('a mix whose own copy of a document is damaged', () => {
  it.each(['trust/1', 'epoch/1'])('takes %s anew, counted, and goes on', async (name) => {
    const house = new House('damaged documents', swiftSuite)
    const first = memoryStores()
    const { mix1, mix2 } = await pair(house, first)
    const statement = await house.begin([mix1, mix2])
    house.publishNow(house.env.nowMs(), 0, [statement])
    const whole = await first.documents.get(name)
    await first.documents.remove(name)
    await first.documents.put(name, whole?.slice(9) ?? new Uint8Array(0))
    const again = await createMix(partsOf(house, 'mix-1', house.front, first))
    const before = await lastOf(again)
    house.env.advance(INTERVAL_MS)
    await again.tick()
    expect(await lastOf(again)).toBe(before + 1)
    expect(await first.documents.get(name)).toEqual(whole)
    expect(house.log.totals()['file-damaged']).toBe(1)
    expect(house.notices()).toEqual([])
  })
})

describe('a mix 1 whose published batches go further than its state', () => {
  it('makes no batch more, and says why', async () => {
    const house = new House('restored', swiftSuite)
    const { mix1, mix2 } = await pair(house)
    const statement = await house.begin([mix1, mix2])
    const before = await lastOf(mix1)
    house.publishNow(house.env.nowMs(), before + 3, [statement])
    house.env.advance(INTERVAL_MS)
    await mix1.tick()
    expect(await lastOf(mix1)).toBe(before)
    expect(house.notices()).toEqual(['state-restored'])
  })
})
