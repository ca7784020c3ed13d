import { spawnSync } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freeFirstPort } from './house/free-ports.ts'
import { prepare } from './house/house.ts'
import { upRefuses } from './house/up.ts'

/** Root may write everywhere; without these two rights it is a user like any other. */
const RIGHTS = '-dac_override,-dac_read_search'
const UNPRIVILEGED: readonly string[] =
  process.getuid?.() === 0 ? ['setpriv', `--bounding-set=${RIGHTS}`, `--inh-caps=${RIGHTS}`] : []

const isRefused = (): boolean => {
  const [command, ...words] = [...UNPRIVILEGED, 'true']
  return spawnSync(command, words).status === 0
}

let base = ''
let made = ''
let port = 0

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'postern-starts-'))
  port = await freeFirstPort()
  made = join(base, 'made')
  await prepare(made, port, [])
})

afterAll(async () => await rm(base, { recursive: true, force: true }))

/** A data folder of its own, which may be spoiled. */
async function copied(name: string): Promise<string> {
  const folder = join(base, name)
  await cp(made, folder, { recursive: true })
  return folder
}

const oneSentence = (words: string): RegExp =>
  new RegExp(`^(Making .*\\n)?[^\\n]*${words}[^\\n]*\\n$`)

test.runIf(isRefused())('a folder that may not be written is one sentence', async () => {
  const closed = join(base, 'closed')
  await mkdir(closed, { mode: 0o500 })
  const below = await upRefuses(join(closed, 'data'), port, UNPRIVILEGED)
  expect(below.err).toMatch(oneSentence('closed/data cannot be written by this user'))
  expect(below.code).toBe(2)

  const whole = await copied('read-only')
  await chmod(whole, 0o500)
  const readOnly = await upRefuses(whole, port, UNPRIVILEGED)
  expect(readOnly.err).toMatch(oneSentence('read-only cannot be written by this user'))
  expect(readOnly.code).toBe(2)
  await chmod(whole, 0o700)

  await chmod(join(whole, 'mix-1', 'config.json'), 0o000)
  const unreadable = await upRefuses(whole, port, UNPRIVILEGED)
  expect(unreadable.err).toMatch(oneSentence('mix-1/config.json is missing or damaged'))
  expect(unreadable.code).toBe(2)
})

test.runIf(isRefused())(
  'a process that may not write its own folder asks for a person, once',
  async () => {
    const folder = await copied('no-keys')
    await chmod(join(folder, 'mix-1'), 0o500)
    const { code, err } = await upRefuses(folder, port, UNPRIVILEGED)
    expect(err).toContain(`mix-1: the data folder ${folder}/mix-1 cannot be read and written`)
    expect(code).toBe(2)
  },
)

test('a data folder of a newer version is one sentence, and stays as it was', async () => {
  const folder = await copied('newer')
  const path = join(folder, 'rehearsal.json')
  const mark = (await readFile(path, 'utf8')).replace('"version": 1', '"version": 2')
  await writeFile(path, mark)
  const { code, err } = await upRefuses(folder, port)
  expect(err).toMatch(oneSentence('newer was made by a newer version of Postern'))
  expect(code).toBe(2)
  expect(await readFile(path, 'utf8')).toBe(mark)
})

test('a database of a newer version is one sentence from the process that has it', async () => {
  const folder = await copied('newer-database')
  const path = join(folder, 'desk', 'desk.sqlite')
  const database = new DatabaseSync(path)
  database.exec('PRAGMA user_version = 99')
  database.close()
  const { code, err } = await upRefuses(folder, port)
  expect(err).toContain(`desk: ${path} was made by a newer version of Postern; run that version\n`)
  expect(code).toBe(2)
})
