import {
  encodeDsse,
  equalBytes,
  LABELS,
  makeCell,
  openDsse,
  REHEARSAL,
  stampFits,
  utf8,
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

  it('start early with the stamp that the operator asks for, and every cell pays it', async () => {
    const world = new World('flood')
    const trust = await world.settle()
    const before = verifyStatement(nativeSuite, (await world.get('/epoch/1'))!, trust)
    await world.requests.put('stamp-bits', utf8('10\n'))
    await world.ticks(4)
    const stated = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
    expect(stated.statements.map(({ number }) => number)).toEqual([1, 4, 5, 6])
    const early = verifyStatement(nativeSuite, (await world.get('/epoch/4'))!, trust)
    expect(early.fromMs).toBeGreaterThan(world.env.nowMs())
    expect(early.fromMs).toBeLessThanOrEqual(world.env.nowMs() + 180_000)
    expect(early.parameters).toEqual({ ...REHEARSAL, stampBits: 10 })
    expect(stampFits(nativeSuite, makeCell(world.env, early, null), 10)).toBe(true)
    expect(stampFits(nativeSuite, makeCell(world.env, before, null), REHEARSAL.stampBits)).toBe(
      true,
    )
    world.env.advance(180_000)
    await world.ticks(6)
    const after = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
    expect(after.statements.map(({ number }) => number)).toEqual([4, 5, 6])
    const next = verifyStatement(nativeSuite, (await world.get('/epoch/5'))!, trust)
    expect(next.parameters.stampBits).toBe(10)
    expect(next.fromMs % DAY_MS).toBe(0)
  })

  it('go back to the column’s stamp when the operator asks for nothing any more', async () => {
    const world = new World('flood is over')
    const trust = await world.settle()
    await world.requests.put('stamp-bits', utf8('6'))
    await world.ticks(4)
    world.env.advance(180_000)
    await world.ticks(6)
    await world.requests.remove('stamp-bits')
    await world.ticks(4)
    world.env.advance(180_000)
    await world.ticks(4)
    const now = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
    const [current] = now.statements
    const statement = await world.get(`/epoch/${current!.number}`)
    expect(verifyStatement(nativeSuite, statement!, trust).parameters).toEqual(REHEARSAL)
  })

  it.each(['17', '3', 'many', '', '1.5'])('follow no file that says "%s"', async (text) => {
    const world = new World('nonsense')
    const trust = await world.settle()
    await world.requests.put('stamp-bits', utf8(text))
    await world.ticks(4)
    const now = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
    expect(now.statements.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(world.lines.filter((line) => line.includes('stamp-refused'))).toHaveLength(1)
  })

  it('start early when a mix has dropped its keys, with the first number that both have keys for', async () => {
    const world = new World('restored')
    const trust = await world.settle()
    world.mixes['mix-1'].seed = world.env.random(32)
    world.mixes['mix-1'].firstEpoch = 5
    world.env.advance(60_000)
    await world.ticks(4)
    const { statements, timeMs } = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
    expect(statements.slice(0, 2).map(({ number }) => number)).toEqual([1, 5])
    expect(statements[1]?.fromMs).toBeLessThanOrEqual(timeMs + 180_000)
    await world.ticks(200)
    const later = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
    expect(later.statements.map(({ number }) => number)).toEqual([1, 5, 6, 7])
  })

  it('begin with the running epoch, not minutes later, after a pause in which the mixes dropped their keys', async () => {
    const world = new World('pause')
    const trust = await world.settle()
    for (const mix of ['mix-1', 'mix-2'] as const) {
      world.mixes[mix].seed = world.env.random(32)
      world.mixes[mix].firstEpoch = 5
    }
    world.env.advance(40 * DAY_MS)
    await world.ticks(12)
    const { statements, timeMs } = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
    expect(statements[0]?.number).toBe(5)
    expect(statements[0]?.fromMs).toBe(Math.floor(timeMs / DAY_MS) * DAY_MS)
  })

  it('do not start early when a mix is ahead by a day, or silent', async () => {
    const world = new World('ahead')
    const trust = await world.settle()
    world.mixes['mix-1'].firstEpoch = 2
    world.silent.add('mix-2')
    world.env.advance(60_000)
    await world.ticks(4)
    const { statements } = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
    expect(statements.map(({ number }) => number)).toEqual([1, 2, 3])
  })

  it('start early when a newer trust list takes a desk key out', async () => {
    const world = new World('generation')
    await world.settle()
    world.generation = 2
    const old = await world.get('/now')
    const trust = await world.layTrust(2, 2)
    await world.ticks(4)
    expect(await world.get('/now')).toEqual(old)
    const early = verifyStatement(nativeSuite, (await world.get('/epoch/4'))!, trust)
    expect(early.fromMs).toBeLessThanOrEqual(world.env.nowMs() + 180_000)
    world.env.advance(180_000)
    await world.ticks(6)
    const now = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
    expect(now.statements.map(({ number }) => number)).toEqual([4, 5, 6])
    expect(early.desks.map(({ generation }) => generation)).toEqual([2, 2])
  })

  it('begin soon and not before now while cells are sealed for the last one', async () => {
    const world = new World('late mix')
    const trust = await world.settle()
    world.mixes['mix-2'].signs = false
    world.silent.add('mix-2')
    world.env.advance(3 * DAY_MS - (world.env.nowMs() % DAY_MS) + 3_600_000)
    await world.ticks(4)
    world.mixes['mix-2'].signs = true
    world.silent.clear()
    await world.ticks(4)
    const now = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
    const [, next] = now.statements
    expect(next!.fromMs).toBeGreaterThan(world.env.nowMs())
    expect(next!.fromMs).toBeLessThanOrEqual(world.env.nowMs() + 180_000)
  })

  it('that are needed now tell after half a minute that a mix is missing; others after hours', async () => {
    const told = (world: World): boolean => world.lines.join().includes('statement-late')
    const first = new World('first is late')
    first.silent.add('mix-2')
    await first.settle()
    await first.ticks(2, 31_000)
    expect(told(first)).toBe(true)
    const later = new World('later one is late')
    await later.layTrust()
    await later.ticks(2)
    later.silent.add('mix-2')
    await later.ticks(3, 31_000)
    expect(told(later)).toBe(false)
    await later.ticks(2, REHEARSAL.epochMs / 4)
    expect(told(later)).toBe(true)
  })

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
