import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FileStore, SegmentLog, writeFileDurably } from '@postern/runtime'
import { Ext4Image, mayMount } from './ext4-image.ts'

const bytes = new Uint8Array(20_000).fill(7)
const shape = { recordBytes: 16_384, segmentBytes: 3 * 16_384 }

/** These want root and a loop device; elsewhere the unsteady disk alone stands for the power cut. */
const onRealDisk = test.runIf(mayMount())

onRealDisk('a blob that was put, or moved, is there after a power cut', async () => {
  const disk = await Ext4Image.mounted()
  const store = await FileStore.open(join(disk.folder, 'blobs'))
  await store.put('batch/1', bytes)
  const afterPut = await FileStore.open(join(disk.afterPowerCut(), 'blobs'))
  expect(await afterPut.get('batch/1')).toEqual(bytes)
  await store.put('pending/2', bytes)
  await store.move('pending/2', 'batch/2')
  const afterMove = await FileStore.open(join(disk.afterPowerCut(), 'blobs'))
  expect(await afterMove.get('batch/2')).toEqual(bytes)
})

onRealDisk('a file that was replaced is the new one after a power cut', async () => {
  const disk = await Ext4Image.mounted()
  for (const text of ['one', 'two']) {
    await writeFileDurably(join(disk.folder, 'now'), Buffer.from(text))
    expect(readFileSync(join(disk.afterPowerCut(), 'now'), 'utf8')).toBe(text)
  }
})

onRealDisk('records that were appended, over segments, are there after a power cut', async () => {
  const disk = await Ext4Image.mounted()
  const log = await SegmentLog.open(join(disk.folder, 'log'), shape)
  for (let at = 0; at < 7; at++) await log.append(5, new Uint8Array(16_384).fill(at + 1))
  const after = await SegmentLog.open(join(disk.afterPowerCut(), 'log'), shape)
  const records = await after.read(5, 0, 99)
  expect(records.filter((_, at) => at % 16_384 === 0)).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6, 7))
  await after.close()
  await log.close()
})

onRealDisk('the cut is a cut: what was only written, or only renamed, is lost', async () => {
  const disk = await Ext4Image.mounted()
  await writeFileDurably(join(disk.folder, 'old-name'), bytes)
  renameSync(join(disk.folder, 'old-name'), join(disk.folder, 'new-name'))
  writeFileSync(join(disk.folder, 'written'), bytes)
  const after = disk.afterPowerCut()
  expect(existsSync(join(after, 'new-name'))).toBe(false)
  expect(existsSync(join(after, 'written'))).toBe(false)
})
