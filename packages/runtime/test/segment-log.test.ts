import { appendFile, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SegmentLog } from '@postern/runtime'
import { freshFolder } from './fresh-folder.ts'

const RECORD_BYTES = 16
const FRAME_BYTES = RECORD_BYTES + 8
const HEADER_BYTES = 28
const shape = { recordBytes: RECORD_BYTES, segmentBytes: 4 * RECORD_BYTES }

function record(at: number): Uint8Array {
  return new Uint8Array(RECORD_BYTES).fill(at + 1)
}

function flat(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => [...record(from + at)]).flat()
}

/** A closed log with `count` records in epoch 7, each in a commit of its own. */
async function written(count: number): Promise<string> {
  const folder = await freshFolder()
  const log = await SegmentLog.open(folder, shape)
  for (let at = 0; at < count; at++) await log.append(7, record(at))
  await log.close()
  return folder
}

function segmentPath(folder: string, firstIndex: number): string {
  return join(folder, '7', `${String(firstIndex).padStart(16, '0')}.segment`)
}

async function flipByte(path: string, position: number): Promise<void> {
  const bytes = await readFile(path)
  bytes[position] = (bytes[position] ?? 0) ^ 1
  await writeFile(path, bytes)
}

test('gives back what was appended, in order, over segments and openings', async () => {
  const folder = await written(10)
  const log = await SegmentLog.open(folder, shape)
  expect(await log.length(7)).toBe(10)
  expect([...(await log.read(7, 0, 100))]).toEqual(flat(0, 10))
  expect([...(await log.read(7, 3, 4))]).toEqual(flat(3, 7))
  expect(await log.read(7, 10, 5)).toEqual(new Uint8Array(0))
  await log.append(7, record(10))
  expect([...(await log.read(7, 9, 5))]).toEqual(flat(9, 11))
  await log.close()
})

test('keeps epochs apart', async () => {
  const log = await SegmentLog.open(await freshFolder(), shape)
  await Promise.all([log.append(1, record(0)), log.append(2, record(1)), log.append(1, record(2))])
  expect([...(await log.read(2, 0, 9))]).toEqual([...record(1)])
  expect(await log.length(1)).toBe(2)
  expect(await log.epochs()).toEqual([1, 2])
  expect(await log.length(3)).toBe(0)
  expect(await log.read(3, 0, 9)).toEqual(new Uint8Array(0))
  await log.close()
})

test('rolls segments at their stated size', async () => {
  const folder = await written(9)
  expect((await readdir(join(folder, '7'))).length).toBe(3)
  expect((await stat(segmentPath(folder, 0))).size).toBe(HEADER_BYTES + 4 * FRAME_BYTES)
})

test('unlinks what is trimmed, and refuses to read it', async () => {
  const folder = await written(9)
  const log = await SegmentLog.open(folder, shape)
  await log.trim(7, 7)
  expect(await log.first(7)).toBe(4)
  await expect(log.read(7, 3, 1)).rejects.toMatchObject({ code: 'log-trimmed' })
  await log.trim(7, 9)
  await log.close()
  const again = await SegmentLog.open(folder, shape)
  expect(await again.first(7)).toBe(8)
  expect(await again.length(7)).toBe(9)
  await again.close()
})

test('a log trimmed to its end still knows its length', async () => {
  const folder = await written(8)
  const log = await SegmentLog.open(folder, shape)
  await log.trim(7, 8)
  await log.close()
  const again = await SegmentLog.open(folder, shape)
  expect(await again.length(7)).toBe(8)
  await again.append(7, record(8))
  expect([...(await again.read(7, 8, 1))]).toEqual(flat(8, 9))
  await again.close()
})

test('drops an epoch wholly', async () => {
  const folder = await written(5)
  const log = await SegmentLog.open(folder, shape)
  await log.drop(7)
  await log.drop(7)
  expect(await readdir(folder)).toEqual([])
  await log.append(7, record(0))
  expect(await log.length(7)).toBe(1)
  await log.close()
})

test('refuses a record of another length', async () => {
  const log = await SegmentLog.open(await freshFolder(), shape)
  await expect(log.append(1, new Uint8Array(RECORD_BYTES - 1))).rejects.toThrow(TypeError)
  await expect(log.append(1, new Uint8Array(RECORD_BYTES + 1))).rejects.toThrow(TypeError)
  expect(await log.epochs()).toEqual([])
  await log.close()
})

