import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SegmentLog } from '@postern/runtime'

test('holds what was appended, in order, across a new opening', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postern-log-'))
  const log = await SegmentLog.open(folder, { recordBytes: 4, segmentBytes: 12 })
  const records = Array.from({ length: 10 }, (_, at) => Uint8Array.of(at, 1, 2, 3))
  await Promise.all(records.map((record) => log.append(7, record)))
  await log.close()
  const again = await SegmentLog.open(folder, { recordBytes: 4, segmentBytes: 12 })
  expect(await again.length(7)).toBe(10)
  expect([...(await again.read(7, 2, 5))]).toEqual(records.slice(2, 7).flatMap((one) => [...one]))
  await again.trim(7, 7)
  expect(await again.first(7)).toBe(6)
  await again.drop(7)
  expect(await again.epochs()).toEqual([])
  await again.close()
  await rm(folder, { recursive: true })
})
