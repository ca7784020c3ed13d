import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { SegmentLog } from '@postern/runtime'
import { UnsteadyDisk } from './unsteady-disk.ts'

const RECORD_BYTES = 12
const FRAME_BYTES = 8 + RECORD_BYTES
const HEADER_BYTES = 28
const shape = { recordBytes: RECORD_BYTES, segmentBytes: 5 * RECORD_BYTES }

function record(number: number): Uint8Array {
  const bytes = new Uint8Array(RECORD_BYTES).fill(0xaa)
  new DataView(bytes.buffer).setUint32(0, number)
  return bytes
}

function numbers(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return Array.from({ length: bytes.length / RECORD_BYTES }, (_, at) =>
    view.getUint32(at * RECORD_BYTES),
  )
}

async function opened(disk: UnsteadyDisk): Promise<SegmentLog> {
  return await SegmentLog.open('/log', { ...shape, files: disk.boot() })
}

test('what arrives during a sync goes together into the next commit', async () => {
  const disk = new UnsteadyDisk()
  const log = await SegmentLog.open('/log', { recordBytes: RECORD_BYTES, files: disk.boot() })
  await log.append(1, record(0))
  const before = disk.syncs
  await Promise.all(Array.from({ length: 200 }, (_, at) => log.append(1, record(at + 1))))
  expect(disk.syncs - before).toBeLessThanOrEqual(3)
  expect(numbers(await log.read(1, 0, 500))).toEqual(Array.from({ length: 201 }, (_, at) => at))
})

test('is not durable, and not readable, before the sync', async () => {
  const disk = new UnsteadyDisk()
  const log = await opened(disk)
  await log.append(1, record(0))
  const appended = log.append(1, record(1))
  expect(await log.length(1)).toBe(1)
  expect(numbers(await log.read(1, 0, 9))).toEqual([0])
  await appended
  expect(await log.length(1)).toBe(2)
})

test('a failed sync ends the log: that append, those that wait and all later ones', async () => {
  const disk = new UnsteadyDisk()
  const failures: string[] = []
  const log = await SegmentLog.open('/log', {
    ...shape,
    files: disk.boot(),
    onFailed: ({ code }) => failures.push(code),
  })
  await log.append(1, record(0))
  disk.failNextSync = true
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map((number) => log.append(1, record(number))),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  await expect(log.append(1, record(4))).rejects.toMatchObject({ code: 'log-failed' })
  await expect(log.append(2, record(5))).rejects.toMatchObject({ code: 'log-failed' })
  expect(failures).toEqual(['log-failed'])
  expect(numbers(await log.read(1, 0, 9))).toEqual([0])
})

test('what a failed sync left readable is on disk before a later start shows it', async () => {
  const disk = new UnsteadyDisk()
  const log = await opened(disk)
  await log.append(1, record(0))
  disk.failNextSync = true
  await log.append(1, record(1)).catch(() => undefined)
  const shown = numbers(await (await opened(disk)).read(1, 0, 9))
  disk.cutPower(() => false, 0)
  const left = numbers(await (await opened(disk)).read(1, 0, 9))
  expect(left).toEqual(shown)
})

test('a full disk refuses a record and stays whole; with room again it goes on', async () => {
  const disk = new UnsteadyDisk()
  const log = await opened(disk)
  await log.append(1, record(0))
  disk.roomBytes = 10
  await expect(log.append(1, record(1))).rejects.toMatchObject({ code: 'disk-full' })
  disk.roomBytes = 1_000
  await log.append(1, record(2))
  expect(numbers(await log.read(1, 0, 9))).toEqual([0, 2])
  disk.cutPower(() => true, 1)
  expect(numbers(await (await opened(disk)).read(1, 0, 9))).toEqual([0, 2])
})

test('a full disk at the roll of a segment is no end either', async () => {
  const disk = new UnsteadyDisk()
  const log = await opened(disk)
  for (let number = 0; number < 5; number++) await log.append(1, record(number))
  disk.roomBytes = 3
  await expect(log.append(1, record(5))).rejects.toMatchObject({ code: 'disk-full' })
  await expect(log.append(1, record(5))).rejects.toMatchObject({ code: 'disk-full' })
  disk.roomBytes = 10_000
  await log.append(1, record(6))
  expect(numbers(await log.read(1, 0, 9))).toEqual([0, 1, 2, 3, 4, 6])
})

test('a full disk does not keep a log from opening', async () => {
  const disk = new UnsteadyDisk()
  const log = await opened(disk)
  for (let number = 0; number < 5; number++) await log.append(1, record(number))
  disk.roomBytes = 3
  await log.append(1, record(5)).catch(() => undefined)
  const again = await opened(disk)
  expect(numbers(await again.read(1, 0, 9))).toEqual([0, 1, 2, 3, 4])
  disk.roomBytes = 10_000
  await again.append(1, record(6))
  expect(await again.length(1)).toBe(6)
})

