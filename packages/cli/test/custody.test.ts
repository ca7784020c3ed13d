import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Attachment, sealOriginal, seededEnv, toHex } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { custodyHalf, custodyOpen } from '../src/custody/custody.ts'
import {
  makeCustodyKeys,
  publicCustodyKey,
  readCustodyKey,
  writeCustodyKey,
} from '../src/custody/custody-key.ts'
import { createSay } from '../src/say.ts'

const env = seededEnv('custody', nativeSuite, 0)
const place = { organisation: env.random(16), desk: env.random(16) }
const keys = makeCustodyKeys(env, place)
const bytes = new TextEncoder().encode('Ведомость за сентябрь, как была снята.')
const original: Attachment = {
  name: 'IMG_2207\u202e.jpg',
  mediaType: 'image/jpeg',
  bytes,
  sha256: nativeSuite.sha256(bytes),
  kind: 'original',
}
const said: object[] = []
const quiet = {
  ...createSay(true),
  result: (value: object) => void said.push(value),
  warn: () => {},
}
let folder = ''
const at = (name: string): string => join(folder, name)

beforeEach(async () => {
  said.length = 0
  folder = await mkdtemp(join(tmpdir(), 'postern-'))
  await writeCustodyKey(at('first.key'), keys[0])
  await writeCustodyKey(at('second.key'), keys[1])
  await writeFile(at('sealed-1.bin'), sealed())
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

function sealed(): Uint8Array {
  const publicKeys = [publicCustodyKey(env, keys[0]), publicCustodyKey(env, keys[1])] as const
  return sealOriginal(env, place, publicKeys, original)
}

async function bothHalves(): Promise<void> {
  await custodyHalf(env, at('first.key'), at('sealed-1.bin'), quiet)
  await custodyHalf(env, at('second.key'), at('sealed-1.bin'), quiet)
}

const halves = (first = 1, second = 2): readonly [string, string] => [
  at(`sealed-1.bin.half-${first}`),
  at(`sealed-1.bin.half-${second}`),
]

describe('an original sealed for two', () => {
  it('is opened by both halves, in either order, byte for byte', async () => {
    await bothHalves()
    await custodyOpen(env, at('sealed-1.bin'), halves(2, 1), at('opened.jpg'), quiet)
    expect(new Uint8Array(await readFile(at('opened.jpg')))).toEqual(bytes)
    expect(said.at(-1)).toMatchObject({ sha256: toHex(original.sha256), mediaType: 'image/jpeg' })
  })

  it('leaves nothing that others of the machine may read', async () => {
    await bothHalves()
    await custodyOpen(env, at('sealed-1.bin'), halves(), at('opened.jpg'), quiet)
    for (const name of ['first.key', 'sealed-1.bin.half-1', 'opened.jpg'])
      expect((await stat(at(name))).mode & 0o077).toBe(0)
  })

  it('is not opened by one person, be it with the same half twice', async () => {
    await bothHalves()
    const alone = custodyOpen(env, at('sealed-1.bin'), halves(1, 1), at('opened.jpg'), quiet)
    await expect(alone).rejects.toThrow('one of each person')
    expect(existsSync(at('opened.jpg'))).toBe(false)
  })

  it('is not opened by halves of another original', async () => {
    await bothHalves()
    await writeFile(at('sealed-1.bin'), sealed())
    const other = custodyOpen(env, at('sealed-1.bin'), halves(), at('opened.jpg'), quiet)
    await expect(other).rejects.toThrow('not both halves of')
  })

  it('is not opened by a half that was changed', async () => {
    await bothHalves()
    const half = JSON.parse(await readFile(halves()[1], 'utf8'))
    await writeFile(halves()[1], JSON.stringify({ ...half, half: '0'.repeat(64) }))
    const changed = custodyOpen(env, at('sealed-1.bin'), halves(), at('opened.jpg'), quiet)
    await expect(changed).rejects.toThrow('one of them was changed')
  })

  it('is not written over what is there', async () => {
    await bothHalves()
    await writeFile(at('opened.jpg'), 'mine')
    const over = custodyOpen(env, at('sealed-1.bin'), halves(), at('opened.jpg'), quiet)
    await expect(over).rejects.toThrow('is there already')
    expect(await readFile(at('opened.jpg'), 'utf8')).toBe('mine')
  })

  it.each([
    [
      'another desk',
      async () => await writeOther({ desk: env.random(16) }),
      'not sealed to this key',
    ],
    [
      'an earlier key',
      async () => await writeOther({ seed: env.random(32) }),
      'not sealed to this key',
    ],
    [
      'a cut file',
      async () => await writeFile(at('sealed-1.bin'), sealed().subarray(0, 900)),
      'not sealed to',
    ],
    ['no file', async () => await rm(at('sealed-1.bin')), 'cannot be read'],
    ['no key', async () => await writeFile(at('first.key'), 'lorem'), 'no custody key'],
  ])('says which it is: %s', async (_, spoil, sentence) => {
    await spoil()
    const half = custodyHalf(env, at('first.key'), at('sealed-1.bin'), quiet)
    await expect(half).rejects.toThrow(sentence)
    expect(existsSync(halves()[0])).toBe(false)
  })
})

async function writeOther(change: object): Promise<void> {
  await writeCustodyKey(at('first.key'), { ...keys[0], ...change })
}

it('a key is read as it was written', async () => {
  expect(await readCustodyKey(at('second.key'))).toEqual(keys[1])
})
