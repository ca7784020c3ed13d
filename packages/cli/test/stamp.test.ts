import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeJsonFile } from '../src/data-folder.ts'
import { createSay } from '../src/say.ts'
import { stamp } from '../src/stamp.ts'

const quiet = { ...createSay(true), result: () => undefined }
let folder = ''
const path = (): string => join(folder, 'publisher', 'requests', 'stamp-bits')

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-'))
  await writeJsonFile(join(folder, 'publisher', 'config.json'), { column: 'rehearsal' })
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('postern stamp', () => {
  it('lays the number where the publisher looks, replaces it, and takes it back', async () => {
    await stamp(folder, 12, quiet)
    expect(await readFile(path(), 'utf8')).toBe('12\n')
    await stamp(folder, 9, quiet)
    expect(await readFile(path(), 'utf8')).toBe('9\n')
    await stamp(folder, null, quiet)
    expect(existsSync(path())).toBe(false)
    await stamp(folder, null, quiet)
  })

  it.each([3, 17])('refuses %i bits in one sentence: no statement may have them', async (bits) => {
    await expect(stamp(folder, bits, quiet)).rejects.toThrow('A stamp has from 4 to 16 bits here.')
    expect(existsSync(path())).toBe(false)
  })

  it('refuses a folder without a publisher', async () => {
    await expect(stamp(join(folder, 'elsewhere'), 8, quiet)).rejects.toThrow('half made')
  })
})
