import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder, readJsonFile, stateOf, writeJsonFile } from '../src/data-folder.ts'
import { PART_ROLES } from '../src/part.ts'
import { retune } from '../src/retune.ts'
import type { Rehearsal } from '../src/rehearsal.ts'

let folder = ''

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'postern-')), 'data')
})

afterEach(async () => {
  await rm(dirname(folder), { recursive: true, force: true })
})

describe('the data folder', () => {
  it('is there as a whole or not at all', async () => {
    const broken = makeFolder(folder, {}, async (temporary) => {
      await writeJsonFile(join(temporary, 'front', 'config.json'), {})
      throw new TypeError('the lights went out')
    })
    await expect(broken).rejects.toThrow('the lights')
    expect(await stateOf(folder)).toBe('missing')
    await makeFolder(folder, { version: 1 }, (temporary) =>
      writeJsonFile(join(temporary, 'mix-1', 'config.json'), {}),
    )
    expect(await stateOf(folder)).toBe('whole')
    expect(existsSync(join(folder, 'front'))).toBe(false)
    expect(existsSync(`${folder}.tmp`)).toBe(false)
  })

  it('may be there and empty', async () => {
    await mkdir(folder)
    expect(await stateOf(folder)).toBe('missing')
    await makeFolder(folder, {}, async () => undefined)
    expect(await stateOf(folder)).toBe('whole')
  })

  it('that lacks its mark is half made, and one sentence says so', async () => {
    await mkdir(join(folder, 'front'), { recursive: true })
    expect(await stateOf(folder)).toBe('half-made')
    await expect(readJsonFile(folder, 'rehearsal.json')).rejects.toThrow(/half made.*--data/)
  })

  it('where a file lies cannot be made, and one sentence says so', async () => {
    await writeFile(folder, 'not a folder')
    await expect(stateOf(folder)).rejects.toThrow(/is not a folder.*--data/)
    const below = join(folder, 'deeper')
    await expect(makeFolder(below, {}, async () => undefined)).rejects.toThrow(/is not a folder/)
  })
})

describe('another start', () => {
  const rehearsal: Rehearsal = { version: 1, organisation: '', root: '', clockOffsetMs: 86_400_000 }

  async function fill(): Promise<void> {
    const known = { publisher: { url: 'https://127.0.0.1:1', fingerprint: 'f' } }
    for (const name of PART_ROLES) {
      const peers = { listen: { host: '127.0.0.1', port: 2 }, known, allow: { a: 'b' } }
      const config = name === 'agent' ? { deskUrl: 'http://127.0.0.1:3' } : { peers, secret: name }
      await writeJsonFile(join(folder, name, 'config.json'), config)
    }
  }

  it('changes ports and clock and nothing else', async () => {
    await fill()
    await retune(folder, rehearsal, {
      firstPort: 9_000,
      clockOffsetMs: 2 * 86_400_000,
      onion: null,
    })
    expect(await readJsonFile(folder, 'front/config.json')).toEqual({
      peers: {
        listen: { host: '127.0.0.1', port: 9_001 },
        known: { publisher: { url: 'https://127.0.0.1:9004', fingerprint: 'f' } },
        allow: { a: 'b' },
      },
      secret: 'front',
      clockOffsetMs: 2 * 86_400_000,
      listen: { host: '127.0.0.1', port: 9_000 },
    })
    expect(await readJsonFile(folder, 'agent/config.json')).toMatchObject({
      deskUrl: 'http://127.0.0.1:9010',
    })
    expect(await readJsonFile(folder, 'rehearsal.json')).toMatchObject({
      clockOffsetMs: 2 * 86_400_000,
    })
  })

  it('never sets the clock back', async () => {
    await fill()
    const before = await readFile(join(folder, 'front', 'config.json'), 'utf8')
    const back = retune(folder, rehearsal, { firstPort: 9_000, clockOffsetMs: 0, onion: null })
    await expect(back).rejects.toThrow(/1 day ahead.*--clock-offset/)
    expect(await readFile(join(folder, 'front', 'config.json'), 'utf8')).toBe(before)
  })
})
