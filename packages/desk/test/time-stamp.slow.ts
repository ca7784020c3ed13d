import type { Case } from '@postern/casework'
import { stampFits } from '@postern/evidence'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeskMember } from '../src/index.ts'
import { askAuthority, timeStampRequest } from '../src/server/time-stamp-authority.ts'
import { ServedAuthority } from './served-authority.ts'
import { World } from './world.ts'

const DAY_MS = 86_400_000
const ROOT_AT = 24

describe('time-stamps of custody', () => {
  const served = new ServedAuthority()
  beforeAll(async () => await served.start())
  afterAll(() => served.stop())

  function caseOf(member: DeskMember): Case {
    const [held] = member.rooms[0]?.log.casebook.cases.values() ?? []
    if (held === undefined) throw new TypeError('no case')
    return held
  }

  function tell(member: DeskMember, text: string): void {
    const room = member.rooms[0]
    const held = caseOf(member)
    room?.cases.tell(held, 'file', { kind: 'recalled', target: world.env.random(16), reason: text })
  }

  let world: World

  function pass(ms: number): void {
    world.env.advance(ms)
    world.addStatement(Math.floor(world.env.nowMs() / DAY_MS) * DAY_MS)
  }

  async function house(seed: string): Promise<{ anna: DeskMember; boris: DeskMember }> {
    served.asked.length = 0
    served.answers = 'rightly'
    world = new World(seed, 1)
    world.config.timeStampAuthority = served.config
    world.restartServer()
    const [anna, boris] = [world.join('anna', 'handler'), world.join('boris', 'handler')]
    await world.rounds(10, anna, boris)
    anna.rooms[0]?.cases.open()
    await world.rounds(8, anna, boris)
    return { anna, boris }
  }

  it('asks with the very bytes that OpenSSL asks with', () => {
    const root = new Uint8Array(32).fill(0xa5)
    expect(Buffer.from(timeStampRequest(root))).toEqual(Buffer.from(served.authority.query(root)))
  })

  it('asks once a day, with a case and without, and never twice the same', async () => {
    const { anna, boris } = await house('once a day')
    expect(served.asked).toHaveLength(2)
    tell(anna, 'wrong')
    await world.rounds(4, anna, boris)
    expect(served.asked).toHaveLength(2)
    pass(DAY_MS)
    await world.rounds(6, anna, boris)
    expect(served.asked).toHaveLength(4)
    const roots = served.asked.map((query) =>
      Buffer.from(query.slice(ROOT_AT, ROOT_AT + 32)).toString('hex'),
    )
    expect(new Set(roots).size).toBe(4)
    expect(served.asked.map(({ length }) => length)).toEqual([59, 59, 59, 59])
  })

  it('keeps a stamp that fits the log as it stood, and none where nothing is new', async () => {
    const { anna, boris } = await house('stamp')
    tell(anna, 'first')
    tell(anna, 'second')
    await world.rounds(4, anna, boris)
    for (let day = 0; day < 3; day++) {
      pass(DAY_MS)
      await world.rounds(6, anna, boris)
    }
    const content = caseOf(anna).file?.content
    expect(content?.stamps).toHaveLength(1)
    const [stamp] = content?.stamps ?? []
    expect(stamp?.facts.events).toBe(2)
    expect(content && stamp && stampFits(world.env.suite, content, stamp.facts)).toBe(true)
    expect(anna.rooms[0]?.log.findings).toEqual([])
  })

  it('takes no junk for a stamp, and asks again after an hour', async () => {
    const { anna, boris } = await house('junk')
    tell(anna, 'first')
    await world.rounds(4, anna, boris)
    served.answers = 'junk'
    pass(DAY_MS)
    await world.rounds(6, anna, boris)
    expect(caseOf(anna).file?.content.stamps).toEqual([])
    served.answers = 'nothing'
    pass(DAY_MS / 24)
    await world.rounds(6, anna, boris)
    served.answers = 'rightly'
    expect(caseOf(anna).file?.content.stamps).toEqual([])
    pass(DAY_MS / 24)
    await world.rounds(6, anna, boris)
    expect(caseOf(anna).file?.content.stamps).toHaveLength(1)
  })

  it('has no authority: nothing is asked of anybody, and work goes on', async () => {
    served.asked.length = 0
    const { certificates } = served.config
    const nowhere = { url: 'http://127.0.0.1:9/', certificates }
    expect(await askAuthority(nowhere, new Uint8Array(32))).toBeNull()
    const alone = new World('none', 1)
    const anna = alone.join('anna', 'handler')
    await alone.rounds(4, anna)
    expect(served.asked).toEqual([])
    expect(alone.seen.filter(({ path }) => path === '/time-stamp')).toHaveLength(1)
    const agent = alone.join('agent', 'agent')
    await alone.rounds(6, agent)
    expect(alone.seen.filter(({ path }) => path === '/time-stamp')).toHaveLength(1)
  })
})