test('bounds what waits', async () => {
  const disk = new UnsteadyDisk()
  const log = await opened(disk)
  const outcomes = await Promise.allSettled(
    Array.from({ length: 5_000 }, (_, number) => log.append(1, record(number))),
  )
  const kept = outcomes.filter(({ status }) => status === 'fulfilled').length
  expect(kept).toBeGreaterThanOrEqual(4_096)
  expect(kept).toBeLessThan(5_000)
  expect(await log.length(1)).toBe(kept)
})

type Step =
  | { kind: 'append'; count: number }
  | { kind: 'cut'; pattern: number; part: number; during: number }
  | { kind: 'cut-opening'; pattern: number; part: number }
  | { kind: 'restart' }
  | { kind: 'fail' }
  | { kind: 'full'; room: number; count: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      count: fc.integer({ min: 1, max: 12 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('cut' as const),
      pattern: fc.nat(),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      during: fc.integer({ min: 0, max: 8 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('cut-opening' as const),
      pattern: fc.nat(),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'fail' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('full' as const),
      room: fc.nat(3 * FRAME_BYTES),
      count: fc.integer({ min: 1, max: 8 }),
    }),
  },
)

/** Which unsynced bytes survive: all, none, or runs picked by the pattern: of 7, of a frame. */
function survivor(pattern: number): (position: number) => boolean {
  if (pattern % 4 === 0) return () => true
  if (pattern % 4 === 1) return () => false
  const run = pattern % 4 === 2 ? 7 : FRAME_BYTES
  return (position) => {
    const piece = Math.floor((position - HEADER_BYTES) / run)
    return ((Math.imul(piece + pattern, 0x9e3779b1) >>> 15) & 1) === 1
  }
}

/** A log, its disk, and what it owes. */
class Trial {
  readonly #disk = new UnsteadyDisk()
  readonly #acknowledged: number[] = []
  #seen: number[] = []
  #next = 0
  #log: SegmentLog | null = null

  async run(one: Step): Promise<void> {
    if (one.kind === 'append') await this.#append(one.count)
    if (one.kind === 'cut') await this.#cut(one.pattern, one.part, one.during)
    if (one.kind === 'cut-opening') await this.#cutOpening(one.pattern, one.part)
    if (one.kind === 'fail') await this.#failedSync()
    if (one.kind === 'full') await this.#full(one.room, one.count)
    if (one.kind !== 'append' && one.kind !== 'full') this.#log = await opened(this.#disk)
    await this.#check()
  }

  async #append(count: number): Promise<void> {
    const log = await this.#opened()
    const from = this.#next
    this.#next += count
    const appends = Array.from({ length: count }, async (_, at) => {
      await log.append(1, record(from + at))
      this.#acknowledged.push(from + at)
    })
    await Promise.allSettled(appends)
  }

  async #cut(pattern: number, part: number, during: number): Promise<void> {
    await this.#opened()
    const under = this.#append(during)
    for (let turn = 0; turn < pattern % 23; turn++) await Promise.resolve()
    this.#disk.cutPower(survivor(pattern), part)
    await under
  }

  /** The power goes while the log is opened after a restart. */
  async #cutOpening(pattern: number, part: number): Promise<void> {
    const under = opened(this.#disk).catch(() => null)
    for (let turn = 0; turn < pattern % 41; turn++) await Promise.resolve()
    this.#disk.cutPower(survivor(pattern), part)
    await under
  }

  async #opened(): Promise<SegmentLog> {
    this.#log ??= await opened(this.#disk)
    return this.#log
  }

  async #failedSync(): Promise<void> {
    this.#disk.failNextSync = true
    await this.#append(2)
    this.#disk.failNextSync = false
  }

  async #full(room: number, count: number): Promise<void> {
    this.#disk.roomBytes = room
    await this.#append(count)
    this.#disk.roomBytes = Number.POSITIVE_INFINITY
  }

  async #check(): Promise<void> {
    const held = numbers((await this.#log?.read(1, 0, 1_000)) ?? new Uint8Array(0))
    expect(held).toEqual([...new Set(held)].sort((a, b) => a - b))
    expect(held).toEqual(expect.arrayContaining(this.#acknowledged))
    expect(held.slice(0, this.#seen.length)).toEqual(this.#seen)
    this.#seen = held
  }
}

test('whatever is cut, acknowledged records are held, once, in order, where they were read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const trial = new Trial()
      for (const one of steps) await trial.run(one)
    }),
    { numRuns: 500 },
  )
})
