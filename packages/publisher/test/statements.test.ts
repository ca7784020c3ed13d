import {
  encodeDsse,
  equalBytes,
  LABELS,
  openDsse,
  REHEARSAL,
  verifyNow,
  verifyStatement,
} from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { describe, expect, it } from 'vitest'
import { World } from './world.ts'

const DAY_MS = 86_400_000

function withoutSignature(bytes: Uint8Array): Uint8Array {
  const opened = openDsse(bytes, LABELS.statement)
  return encodeDsse({ ...opened, signatures: opened.signatures.slice(1) })
}

describe('statements (B6)', () => {
  it('are in force after two rounds and ready for two days ahead', async () => {
    const world = new World()
    const trust = await world.layTrust()
    await world.ticks(2)
    const first = verifyStatement(nativeSuite, (await world.get('/epoch/1'))!, trust)
    expect(first.fromMs).toBeLessThanOrEqual(world.env.nowMs())
    await world.ticks(2)
    const now = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
    expect(now.statements.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(now.statements[2]!.fromMs).toBe(first.fromMs + 2 * REHEARSAL.epochMs)
    expect(first.desks[0]?.titles['en']?.title).toBe('A desk')
  })

  it('wait for both signatures', async () => {
    const world = new World()
    world.mixes['mix-2'].signs = false
    await world.settle()
    expect(await world.get('/epoch/1')).toBeNull()
    expect(await world.get('/draft/1')).not.toBeNull()
    world.mixes['mix-2'].signs = true
    await world.ticks(2)
    expect(await world.get('/epoch/1')).not.toBeNull()
    expect(await world.get('/draft/1')).toBeNull()
  })

  it('are not published under a signature that does not stand', async () => {
    const world = new World()
    const { 'mix-1': one, 'mix-2': two } = world.mixes
    two.answer = (path) => one.answer(path.startsWith('/signature') ? path : '/keys')
    await world.settle()
    expect(await world.get('/epoch/1')).toBeNull()
  })

  it('wait for a desk for a bounded time, then go without it and say so', async () => {
    const world = new World()
    const [first, second] = world.desks
    world.deskKeysOf = new Set([...world.deskKeysOf].slice(0, 1))
    const trust = await world.settle()
    expect(await world.get('/draft/1')).toBeNull()
    world.env.advance(31_000)
    await world.ticks(3)
    const statement = verifyStatement(nativeSuite, (await world.get('/epoch/1'))!, trust)
    expect(statement.desks.map(({ id }) => equalBytes(id, first!.id))).toEqual([true])
    expect(second).toBeDefined()
    expect(world.lines.join()).toContain('desk-left-out')
  })

  it('are never made without any desk', async () => {
    const world = new World()
    world.deskKeysOf = new Set()
    await world.settle()
    await world.ticks(3, 3_600_000)
    expect(await world.get('/draft/1')).toBeNull()
  })

  it('go on after 2, 40 and 100 days with one that is in force now', async () => {
    for (const days of [2, 40, 100]) {
      const world = new World(`after ${days}`)
      await world.settle()
      world.env.advance(days * DAY_MS)
      const trust = await world.layTrust(2)
      world.start()
      await world.ticks(4)
      const now = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
      const [current, ...coming] = now.statements
      expect(current!.fromMs).toBeGreaterThan(world.env.nowMs() - DAY_MS)
      expect(coming).toHaveLength(2)
      expect(now.trust.number).toBe(2)
    }
  })

  it.each([
    ['without a signature', (bytes: Uint8Array) => withoutSignature(bytes)],
    [
      'with a wrong one',
      (bytes: Uint8Array) => bytes.with(bytes.length - 30, (bytes.at(-30) ?? 0) ^ 1),
    ],
    ['cut short', (bytes: Uint8Array) => bytes.subarray(0, 99)],
  ])(
    'that lie on the disk %s are not shown, and come back whole from a mix',
    async (_kind, spoil) => {
      const world = new World()
      const trust = await world.settle()
      const whole = await world.get('/epoch/1')
      await world.store.remove('epoch/1')
      await world.store.put('epoch/1', spoil(whole!))
      world.mixes['mix-2'].held.set(1, whole!)
      world.mixes['mix-1'].held.set(1, spoil(whole!))
      world.silent.add('mix-2')
      world.start()
      await world.ticks(2)
      expect(await world.get('/epoch/1')).toBeNull()
      expect(world.log.totals()['document-refused']).toBe(1)
      world.silent.delete('mix-2')
      await world.ticks(2)
      expect(await world.get('/epoch/1')).toEqual(whole)
      expect(await world.store.get('epoch/1')).toEqual(whole)
      expect(world.log.totals()['file-damaged']).toBe(1)
      const now = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
      expect(now.statements.map(({ number }) => number)).toEqual([1, 2, 3])
    },
  )

  it('give up a draft whose epoch went by unsigned', async () => {
    const world = new World('unsigned')
    world.mixes['mix-2'].signs = false
    await world.settle()
    world.env.advance(40 * DAY_MS)
    world.mixes['mix-1'].signs = false
    world.start()
    await world.ticks(1)
    world.mixes['mix-1'].signs = true
    world.mixes['mix-2'].signs = true
    await world.ticks(6)
    const now = verifyNow(nativeSuite, (await world.get('/now'))!, world.trustList!)
    expect(now.statements.map(({ number }) => number)).toEqual([2, 3, 4])
    expect(now.statements[0]!.fromMs).toBeGreaterThan(world.env.nowMs() - DAY_MS)
  })

  it('give up a draft whose mix lost its key, and its number for good', async () => {
    const world = new World()
    world.mixes['mix-2'].signs = false
    const trust = await world.settle()
    world.mixes['mix-1'].seed = world.env.random(32)
    world.mixes['mix-2'].signs = true
    world.mixes['mix-1'].signs = false
    await world.ticks(1)
    world.mixes['mix-1'].signs = true
    await world.ticks(4)
    expect(await world.get('/epoch/1')).toBeNull()
    const now = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
    expect(now.statements.map(({ number }) => number)).toEqual([2, 3, 4])
    world.start()
    await world.ticks(1)
    expect(await world.get('/draft/1')).toBeNull()
  })
})
