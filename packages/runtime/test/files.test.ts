import { chmod, link, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  eraseSecretFile,
  readSecretFile,
  writeFileDurably,
  writeSecretFile,
} from '@postern/runtime'
import { freshFolder } from './fresh-folder.ts'

const bytes = Uint8Array.of(1, 2, 3)

test('a secret file is its owner’s alone and comes back as it was', async () => {
  const path = join(await freshFolder(), 'key')
  expect(await readSecretFile(path)).toBeNull()
  await writeSecretFile(path, bytes)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readSecretFile(path)).toEqual(bytes)
})

test.each([0o640, 0o604, 0o660, 0o777])('a secret file of mode %i is refused', async (mode) => {
  const path = join(await freshFolder(), 'key')
  await writeSecretFile(path, bytes)
  await chmod(path, mode)
  await expect(readSecretFile(path)).rejects.toMatchObject({
    code: 'secret-exposed',
    message: expect.stringContaining(`chmod 600 ${path}`),
  })
})

test('an erased secret is overwritten before it is unlinked', async () => {
  const folder = await freshFolder()
  const [path, witness] = [join(folder, 'key'), join(folder, 'witness')]
  await writeSecretFile(path, bytes)
  await link(path, witness)
  await eraseSecretFile(path)
  expect(await readSecretFile(path)).toBeNull()
  expect(await readSecretFile(witness)).toEqual(new Uint8Array(bytes.length))
  await eraseSecretFile(path)
})

test('replacing a file leaves the new one and no other', async () => {
  const folder = await freshFolder()
  const path = join(folder, 'now')
  await writeFileDurably(path, bytes)
  await writeFileDurably(path, Uint8Array.of(9))
  expect(await readSecretFile(path)).toEqual(Uint8Array.of(9))
  expect(await readdir(folder)).toEqual(['now'])
})

test('replacing an exposed file closes it', async () => {
  const path = join(await freshFolder(), 'key')
  await writeFile(path, 'old', { mode: 0o644 })
  await writeSecretFile(path, bytes)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('a write that fails leaves the old file and no rest', async () => {
  const folder = await freshFolder()
  await expect(writeFileDurably(join(folder, 'missing', 'x'), bytes)).rejects.toThrow()
  const taken = join(folder, 'folder')
  await mkdir(join(taken, 'inside'), { recursive: true })
  await expect(writeFileDurably(taken, bytes)).rejects.toThrow()
  expect(await readdir(folder)).toEqual(['folder'])
})
