import {
  decodeMixKeyOffers,
  mixKeyFits,
  ITEM_BYTES,
  openBatch,
  REHEARSAL,
  STANDARD,
  stampFits,
} from '@postern/protocol'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createMix } from '../src/mix.ts'
import {
  bytesOf,
  DAY_MS,
  get,
  HOUR_MS,
  House,
  lastOf,
  memoryStores,
  pair,
  partsOf,
  peerOf,
} from './house.ts'
import { swiftSuite } from './swift-suite.ts'

const DRAFT = z.looseObject({
  mixKeys: z.array(z.string()),
  fromMs: z.number(),
  parameters: z.looseObject({}),
  desks: z.array(z.looseObject({})),
})
type Draft = z.infer<typeof DRAFT>

/** The very object: a parsed copy has its fields in another order, and is another document. */
function draftIn(payload: Uint8Array): Draft {
  const value: unknown = JSON.parse(new TextDecoder().decode(payload))
  if (!isDraft(value)) throw new TypeError('no draft')
  return value
}

const isDraft = (value: unknown): value is Draft => DRAFT.safeParse(value).success

describe('epoch keys', () => {
  it('are made for the epoch in force and three after it, and offered signed', async () => {
    const house = new House('offers', swiftSuite)
    const { mix1, mix2 } = await pair(house)
    await mix1.tick()
    const offers = decodeMixKeyOffers(await bytesOf(mix1, '/keys'))
    expect(offers.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4])
    const [identity, other] = house.mixes
    expect(
      offers.every((offer) =>
        mixKeyFits(swiftSuite, house.organisation, offer, identity.publicKey),
      ),
    ).toBe(true)
    expect(
      offers.some((offer) => mixKeyFits(swiftSuite, house.organisation, offer, other.publicKey)),
    ).toBe(false)
    await mix2.tick()
    const again = decodeMixKeyOffers(await bytesOf(mix1, '/keys'))
    expect(again.map(({ key }) => key)).toEqual(offers.map(({ key }) => key))
  })

  it('are erased twelve hours after the boundary, not before, and never made again', async () => {
    const house = new House('erasure', swiftSuite)
    const stores = memoryStores()
    const { mix1, mix2 } = await pair(house, stores)
    await house.begin([mix1, mix2])
    await house.begin([mix1, mix2], 2)
    house.env.advance(23 * HOUR_MS + 12 * HOUR_MS - 1)
    await mix1.tick()
    expect(await stores.keys.list()).toContain(1)
    house.env.advance(1)
    await mix1.tick()
    expect(await stores.keys.list()).not.toContain(1)
    expect(await stores.state.isRetired(1)).toBe(true)
    house.env.advance(-HOUR_MS)
    await mix1.tick()
    expect(await stores.keys.get(1)).toBeNull()
  })

  it('are erased also when no successor ever comes and the publisher is silent', async () => {
    const house = new House('no successor', swiftSuite)
    const stores = memoryStores()
    const { mix1, mix2 } = await pair(house, stores)
    await house.begin([mix1, mix2])
    house.documents.clear()
    house.env.advance(35 * HOUR_MS)
    await mix1.tick()
    expect(await stores.keys.list()).not.toContain(1)
  })

  it.each([2, 40, 100])('are there for the next number after a pause of %s days', async (days) => {
    const house = new House('pause', swiftSuite)
    const { mix1, mix2 } = await pair(house)
    await house.begin([mix1, mix2])
    house.env.advance(days * DAY_MS)
    await mix1.tick()
    await mix2.tick()
    const offered = decodeMixKeyOffers(await bytesOf(mix1, '/keys')).map(({ epoch }) => epoch)
    expect(offered).toContain(2)
    expect(offered).not.toContain(1)
  })
})

