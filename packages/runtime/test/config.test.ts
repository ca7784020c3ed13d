import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getuid } from 'node:process'
import { expect, test } from 'vitest'
import { PosternError } from '@postern/protocol'
import { loadConfig, processConfig, sentenceOf, type ProcessConfig } from '@postern/runtime'
import { freshFolder } from './fresh-folder.ts'

const good = {
  role: 'front',
  column: 'rehearsal',
  organisation: '00'.repeat(16),
  root: 'ab'.repeat(32),
  listen: { host: '127.0.0.1', port: 8080 },
  peers: {
    identity: { certificatePem: 'c', keyPem: 'k' },
    allow: { 'mix-1': 'cd'.repeat(32) },
    known: { publisher: { url: 'https://127.0.0.1:8084', fingerprint: 'ef'.repeat(32) } },
  },
}

function parse(value: unknown): ProcessConfig {
  return processConfig.parse(value)
}

async function folderWith(text: string, mode: number = 0o600): Promise<string> {
  const folder = await freshFolder()
  await writeFile(join(folder, 'config.json'), text)
  await chmod(join(folder, 'config.json'), mode)
  return folder
}

/** The sentence, with the folder's own name taken out. */
function complaint(folder: string, check: (value: unknown) => unknown = parse): string {
  try {
    loadConfig(folder, check)
    return 'no complaint'
  } catch (error) {
    if (!(error instanceof PosternError) || error.code !== 'bad-config') throw error
    return sentenceOf(error).replaceAll(folder, 'DATA')
  }
}

test('gives what a good file says, with the clock not moved unless told', async () => {
  const folder = await folderWith(JSON.stringify(good))
  expect(loadConfig(folder, parse)).toEqual({ ...good, clockOffsetMs: 0 })
})

test('a folder that is not there', async () => {
  const folder = join(await freshFolder(), 'data')
  expect(complaint(folder)).toBe('the data folder DATA does not exist; make it with: postern up')
})

test('a half-made folder', async () => {
  expect(complaint(await freshFolder())).toBe(
    'the data folder DATA is half made (config.json is missing); remove it and make it again',
  )
})

test.runIf(getuid?.() !== 0)('a folder that this user may not write', async () => {
  const folder = await folderWith(JSON.stringify(good))
  await chmod(folder, 0o500)
  expect(complaint(folder)).toBe('the data folder DATA cannot be read and written by this user')
  await chmod(folder, 0o700)
})

test('what is no folder', async () => {
  const folder = await folderWith('{}')
  expect(complaint(join(folder, 'config.json'))).toBe('the data folder DATA is no folder')
})

test.each(['', '{', '{"role":"front"', '\u0000'])('malformed JSON %j', async (text) => {
  expect(complaint(await folderWith(text))).toBe(
    'DATA/config.json is not valid JSON; restore it from a backup or make the folder again',
  )
})

test.each([0o640, 0o604, 0o644, 0o660, 0o601])(
  'secrets that others may touch: %i',
  async (mode) => {
    expect(complaint(await folderWith(JSON.stringify(good), mode))).toBe(
      'DATA/config.json holds secrets but other users may read it; run: chmod 600 DATA/config.json',
    )
  },
)

test.each([
  ['the whole', []],
  ['"role"', { ...good, role: 'guest' }],
  ['"organisation"', { ...good, organisation: 'AB'.repeat(16) }],
  ['"organisation"', { ...good, organisation: '00'.repeat(15) }],
  ['"root"', { ...good, root: 7 }],
  ['"clockOffsetMs"', { ...good, clockOffsetMs: '1' }],
  ['"listen.port"', { ...good, listen: { host: 'x', port: 65_536 } }],
  ['"peers.identity"', { ...good, peers: { ...good.peers, identity: undefined } }],
  ['"peers.allow.mix-1"', { ...good, peers: { ...good.peers, allow: { 'mix-1': 'short' } } }],
  [
    '"peers.known.publisher.url"',
    {
      ...good,
      peers: { ...good.peers, known: { publisher: { ...good.peers.known.publisher, url: 'x' } } },
    },
  ],
])('a wrong %s is named in one sentence', async (field, value) => {
  const said = complaint(await folderWith(JSON.stringify(value)))
  expect(said).toContain(`DATA/config.json: ${field} is wrong: `)
  expect(said).not.toContain('\n')
})

test('a check of one’s own may say its own sentence', async () => {
  const folder = await folderWith('{}')
  const refuse = (): never => {
    throw new PosternError('bad-config', 'the desks are missing')
  }
  expect(complaint(folder, refuse)).toBe('DATA/config.json: the desks are missing')
})

test('the words of a foreign error are not passed on', async () => {
  const folder = await folderWith('{}')
  const fail = (): never => {
    throw new Error('marked-words')
  }
  expect(complaint(folder, fail)).toBe('DATA/config.json: it is not what this process expects')
})

test('a role adds its own fields', async () => {
  const folder = await folderWith(JSON.stringify({ ...good, role: 'mix-1' }))
  const role = processConfig.pick({ role: true })
  const config = loadConfig(folder, (value) => role.parse(value))
  expect(config).toEqual({ role: 'mix-1' })
})
