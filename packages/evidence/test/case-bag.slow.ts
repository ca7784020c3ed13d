import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utf8 } from '@postern/protocol'
import { portableSuite as suite } from '@postern/protocol/portable'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseBag } from '../src/index.ts'
import { Authority } from './authority.ts'
import { layBag, makeManifestsAnew, verifier } from './bag-folder.ts'
import { CaseWorld } from './case-world.ts'

interface Checked {
  readonly status: number | null
  readonly said: string
}

/** Runs what lies in the export itself, by any Python of this machine. */
function check(folder: string): Checked {
  const { status, stdout, stderr } = spawnSync('python3', ['verify.py'], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, said: stdout + stderr }
}

describe('an exported case, checked by what lies in it', () => {
  const place = mkdtempSync(join(tmpdir(), 'postern-export-'))
  const bag = join(place, 'bag')
  let authority: Authority

  beforeAll(async () => {
    mkdirSync(join(place, 'authority'))
    authority = new Authority(join(place, 'authority'))
    const world = new CaseWorld('export')
    const photo = world.takeItem('вагон 14.jpg', utf8('the very bytes of a photograph'))
    world.takeItem('=cmd|calc.txt', utf8('a list'))
    world.tell({ kind: 'custody', item: photo, act: 'viewed', detail: '+7 (900) 1', sha256: null })
    const report = world.env.random(16)
    world.tell({
      kind: 'report-filed',
      report,
      reference: 'oak',
      language: 'ru',
      text: 'Вагоны ушли.',
    })
    world.stamp((root) => authority.stamp(root))
    world.tell({ kind: 'recalled', target: report, reason: 'two said the same' })
    world.stamp((root) => authority.stamp(root))
    await layBag(
      bag,
      caseBag(suite, world.leaving(), verifier(authority.certificate), () => undefined),
    )
  })
  afterAll(() => rmSync(place, { recursive: true }))

  /** A copy in which something was done. */
  function after(name: string, act: (folder: string) => void, redone = true): Checked {
    const folder = join(place, name)
    cpSync(bag, folder, { recursive: true })
    act(folder)
    if (redone) makeManifestsAnew(folder)
    return check(folder)
  }

  function edit(file: string, change: (text: string) => string): (folder: string) => void {
    return (folder) => {
      const path = join(folder, file)
      const [before, text] = [readFileSync(path, 'utf8'), change(readFileSync(path, 'utf8'))]
      if (before === text) throw new Error(`nothing was changed in ${file}`)
      writeFileSync(path, text)
    }
  }

  it('holds', () => {
    const { status, said } = check(bag)
    expect(said).not.toContain('WRONG')
    expect(said).toContain('All checks hold.')
    expect(said).toContain('events 1 to 5 stood at 20')
    expect(said).toContain('events 1 to 6 stood at 20')
    expect(status).toBe(0)
  })

  it('has time-stamps that OpenSSL verifies, by the very command that is printed', () => {
    const commands = [...check(bag).said.matchAll(/(openssl ts -verify .*) \\\n\s+(.*)/gu)]
    expect(commands).toHaveLength(2)
    for (const [, one = '', two = ''] of commands) {
      const ran = spawnSync('sh', ['-c', `${one} ${two}`], { cwd: bag, encoding: 'utf8' })
      expect(ran.stdout + ran.stderr).toContain('Verification: OK')
    }
  })

  it('is a bag for sha256sum as well', () => {
    for (const name of ['manifest-sha256.txt', 'tagmanifest-sha256.txt'])
      expect(spawnSync('sha256sum', ['--strict', '-c', name], { cwd: bag }).status).toBe(0)
  })

  it('shows a spreadsheet no formula', () => {
    const table = readFileSync(join(bag, 'data/custody.csv'), 'utf8')
    expect(table).toContain(`"'=cmd|calc.txt"`)
    expect(table).toContain(`"'+7 (900) 1"`)
    expect(table).not.toMatch(/(?:^|,)"?[=+@]/mu)
  })

  const SIMPLE: readonly (readonly [string, string, (text: string) => string, string])[] = [
    [
      'a byte of an item',
      'data/items/0001.jpg',
      (text) => text.replace('very', 'VERY'),
      '0001.jpg was changed',
    ],
    [
      'a word of a report',
      'data/case.json',
      (text) => text.replace('ушли', 'вышли'),
      'case.json was changed',
    ],
    ['the program', 'verify.py', (text) => `${text}\n`, 'verify.py was changed'],
  ]
  it.each(SIMPLE)('finds %s changed', (what, file, change, line) => {
    const { status, said } = after(what, edit(file, change), false)
    expect(said).toContain(
      `WRONG  ${line.startsWith('0001') ? `data/items/${line}` : file === 'verify.py' ? line : `data/${line}`}`,
    )
    expect(status).toBe(1)
  })

  it('finds a file taken away, and one put in', () => {
    const gone = after('gone', (folder) => rmSync(join(folder, 'data/items/0002.txt')), false)
    expect(gone.said).toContain('WRONG  data/items/0002.txt is missing')
    const more = after('more', (folder) => writeFileSync(join(folder, 'data/extra'), ''), false)
    expect(more.said).toContain('WRONG  data/extra is in no manifest')
    expect([gone.status, more.status]).toEqual([1, 1])
  })

  const FORGED: readonly (readonly [string, string, (text: string) => string, string])[] = [
    [
      'another item under its name',
      'data/items/0001.jpg',
      (text) => text.replace('very', 'VERY'),
      'item 1',
    ],
    [
      'another hash of an item',
      'data/items.jsonl',
      (text) => text.replace(/"sha256":"../u, '"sha256":"00'),
      'items.jsonl says other things',
    ],
    [
      'another fact of an event',
      'data/custody.jsonl',
      (text) => text.replace('"viewed"', '"disclosed"'),
      'event 5: act is not what was signed',
    ],
    [
      'another author',
      'data/custody.jsonl',
      (text) => text.replace(/"byKey":"../u, '"byKey":"00'),
      'event 1: byKey',
    ],
    [
      'a changed event',
      'data/custody.jsonl',
      (text) => text.replace(/"event":"(.{300})../u, '"event":"$1ff'),
      'event 1',
    ],
    [
      'an event cut out',
      'data/custody.jsonl',
      (text) => text.replace(/^.*"viewed".*\n/mu, ''),
      'no event is missing',
    ],
    [
      'two events in another order',
      'data/custody.jsonl',
      (text) =>
        text
          .split('\n')
          .toSpliced(1, 2, ...text.split('\n').slice(1, 3).toReversed())
          .join('\n'),
      'stands in the place of another',
    ],
    [
      'another case',
      'data/case.json',
      (text) => text.replace(/"compartment": "../u, '"compartment": "00'),
      'was not signed by',
    ],
    [
      'a stamp of fewer events',
      'data/time-stamps/2026-11-27-0001.json',
      (text) => text.replace('"events": 5', '"events": 4'),
      'time-stamp of 2026-11-27',
    ],
    [
      'a stamp of another root',
      'data/time-stamps/2026-11-27-0001.json',
      (text) => text.replace(/"root": "../u, '"root": "00'),
      'time-stamp of 2026-11-27',
    ],
  ]
  it.each(FORGED)('finds %s though all manifests were made anew', (what, file, change, line) => {
    const { status, said } = after(what, edit(file, change))
    expect(said).toMatch(new RegExp(`WRONG  .*${line}`, 'u'))
    expect(status).toBe(1)
  })

  it('finds an event cut out by somebody who makes everything anew but the time-stamp', () => {
    const { said } = after('whole forgery', (folder) => {
      const lines = readFileSync(join(folder, 'data/custody.jsonl'), 'utf8').trimEnd().split('\n')
      const kept = lines.filter((line) => !line.includes('"viewed"'))
      const text = kept.map(
        (line, at) => `${JSON.stringify({ ...JSON.parse(line), number: at + 1 })}\n`,
      )
      writeFileSync(join(folder, 'data/custody.jsonl'), text.join(''))
    })
    expect(said).toMatch(/WRONG {2}time-stamp of .* events 1 to 5/u)
  })

  it('says in a sentence what is no export, and looks nowhere else', () => {
    const nothing = after(
      'nothing',
      (folder) => rmSync(join(folder, 'data'), { recursive: true }),
      false,
    )
    expect(nothing.said).toContain('This is not an exported case, or not all of it')
    const outside = after(
      'outside',
      edit('manifest-sha256.txt', (text) => `${'0'.repeat(64)}  ../../etc/passwd\n${text}`),
      false,
    )
    expect(outside.said).toContain('names a path that it must not')
    expect([nothing.status, outside.status]).toEqual([2, 2])
    expect(nothing.said + outside.said).not.toContain('Traceback')
  })
})