test.each(Array.from({ length: FRAME_BYTES }, (_, cut) => cut + 1))(
  'an end torn %i bytes short loses the last record and no other',
  async (cut) => {
    const folder = await written(3)
    await truncate(segmentPath(folder, 0), HEADER_BYTES + 3 * FRAME_BYTES - cut)
    const log = await SegmentLog.open(folder, shape)
    expect([...(await log.read(7, 0, 9))]).toEqual(flat(0, 2))
    await log.append(7, record(2))
    expect([...(await log.read(7, 0, 9))]).toEqual(flat(0, 3))
    await log.close()
  },
)

test('garbage behind the end is cut off', async () => {
  const folder = await written(2)
  await appendFile(segmentPath(folder, 0), new Uint8Array(FRAME_BYTES + 3).fill(9))
  const log = await SegmentLog.open(folder, shape)
  expect(await log.length(7)).toBe(2)
  await log.append(7, record(2))
  await log.close()
  const again = await SegmentLog.open(folder, shape)
  expect([...(await again.read(7, 0, 9))]).toEqual(flat(0, 3))
  await again.close()
})

test('what stood behind a torn record does not come back later', async () => {
  const folder = await freshFolder()
  const log = await SegmentLog.open(folder, { ...shape, segmentBytes: 9 * RECORD_BYTES })
  for (const at of [0, 1]) await log.append(7, record(at))
  await Promise.all([99, 99, 99, 99].map((at) => log.append(7, record(at))))
  await log.close()
  const path = segmentPath(folder, 0)
  const inLastCommit = HEADER_BYTES + 3 * FRAME_BYTES
  await flipByte(path, inLastCommit)
  const again = await SegmentLog.open(folder, shape)
  expect(await again.length(7)).toBe(3)
  await again.append(7, record(3))
  await again.close()
  const last = await SegmentLog.open(folder, shape)
  expect([...(await last.read(7, 0, 9))]).toEqual([...flat(0, 2), ...record(99), ...record(3)])
  await last.close()
})

test('a segment whose header never reached the disk begins again', async () => {
  const folder = await written(4)
  for (const torn of [0, 5, HEADER_BYTES]) {
    await writeFile(segmentPath(folder, 4), new Uint8Array(torn))
    const log = await SegmentLog.open(folder, shape)
    expect(await log.length(7)).toBe(4)
    await log.close()
  }
})

test.each([HEADER_BYTES, HEADER_BYTES + 5, HEADER_BYTES + FRAME_BYTES + 20])(
  'damage at byte %i, before what was synced later, is never taken for a torn end',
  async (position) => {
    const folder = await written(3)
    await flipByte(segmentPath(folder, 0), position)
    await expect(SegmentLog.open(folder, shape)).rejects.toMatchObject({ code: 'log-damaged' })
  },
)

test('damage in an older segment shows when it is read', async () => {
  const folder = await written(6)
  await flipByte(segmentPath(folder, 0), HEADER_BYTES + 30)
  const log = await SegmentLog.open(folder, shape)
  await expect(log.read(7, 0, 4)).rejects.toMatchObject({ code: 'log-damaged' })
  expect([...(await log.read(7, 4, 2))]).toEqual(flat(4, 6))
  await log.close()
})

test('an older segment that is short, or missing, refuses to open', async () => {
  const short = await written(9)
  await truncate(segmentPath(short, 4), HEADER_BYTES + 3 * FRAME_BYTES)
  await expect(SegmentLog.open(short, shape)).rejects.toMatchObject({ code: 'log-damaged' })
  const gap = await written(9)
  await writeFile(segmentPath(gap, 12), await readFile(segmentPath(gap, 8)))
  await expect(SegmentLog.open(gap, shape)).rejects.toMatchObject({ code: 'log-damaged' })
})

test('a frame in another’s place is no frame', async () => {
  const folder = await written(3)
  const bytes = await readFile(segmentPath(folder, 0))
  const first = bytes.subarray(HEADER_BYTES, HEADER_BYTES + FRAME_BYTES)
  await writeFile(segmentPath(folder, 0), Buffer.concat([bytes.subarray(0, -FRAME_BYTES), first]))
  const log = await SegmentLog.open(folder, shape)
  expect(await log.length(7)).toBe(2)
  await log.close()
})

test('a segment size changed by a new version keeps the old segments', async () => {
  const folder = await written(6)
  const log = await SegmentLog.open(folder, { ...shape, segmentBytes: 7 * RECORD_BYTES })
  for (let at = 6; at < 20; at++) await log.append(7, record(at))
  await log.close()
  const again = await SegmentLog.open(folder, shape)
  expect([...(await again.read(7, 0, 99))]).toEqual(flat(0, 20))
  await again.close()
})

test('what is no epoch’s folder is left alone', async () => {
  const folder = await written(1)
  await mkdir(join(folder, 'lost+found'))
  const log = await SegmentLog.open(folder, shape)
  expect(await log.epochs()).toEqual([7])
  await log.close()
})
