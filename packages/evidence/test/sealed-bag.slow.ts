import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utf8 } from '@postern/protocol'
import { portableSuite as suite } from '@postern/protocol/portable'
import { afterAll, describe, expect, it } from 'vitest'
import { caseBag, isRecipient, sealedBag } from '../src/index.ts'
import { verifier } from './bag-folder.ts'
import { CaseWorld } from './case-world.ts'

const UNZIP = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])'

/** By age's own program, and Python's own reader of ZIP files. */
describe('a case sealed to its recipient', () => {
  const place = mkdtempSync(join(tmpdir(), 'postern-sealed-'))
  afterAll(() => rmSync(place, { recursive: true }))

  function newRecipient(name: string): string {
    const keys = execFileSync('age-keygen', [], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    writeFileSync(join(place, name), keys)
    return /public key: (\S+)/u.exec(keys)?.[1] ?? ''
  }

  async function sealTo(...recipients: readonly string[]): Promise<void> {
    const world = new CaseWorld('sealed')
    world.takeItem('photo.jpg', utf8('bytes'))
    world.takeItem('large.mp4', suite.sha256(utf8('other')), null)
    const files = caseBag(suite, world.leaving(), verifier(''), () => undefined)
    const sealed = await sealedBag('lamp-river-stone', files, recipients, world.nowMs)
    writeFileSync(join(place, 'case.zip.age'), Buffer.concat(await Array.fromAsync(sealed)))
  }

  function opens(identity: string): boolean {
    const words = [
      '-d',
      '-i',
      join(place, identity),
      '-o',
      join(place, 'case.zip'),
      join(place, 'case.zip.age'),
    ]
    return spawnSync('age', words).status === 0
  }

  it('is opened by age with either key, unpacked by Python, and holds', async () => {
    await sealTo(newRecipient('one.txt'), newRecipient('two.txt'))
    expect(opens('two.txt')).toBe(true)
    expect(opens('one.txt')).toBe(true)
    execFileSync('python3', ['-c', UNZIP, join(place, 'case.zip'), place])
    const folder = join(place, 'lamp-river-stone')
    const { status, stdout } = spawnSync('python3', ['verify.py'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(stdout).toContain('note   item 2: its bytes were not at hand')
    expect(stdout).toContain('note   no time-stamp is in this export')
    expect(status).toBe(0)
    expect(readFileSync(join(folder, 'VERIFY.md'), 'utf8')).toContain('python3 verify.py')
  })

  it('is opened by nobody else, and says nothing of what is in it', async () => {
    await sealTo(newRecipient('one.txt'))
    newRecipient('stranger.txt')
    expect(opens('stranger.txt')).toBe(false)
    expect(readFileSync(join(place, 'case.zip.age')).includes('lamp-river')).toBe(false)
  })

  it('knows who can be sealed to', () => {
    const shown = ['age1', '', 'someone@example.org', newRecipient('one.txt')].map(isRecipient)
    expect(shown).toEqual([false, false, false, true])
  })
})
