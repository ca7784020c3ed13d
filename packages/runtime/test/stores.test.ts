import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FileStore, MemoryStore } from '@postern/runtime'
import { blobStoreContract } from './blob-store-contract.ts'
import { freshFolder } from './fresh-folder.ts'

blobStoreContract('MemoryStore', async () => new MemoryStore())
blobStoreContract('FileStore', async () => FileStore.open(await freshFolder()))

test('a file store is the same after it is opened again', async () => {
  const folder = await freshFolder()
  await (await FileStore.open(folder)).put('batch/1', Uint8Array.of(1))
  const again = await FileStore.open(folder)
  expect(await again.get('batch/1')).toEqual(Uint8Array.of(1))
  expect(await again.list('')).toEqual(['batch/1'])
})

test('what a crash left half written is neither listed nor kept', async () => {
  const folder = await freshFolder()
  await (await FileStore.open(folder)).put('batch/1', Uint8Array.of(1))
  await writeFile(join(folder, 'batch', '2.0f.tmp'), 'half')
  const again = await FileStore.open(folder)
  expect(await again.list('')).toEqual(['batch/1'])
  expect(await readdir(join(folder, 'batch'))).toEqual(['1'])
})

test('its files and folders are the owner’s alone', async () => {
  const folder = join(await freshFolder(), 'store')
  await (await FileStore.open(folder)).put('batch/1', Uint8Array.of(1))
  expect((await stat(join(folder, 'batch'))).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, 'batch', '1'))).mode & 0o777).toBe(0o600)
})

test('no temporary file stays behind a refused put', async () => {
  const folder = await freshFolder()
  const store = await FileStore.open(folder)
  await store.put('a', Uint8Array.of(1))
  await store.put('a', Uint8Array.of(2)).catch(() => undefined)
  expect(await readdir(folder)).toEqual(['a'])
})
