import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type DeskStore, MemoryDeskStore, SqliteDeskStore } from '../src/index.ts'

const folders: string[] = []

function sqliteStore(): DeskStore & { close?(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'postern-desk-'))
  folders.push(folder)
  return new SqliteDeskStore(join(folder, 'desk.sqlite'))
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const bundle = (n: number): Uint8Array => new Uint8Array(4_096).fill(n)

describe.each([
  ['memory', (): DeskStore => new MemoryDeskStore()],
  ['SQLite', sqliteStore],
])('a desk store in %s', (_name, open) => {
  it('appends only at the length it has', async () => {
    const store = open()
    expect(await store.append('a', 0, bundle(1))).toBe(true)
    expect(await store.append('a', 0, bundle(2))).toBe(false)
    expect(await store.append('a', 2, bundle(2))).toBe(false)
    expect(await store.append('a', 1, bundle(2))).toBe(true)
    expect(await store.length('a')).toBe(2)
    expect(await store.read('a', 0, 9)).toEqual([bundle(1), bundle(2)])
  })

  it('takes one of two that append at once', async () => {
    const store = open()
    const both = await Promise.all([
      store.append('a', 0, bundle(1)),
      store.append('a', 0, bundle(2)),
    ])
    expect(both.toSorted()).toEqual([false, true])
    expect(await store.length('a')).toBe(1)
  })

  it('reads a stretch, and nothing beyond the end', async () => {
    const store = open()
    for (let n = 0; n < 5; n++) await store.append('a', n, bundle(n))
    expect(await store.read('a', 3, 9)).toEqual([bundle(3), bundle(4)])
    expect(await store.read('a', 1, 2)).toEqual([bundle(1), bundle(2)])
    expect(await store.read('a', 5, 9)).toEqual([])
  })

  it('lets in who came by an invitation, once, and shows him at each of its desks', async () => {
    const store = open()
    const invitation = { key: 'k', desks: ['a', 'b'], untilDay: 7, welcome: bundle(1) }
    const [clara, dora] = [
      { key: 'c', keyring: 'c-ring' },
      { key: 'd', keyring: 'd-ring' },
    ]
    await store.putInvitation('i', invitation)
    expect(await store.invitation('i')).toEqual(invitation)
    expect(await store.invitations()).toEqual(['i'])
    expect(await store.enrol('other', clara, bundle(2))).toBe(false)
    expect(await store.enrol('i', clara, bundle(2))).toBe(true)
    expect(await store.enrol('i', dora, bundle(3))).toBe(false)
    expect([await store.joined('a'), await store.joined('b')]).toEqual([[clara], [clara]])
    expect(await store.keyring('c-ring')).toEqual(bundle(2))
    expect(await store.invitation('i')).toBeNull()
  })

  it('lets nobody in whose name another has, and keeps the invitation', async () => {
    const store = open()
    await store.putKeyring('taken', bundle(1))
    await store.putInvitation('i', { key: 'k', desks: ['a'], untilDay: 7, welcome: bundle(1) })
    expect(await store.enrol('i', { key: 'c', keyring: 'taken' }, bundle(2))).toBe(false)
    expect([await store.keyring('taken'), await store.joined('a')]).toEqual([bundle(1), []])
    expect(await store.invitations()).toEqual(['i'])
    await store.dropInvitation('i')
    expect(await store.invitations()).toEqual([])
  })

  it('forgets invitations whose last day is over, and those to one desk', async () => {
    const store = open()
    const invitation = { key: 'k', welcome: bundle(1) }
    await store.putInvitation('old', { ...invitation, desks: ['a'], untilDay: 6 })
    await store.putInvitation('both', { ...invitation, desks: ['aa', 'b'], untilDay: 7 })
    await store.putInvitation('other', { ...invitation, desks: ['a', 'c'], untilDay: 9 })
    await store.dropInvitationsBefore(7)
    expect((await store.invitations()).toSorted()).toEqual(['both', 'other'])
    await store.dropInvitationsTo('a')
    expect(await store.invitations()).toEqual(['both'])
    await store.dropInvitationsTo('b')
    expect(await store.invitations()).toEqual([])
  })

  it('remembers who was put out, also of those whom it never let in', async () => {
    const store = open()
    await store.putInvitation('i', { key: 'k', desks: ['a', 'b'], untilDay: 7, welcome: bundle(1) })
    await store.enrol('i', { key: 'c', keyring: 'c-ring' }, bundle(2))
    for (const key of ['c', 'founder', 'c']) await store.putOut('a', key)
    await store.dropKeyring('c-ring')
    expect(await store.keyring('c-ring')).toBeNull()
    expect([await store.joined('a'), (await store.joined('b')).length]).toEqual([[], 1])
    expect([...new Set(await store.gone('a'))].toSorted()).toEqual(['c', 'founder'])
    expect(await store.gone('b')).toEqual([])
  })

  it('keeps the logs of desks apart', async () => {
    const store = open()
    await store.append('a', 0, bundle(1))
    expect(await store.length('b')).toBe(0)
    expect(await store.read('b', 0, 9)).toEqual([])
  })

  it('replaces trays only at the length that was seen', async () => {
    const store = open()
    await store.append('a', 0, bundle(1))
    expect(await store.putTrays('a', 0, bundle(8))).toBe(false)
    expect(await store.trays('a')).toBeNull()
    expect(await store.putTrays('a', 1, bundle(9))).toBe(true)
    expect(await store.trays('a')).toEqual(bundle(9))
  })

  it('gives values as they were put last, and null before', async () => {
    const store = open()
    expect([await store.deskKeys('a'), await store.keyring('a')]).toEqual([null, null])
    await store.putDeskKeys('a', bundle(1))
    await store.putDeskKeys('a', bundle(2))
    await store.putKeyring('a', bundle(3))
    expect([await store.deskKeys('a'), await store.keyring('a')]).toEqual([bundle(2), bundle(3)])
  })
})

describe('the SQLite file', () => {
  it('survives being opened again, and says neither when nor who', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-desk-'))
    folders.push(folder)
    const first = new SqliteDeskStore(join(folder, 'desk.sqlite'))
    await first.append('a', 0, bundle(1))
    first.close()
    const again = new SqliteDeskStore(join(folder, 'desk.sqlite'))
    expect(await again.length('a')).toBe(1)
    again.close()
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
    const columns = /CREATE TABLE (\w+) \(([^;]*?)PRIMARY KEY/gs
    const found = files.flatMap((text) => [...text.matchAll(columns)].map((match) => match[1]))
    expect(found).toContain('bundle')
    for (const text of files) expect(text).not.toMatch(/address|_at\b|time|member/i)
  })
})
