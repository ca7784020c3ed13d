import { linkSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FileKeyStore } from '../src/file-key-store.ts'
import { type KeyStore, MemoryKeyStore } from '../src/key-store.ts'
import { FileMarker, type Marker, MemoryMarker } from '../src/marker.ts'
import { MemoryMixState } from '../src/memory-mix-state.ts'
import { SqliteMixState } from '../src/sqlite-mix-state.ts'
import { freshFolder } from './fresh-folder.ts'
import { mixStateContract } from './mix-state-contract.ts'

mixStateContract('MemoryMixState', async () => new MemoryMixState())
mixStateContract(
  'SqliteMixState',
  async () => new SqliteMixState(join(freshFolder(), 'state.sqlite')),
)

const seed = new Uint8Array(32).fill(0xa5)

function keyStoreContract(kind: string, make: () => Promise<KeyStore>): void {
  describe(`${kind} keeps the contract of KeyStore`, () => {
    test('gives a key back until it is erased, and takes one for a number', async () => {
      const keys = await make()
      expect(await keys.get(3)).toBeNull()
      await keys.put(10, seed)
      await keys.put(9, seed)
      expect(await keys.get(10)).toEqual(seed)
      expect(await keys.list()).toEqual([9, 10])
      await expect(keys.put(9, seed)).rejects.toThrow(TypeError)
      await keys.erase(9)
      await keys.erase(9)
      expect([await keys.get(9), await keys.list()]).toEqual([null, [10]])
    })
  })
}

keyStoreContract('MemoryKeyStore', async () => new MemoryKeyStore())
keyStoreContract('FileKeyStore', () => FileKeyStore.open(join(freshFolder(), 'keys')))

test('a key on disk is its owner’s alone', async () => {
  const folder = join(freshFolder(), 'keys')
  const keys = await FileKeyStore.open(folder)
  await keys.put(1, seed)
  expect(statSync(join(folder, '1')).mode & 0o077).toBe(0)
})

test('an erased key is overwritten before its name is gone', async () => {
  const folder = join(freshFolder(), 'keys')
  const keys = await FileKeyStore.open(folder)
  await keys.put(1, seed)
  const other = join(folder, 'held')
  linkSync(join(folder, '1'), other)
  await keys.erase(1)
  expect(new Uint8Array(readFileSync(other))).toEqual(new Uint8Array(32))
})

function markerContract(kind: string, make: () => Marker): void {
  test(`${kind} only rises, but for a reset`, async () => {
    const marker = make()
    expect(await marker.read()).toEqual({ batch: 0, signed: 0 })
    await marker.raise({ batch: 7, signed: 0 })
    await marker.raise({ batch: 3, signed: 2 })
    expect(await marker.read()).toEqual({ batch: 7, signed: 2 })
    await marker.reset({ batch: 1, signed: 1 })
    expect(await marker.read()).toEqual({ batch: 1, signed: 1 })
  })
}

markerContract('MemoryMarker', () => new MemoryMarker())
markerContract('FileMarker', () => new FileMarker(join(freshFolder(), 'marker')))

test.each(['', 'seven', '7', '1 2 3\n', '7 -1\n'])(
  'a marker that says %j says nothing',
  async (text) => {
    const path = join(freshFolder(), 'marker')
    writeFileSync(path, text, { mode: 0o600 })
    const marker = new FileMarker(path)
    expect(await marker.read()).toBeNull()
    await marker.reset({ batch: 3, signed: 1 })
    expect(await marker.read()).toEqual({ batch: 3, signed: 1 })
  },
)
