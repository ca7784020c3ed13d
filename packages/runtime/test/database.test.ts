import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '@postern/runtime'
import { freshFolder } from './fresh-folder.ts'

const first = 'CREATE TABLE batch (number INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT'
const second = 'ALTER TABLE batch ADD COLUMN noise INTEGER NOT NULL DEFAULT 0'

async function freshPath(): Promise<string> {
  return join(await freshFolder(), 'state.sqlite')
}

test('runs each migration once, in order, and only the missing ones', async () => {
  const path = await freshPath()
  const old = openDatabase(path, [first])
  old.prepare('INSERT INTO batch VALUES (1, ?)').run(Uint8Array.of(7))
  old.close()
  const database = openDatabase(path, [first, second])
  expect({ ...database.prepare('SELECT * FROM batch').get() }).toEqual({
    number: 1,
    hash: Uint8Array.of(7),
    noise: 0,
  })
  database.close()
})

test('refuses a file of a later version and leaves it alone', async () => {
  const path = await freshPath()
  openDatabase(path, [first, second]).close()
  expect(() => openDatabase(path, [first])).toThrow(
    expect.objectContaining({
      code: 'database-newer',
      message: expect.stringContaining(`${path} was made by a newer version of Postern`),
    }),
  )
  const database = openDatabase(path, [first, second])
  expect(database.prepare('SELECT count(*) AS n FROM batch').get()?.['n']).toBe(0)
  database.close()
})

test('a migration that fails leaves nothing of itself', async () => {
  const path = await freshPath()
  const broken = 'CREATE TABLE half (x); CREATE TABLE batch (y)'
  expect(() => openDatabase(path, [first, broken])).toThrow()
  const database = openDatabase(path, [first])
  expect(
    database.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").get(),
  ).toBeUndefined()
  database.close()
})

test('a transaction is all or nothing', async () => {
  const database = openDatabase(await freshPath(), [first])
  const insert = database.prepare("INSERT INTO batch VALUES (?, x'00')")
  expect(database.transaction(() => insert.run(1).changes)).toBe(1)
  expect(() =>
    database.transaction(() => {
      insert.run(2)
      insert.run(1)
    }),
  ).toThrow()
  expect(database.prepare('SELECT count(*) AS n FROM batch').get()?.['n']).toBe(1)
  expect(database.transaction(() => insert.run(3).changes)).toBe(1)
  database.close()
})

test('refuses a transaction in a transaction, and one that awaits', async () => {
  const database = openDatabase(await freshPath(), [first])
  const insert = database.prepare("INSERT INTO batch VALUES (1, x'00')")
  expect(() => database.transaction(() => database.transaction(() => 1))).toThrow(TypeError)
  expect(() => database.transaction(async () => insert.run())).toThrow(TypeError)
  expect(database.prepare('SELECT count(*) AS n FROM batch').get()?.['n']).toBe(0)
  database.close()
})

test('is set to survive a power cut: write-ahead log, every commit synced', async () => {
  const database = openDatabase(await freshPath(), [first])
  expect(database.prepare('PRAGMA journal_mode').get()?.['journal_mode']).toBe('wal')
  expect(database.prepare('PRAGMA synchronous').get()?.['synchronous']).toBe(2)
  database.close()
})

test('an erased key is in neither the file nor the write-ahead log after a checkpoint', async () => {
  const path = await freshPath()
  const key = Buffer.from('this-key-must-be-gone-afterwards')
  const database = openDatabase(path, [first])
  database.prepare('INSERT INTO batch VALUES (1, ?)').run(key)
  database.checkpoint()
  expect((await readFile(path)).includes(key)).toBe(true)
  database.prepare('DELETE FROM batch').run()
  database.checkpoint()
  expect((await readFile(path)).includes(key)).toBe(false)
  expect((await stat(`${path}-wal`)).size).toBe(0)
  database.close()
})

test('its files are the owner’s alone', async () => {
  const path = await freshPath()
  const database = openDatabase(path, [first])
  for (const name of [path, `${path}-wal`, `${path}-shm`]) {
    expect((await stat(name)).mode & 0o077).toBe(0)
  }
  database.close()
})
