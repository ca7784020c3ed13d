import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { fromHex, seededEnv, toHex } from '@postern/protocol'
import { rootFingerprintWords } from '@postern/protocol/words'
import { nativeSuite } from '@postern/runtime'
import { demonstration, Edition, folderEditionStore, renderSite } from '@postern/site'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkCopy } from '../src/site-copy/check-copy.ts'
import { copySite } from '../src/site-copy/copy-site.ts'
import { createSay } from '../src/say.ts'

const env = seededEnv('site copy', nativeSuite, Date.parse('2026-11-27T10:00:00Z'))
const script = { name: 'reader-0.js', bytes: new Uint8Array(3), type: 'text/javascript' }
const OPTIONS = {
  script,
  cleaner: { ...script, name: 'cleaner-0.js' },
  composer: () => '',
  rehearsal: true,
  origin: 'https://paper.test',
}
const seed = '7'.repeat(64)
const words = rootFingerprintWords(nativeSuite, nativeSuite.signingKey(fromHex(seed)).publicKey)
let folder = ''
const said: object[] = []
const say = { ...createSay(true), result: (value: object) => void said.push(value) }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-copy-'))
  const data = join(folder, 'data')
  await mkdir(join(data, 'root'), { recursive: true })
  const mark = { organisation: toHex(new Uint8Array(16).fill(5)) }
  await writeFile(join(data, 'rehearsal.json'), JSON.stringify(mark))
  await writeFile(join(data, 'root', 'root.json'), JSON.stringify({ seed }))
  const records = { ...demonstration(), languages: ['en'] }
  const edition = await Edition.open(await folderEditionStore(join(data, 'front', 'site')))
  await edition.layAll(await renderSite(records, OPTIONS))
  await copied('copy', false)
})
afterAll(async () => await rm(folder, { recursive: true, force: true }))

async function copied(name: string, forDisk: boolean): Promise<string> {
  const target = join(folder, name)
  await copySite(env, { target, data: join(folder, 'data'), forDisk }, say)
  return target
}

const check = async (target: string, spoken: string | null = words.join(' ')): Promise<void> =>
  await checkCopy(nativeSuite, { target, words: spoken }, say)

describe('a copy of the site', () => {
  it('is every page as it is served, and is checked by a tool that every system has', async () => {
    const copy = join(folder, 'copy')
    const names = await readdir(copy, { recursive: true })
    expect(names).toContain('en/the-bridge-paid-for-twice/index.html')
    expect(names).toContain('en/feed.rss')
    const out = execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: copy })
    expect(out.toString()).toBe('')
    await check(copy)
    expect(said.at(-1)).toMatchObject({ verified: true, signedMs: env.nowMs() })
  })

  it('for a disk has no link that does not name a file of it', async () => {
    const copy = await copied('disk', true)
    await check(copy)
    const pages = (await readdir(copy, { recursive: true })).filter((name) =>
      name.endsWith('.html'),
    )
    expect(pages.length).toBeGreaterThan(20)
    const dead: string[] = []
    for (const name of pages) {
      const page = await readFile(join(copy, name), 'utf8')
      for (const [, href = ''] of page.matchAll(/\s(?:href|src)="(\.[^"#?]*)/g))
        if (!/\.\w+$/.test(href) || !existsSync(join(copy, dirname(name), href)))
          dead.push(`${name}: ${href}`)
    }
    expect(dead).toEqual([])
  })

  it('that cannot be written is said of its own folder', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    await expect(copied('a-file/below', false)).rejects.toThrow(
      `The copy’s folder ${file}/below is not a folder: name another one.`,
    )
  })

  it('is written over nothing', async () => {
    await expect(copied('copy', false)).rejects.toThrow('is not empty: name a new folder')
    await expect(
      copySite(env, { target: join(folder, 'x'), data: join(folder, 'none'), forDisk: false }, say),
    ).rejects.toThrow('half made or not one')
  })
})

describe('a copy that is not whole', () => {
  const PAGE = 'en/index.html'

  /** A copy of its own, to be spoilt. */
  const spoilt = async (name: string, spoil: (copy: string) => Promise<void>): Promise<string> => {
    const copy = await copied(name, false)
    await spoil(copy)
    return copy
  }

  it.each([
    [
      'a changed page',
      async (copy: string) => await writeFile(join(copy, PAGE), 'x'),
      `${PAGE} changed`,
    ],
    ['a missing page', async (copy: string) => await rm(join(copy, PAGE)), `${PAGE} missing`],
    [
      'a page that was put in',
      async (copy: string) => await writeFile(join(copy, 'en/new.html'), 'x'),
      'en/new.html not of it',
    ],
    [
      'a changed list',
      async (copy: string) => {
        const list = await readFile(join(copy, 'SHA256SUMS'), 'utf8')
        await writeFile(
          join(copy, 'SHA256SUMS'),
          list.replace(/^./, (one) => (one === '0' ? '1' : '0')),
        )
      },
      'not over this list',
    ],
    [
      'a list that was cut off',
      async (copy: string) => {
        const list = await readFile(join(copy, 'SHA256SUMS'), 'utf8')
        await writeFile(join(copy, 'SHA256SUMS'), list.slice(0, 500))
      },
      'not over this list',
    ],
    [
      'no signature',
      async (copy: string) => await rm(join(copy, 'SHA256SUMS.sig')),
      'it has no SHA256SUMS.sig',
    ],
    [
      'a signature that is none',
      async (copy: string) => await writeFile(join(copy, 'SHA256SUMS.sig'), '{}'),
      'is no signature',
    ],
  ])('is found by %s', async (what, spoil, sentence) => {
    const copy = await spoilt(what.replaceAll(' ', '-'), spoil)
    await expect(check(copy)).rejects.toThrow(sentence)
  })

  it('is found when somebody else’s root signed it', async () => {
    await expect(check(join(folder, 'copy'), 'other words')).rejects.toThrow(
      'The root has other words',
    )
  })
})
