import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { layNewsroom, openClosedNewsroom } from '@postern/desk'
import { seededEnv } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { demonstration } from '@postern/site'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { wxrOf } from '../../site/test/import/wxr-fixture.ts'
import { openControl } from '../src/control.ts'
import { importCommand } from '../src/import-command.ts'
import { createSay } from '../src/say.ts'

const env = seededEnv('import', nativeSuite, Date.parse('2026-11-26T10:00:00Z'))
const script = { name: 'reader-0.js', bytes: new Uint8Array(3), type: 'text/javascript' }
const options = {
  script,
  cleaner: { ...script, name: 'cleaner-0.js' },
  composer: () => '',
  rehearsal: true,
  origin: 'https://paper.test',
}
let folder = ''
let file = ''
const said: object[] = []
const say = { ...createSay(true), result: (value: object) => void said.push(value) }

beforeEach(async () => {
  said.length = 0
  folder = await mkdtemp(join(tmpdir(), 'postern-import-'))
  await writeFile(join(folder, 'rehearsal.json'), '{}')
  await layNewsroom(join(folder, 'desk'), demonstration(), options)
  const posts = [{ id: 1, comments: [{ id: 1 }, { id: 2, parent: 1 }] }, { id: 2 }]
  file = join(folder, 'paper.xml')
  await writeFile(file, (await Array.fromAsync(wxrOf(posts))).join(''))
})

afterEach(async () => await rm(folder, { recursive: true, force: true }))

it('takes an export into the newsroom of a data folder, and a second time nothing more', async () => {
  const words = { file, language: 'en', data: folder }
  await importCommand(env, words, say)
  await importCommand(env, words, say)
  expect(said).toMatchObject([
    { event: 'imported', stories: 2, letters: 2, there: 0 },
    { event: 'imported', stories: 0, letters: 0, there: 2 },
  ])
  const newsroom = await openClosedNewsroom(join(folder, 'desk'), nativeSuite)
  const lines = await newsroom.records.lines({ language: 'en' })
  expect(lines.length).toBeGreaterThan(2)
  expect(lines.map(({ slug }) => slug)).toEqual(expect.arrayContaining(['post-1', 'post-2']))
  expect(newsroom.letters.lettersTo('wp-1', 'en')).toHaveLength(2)
  expect(newsroom.letters.lettersTo('wp-2', 'en')).toEqual([])
  await newsroom.close()
})

it('is not begun while Postern runs, nor in what is no data folder', async () => {
  const running = await openControl(folder, () => {
    return { pid: 1, firstPort: 1, clockOffsetMs: 0, processes: [] }
  })
  const words = { file, language: 'en', data: folder }
  await expect(importCommand(env, words, say)).rejects.toThrow('Postern runs: stop it first')
  await new Promise((closed) => running?.close(closed))
  const elsewhere = { ...words, data: join(folder, 'none') }
  await expect(importCommand(env, elsewhere, say)).rejects.toThrow('half made or not one')
})
