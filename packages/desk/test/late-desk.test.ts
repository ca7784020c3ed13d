import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createAgent, type DeskMember } from '../src/index.ts'
import { messageOf } from './message.ts'
import { World } from './world.ts'

const DAY_MS = 86_400_000
const LINE = z.looseObject({ event: z.string(), code: z.string().optional() })

const notices = (world: World): string[] =>
  world.lines
    .map((line) => LINE.parse(JSON.parse(line)))
    .flatMap(({ event, code }) => (event === 'notice' && code ? [code] : []))

/** A message lies in a drop, and for so many days nobody is there; a statement comes each day. */
async function deserted(days: number): Promise<{ world: World; agent: DeskMember }> {
  const world = new World('late')
  const { env } = world
  const agent = world.join('agent', 'agent', [0, 1])
  await world.rounds(4, agent)
  world.send(env.suite.signingKey(env.random(32)), messageOf(env.random(32), 'read me'))
  world.fire()
  for (let day = 0; day < days; day++) {
    env.advance(DAY_MS)
    world.addStatement(Math.floor(env.nowMs() / DAY_MS) * DAY_MS)
    await world.round()
  }
  return { world, agent }
}

describe('a desk that has not opened its drops', () => {
  it('is warned from day 7, in the handler’s page until all is taken in', async () => {
    const { world } = await deserted(7)
    const anna = world.join('anna', 'handler')
    await world.rounds(2, anna)
    expect(anna.rooms[0]?.isLate).toBe(true)
    await world.rounds(10, anna)
    expect(anna.rooms[0]?.contacts()).toHaveLength(1)
    expect(anna.rooms[0]?.isLate).toBe(false)
  })

  it('is not warned before', async () => {
    const { world } = await deserted(6)
    const anna = world.join('anna', 'handler')
    await world.rounds(2, anna)
    expect(anna.rooms[0]?.untaken()).toEqual([1])
    expect(anna.rooms[0]?.isLate).toBe(false)
  })

  it('is warned in its agent’s log', async () => {
    const { world, agent } = await deserted(8)
    const process = createAgent({ member: agent, log: world.log, keep: async () => undefined })
    const before = notices(world).length
    for (let tick = 0; tick < 6; tick++) {
      await world.round()
      await process.tick()
    }
    expect(notices(world).slice(before)).toEqual(['desk-drops-unopened'])
  })
})

describe('a desk server', () => {
  it('tells the operator when nobody has been at a desk for a week, and again after it was over', async () => {
    const { world, agent } = await deserted(6)
    expect(notices(world)).toEqual([])
    world.env.advance(DAY_MS)
    await world.round()
    await world.round()
    expect(notices(world)).toEqual(['desk-drops-unopened'])
    world.addStatement(Math.floor(world.env.nowMs() / DAY_MS) * DAY_MS)
    await world.rounds(6, agent)
    world.env.advance(8 * DAY_MS)
    await world.round()
    const late = notices(world).filter((code) => code === 'desk-drops-unopened')
    expect(late).toHaveLength(2)
  })

  it('counts from its own start for a desk that never handed over trays', async () => {
    const world = new World('never')
    world.env.advance(7 * DAY_MS - 10_000)
    await world.round()
    expect(notices(world)).not.toContain('desk-drops-unopened')
    world.env.advance(10_000)
    await world.round()
    expect(notices(world)).toContain('desk-drops-unopened')
  })
})