describe('the boundary', () => {
  it('is no clock for cells: the last batch of an epoch is made ten minutes after it, and no later one', async () => {
    const house = new House('boundary', swiftSuite)
    const { mix1, mix2 } = await pair(house)
    const first = await house.begin([mix1, mix2])
    const second = await house.begin([mix1, mix2], 2)
    const epochsSince = async (from: number): Promise<number[]> => {
      const last = await lastOf(mix1)
      const numbers = Array.from({ length: last - from }, (_, at) => from + 1 + at)
      return Promise.all(
        numbers.map(async (number) => {
          const bytes = await bytesOf(mix1, `/batch/${number}`)
          return openBatch(swiftSuite, bytes, house.mixes[0].publicKey, ITEM_BYTES['mix-1']).header
            .epoch
        }),
      )
    }

    house.env.advance(23 * HOUR_MS)
    await mix1.tick()
    house.post(first, 1)
    house.post(second, 2)
    let before = await lastOf(mix1)
    house.env.advance(REHEARSAL.mixIntervalMs)
    await mix1.tick()
    expect(await epochsSince(before)).toEqual([1, 2])
    before = await lastOf(mix1)
    house.post(first, 3)
    house.env.advance(600_000)
    await mix1.tick()
    expect(await epochsSince(before)).toEqual([1, 2])
    before = await lastOf(mix1)
    house.post(first, 4)
    house.env.advance(REHEARSAL.mixIntervalMs)
    await mix1.tick()
    expect(await epochsSince(before)).toEqual([2])
    await mix2.tick()
    expect(await lastOf(mix2)).toBe(await lastOf(mix1))
  })

  it.each([600_000, -600_000])(
    'loses no cell that a front takes in its five minutes, with the clock of mix 1 off by %s ms',
    async (offMs) => {
      const house = new House('clock at the boundary', swiftSuite)
      const off = { ...house.env, nowMs: () => house.env.nowMs() + offMs }
      const first = memoryStores()
      const mix1 = await createMix({ ...partsOf(house, 'mix-1', house.front, first), env: off })
      const parts2 = partsOf(house, 'mix-2', peerOf(mix1, 'mix-2'), memoryStores())
      const mix2 = await createMix(parts2)
      const statements = [await house.begin([mix1, mix2]), await house.begin([mix1, mix2], 2)]
      const [old] = statements
      if (old === undefined) throw new TypeError('no statement')
      const step = async (ms: number): Promise<void> => {
        house.env.advance(ms)
        house.publishNow(house.env.nowMs(), 0, statements)
        await mix1.tick()
        await mix2.tick()
      }
      await step(23 * HOUR_MS)
      house.post(old, 1)
      await step(295_000)
      house.post(old, 2)
      for (let minutes = 0; minutes < 30; minutes++) await step(60_000)
      const found: number[] = []
      for (let number = 1; number <= (await lastOf(mix2)); number++) {
        const bytes = await bytesOf(mix2, `/batch/${number}`)
        const { items } = openBatch(
          swiftSuite,
          bytes,
          house.mixes[1].publicKey,
          ITEM_BYTES['mix-2'],
        )
        found.push(...house.marksIn(items, old))
      }
      expect(found).toEqual([1, 2])
    },
  )

  it('a batch that reaches mix 2 after its key is gone becomes noise alone, and the line goes on', async () => {
    const house = new House('too late', swiftSuite)
    const { mix1, mix2 } = await pair(house)
    const statement = await house.begin([mix1, mix2])
    await house.begin([mix1, mix2], 2)
    house.post(statement, 1)
    house.env.advance(REHEARSAL.mixIntervalMs)
    await mix1.tick()
    house.env.advance(2 * DAY_MS)
    await mix2.tick()
    const bytes = await bytesOf(mix2, `/batch/${await lastOf(mix2)}`)
    const drop = openBatch(swiftSuite, bytes, house.mixes[1].publicKey, ITEM_BYTES['mix-2'])
    expect(house.marksIn(drop.items, statement)).toEqual([])
    expect(drop.items.length).toBeGreaterThan(0)
  })
})

