import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Database } from '@postern/runtime'
import { afterAll, describe, expect, test } from 'vitest'
import { MemorySiteStore, SqlSiteStore } from '../src/index.ts'
import { fullStory, SAVE } from './records-fixture.ts'
import { siteStoreContract } from './site-store-contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'postern-site-store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('in memory', () => siteStoreContract(async () => new MemorySiteStore()))
describe('in SQLite', () => siteStoreContract(() => SqlSiteStore.openSqlite(':memory:')))

test('what was saved is there after the file is opened again', async () => {
  const path = join(folder, 'again.sqlite')
  const first = await SqlSiteStore.openSqlite(path)
  const saved = await first.saveStory(fullStory(), SAVE)
  await first.close()
  const second = await SqlSiteStore.openSqlite(path)
  expect(await second.story('bridge', 'en')).toEqual(saved)
  await second.close()
})

test('a file of a later version is refused with a sentence and left as it is', async () => {
  const path = join(folder, 'newer.sqlite')
  await (await SqlSiteStore.openSqlite(path)).close()
  const database = new Database(path)
  database.exec("INSERT INTO kysely_migration (name, timestamp) VALUES ('999-later', '')")
  database.close()
  const opened = SqlSiteStore.openSqlite(path)
  await expect(opened).rejects.toThrow(/newer version of Postern: run that version/)
})