describe('signing a statement', () => {
  async function drafting() {
    const house = new House('drafts', swiftSuite)
    const { mix1, mix2 } = await pair(house)
    await mix1.tick()
    await mix2.tick()
    const payload = await house.draft([mix1, mix2], 1)
    const draft = draftIn(payload)
    return { house, mix1, mix2, payload, draft }
  }
  const rewritten = (draft: Draft, changes: object): Uint8Array =>
    new TextEncoder().encode(JSON.stringify({ ...draft, ...changes }))

  it('is done once for a number: another draft gets nothing', async () => {
    const { house, mix1, mix2 } = await drafting()
    await mix1.tick()
    const signed = await bytesOf(mix1, '/signature/1')
    await house.draft([mix1, mix2], 1, house.env.nowMs())
    await mix1.tick()
    expect(await bytesOf(mix1, '/signature/1')).toEqual(signed)
  })

  it.each<[string, (draft: Draft) => object]>([
    ['another key in its own place', ({ mixKeys }) => ({ mixKeys: mixKeys.toReversed() })],
    ['its own key twice', ({ mixKeys }) => ({ mixKeys: [mixKeys[0], mixKeys[0]] })],
    ['another number than it was asked for', () => ({ number: 2 })],
    ['another organisation', () => ({ organisation: '00'.repeat(16) })],
    ['a beginning long past', ({ fromMs }) => ({ fromMs: fromMs - 3 * DAY_MS })],
    ['a beginning far ahead', ({ fromMs }) => ({ fromMs: fromMs + 9 * DAY_MS })],
    ['the other column', () => ({ parameters: STANDARD })],
    ['less noise', ({ parameters }) => ({ parameters: { ...parameters, noiseMean: 5 } })],
    ['a lower stamp', ({ parameters }) => ({ parameters: { ...parameters, stampBits: 0 } })],
    [
      'a desk key that its desk has not signed',
      ({ desks }) => ({ desks: desks.map((desk) => ({ ...desk, generation: 2 })) }),
    ],
    [
      'a desk below its least generation',
      ({ desks }) => ({ desks: desks.map((desk) => ({ ...desk, generation: 0 })) }),
    ],
    [
      'a desk that the trust list does not name',
      ({ desks }) => ({
        desks: desks.map((desk) => ({ ...desk, id: '11'.repeat(16) })),
      }),
    ],
  ])('is refused for %s', async (_, changes) => {
    const { house, mix1, draft } = await drafting()
    house.documents.set('/draft/1', rewritten(draft, changes(draft)))
    await mix1.tick()
    expect((await get(mix1, '/signature/1')).status).toBe(404)
    expect(house.notices()).toEqual(['draft-refused'])
    expect(house.log.totals()['statement-refused']).toBe(1)
  })

  it('takes the same draft written anew, so what is refused is refused for what it says', async () => {
    const { house, mix1, draft } = await drafting()
    house.documents.set('/draft/1', rewritten(draft, { mixKeys: draft.mixKeys }))
    await mix1.tick()
    expect((await get(mix1, '/signature/1')).status).toBe(200)
  })

  it('is refused for a beginning that is not after the one before', async () => {
    const house = new House('order of beginnings', swiftSuite)
    const { mix1, mix2 } = await pair(house)
    const { fromMs } = await house.begin([mix1, mix2])
    await house.draft([mix1, mix2], 2, fromMs)
    await mix1.tick()
    expect((await get(mix1, '/signature/2')).status).toBe(404)
    expect(house.notices()).toEqual(['draft-refused'])
    await house.draft([mix1, mix2], 2, fromMs + 1)
    await mix1.tick()
    expect((await get(mix1, '/signature/2')).status).toBe(200)
  })

  it('takes a raised stamp', async () => {
    const { house, mix1, mix2 } = await drafting()
    await house.draft([mix1, mix2], 1, undefined, { stampBits: REHEARSAL.stampBits + 2 })
    await mix1.tick()
    expect((await get(mix1, '/signature/1')).status).toBe(200)
  })

  it('takes a successor that starts before those signed ahead, and asks for its stamp', async () => {
    const house = new House('early', swiftSuite)
    const { mix1, mix2 } = await pair(house)
    const mixes = [mix1, mix2]
    const first = await house.begin(mixes)
    await house.begin(mixes, 2)
    const stampBits = REHEARSAL.stampBits + 6
    await house.draft(mixes, 3, house.env.nowMs() + 180_000, { stampBits })
    for (const mix of mixes) await mix.tick()
    const early = await house.publish(mixes, 3)
    house.env.advance(180_000)
    house.publishNow(house.env.nowMs(), 0, [early])
    for (const mix of mixes) await mix.tick()
    const before = await lastOf(mix1)
    house.post(first, 1)
    const paid = house.post(early, 2)
    expect(stampFits(swiftSuite, paid, stampBits)).toBe(true)
    const unpaid = Array.from({ length: 9 }, (_, at) => paid.with(7, at)).find(
      (cell) => !stampFits(swiftSuite, cell, stampBits),
    )
    house.postBytes(3, unpaid ?? paid)
    house.env.advance(REHEARSAL.mixIntervalMs)
    for (const mix of mixes) await mix.tick()
    const made = await Promise.all(
      [before + 1, before + 2].map((n) => bytesOf(mix1, `/batch/${n}`)),
    )
    const headers = made.map(
      (bytes) => openBatch(swiftSuite, bytes, house.mixes[0].publicKey, ITEM_BYTES['mix-1']).header,
    )
    expect(headers.map(({ epoch, in: cells, refused }) => [epoch, cells, refused])).toEqual([
      [1, 1, 0],
      [3, 2, 1],
    ])
    const drops = [before + 1, before + 2].map(async (n) => bytesOf(mix2, `/batch/${n}`))
    const [old, now] = (await Promise.all(drops)).map(
      (bytes) => openBatch(swiftSuite, bytes, house.mixes[1].publicKey, ITEM_BYTES['mix-2']).items,
    )
    expect([house.marksIn(old ?? [], first), house.marksIn(now ?? [], early)]).toEqual([[1], [2]])
  })

  it('is never for a statement with one signature: it is not taken, and the operator is told', async () => {
    const { house, mix1, mix2 } = await drafting()
    await mix1.tick()
    await mix2.tick()
    await house.publish([mix1, mix2], 1)
    const text = new TextDecoder().decode(house.documents.get('/epoch/1'))
    const cut = text.replace(/"signatures":\[(\{[^}]*\}),\{[^}]*\}\]/, '"signatures":[$1]')
    expect(cut.length).toBeLessThan(text.length)
    house.documents.set('/epoch/1', new TextEncoder().encode(cut))
    await mix1.tick()
    expect((await get(mix1, '/batches')).status).toBe(404)
    expect(house.notices()).toContain('documents-refused')
  })
})
