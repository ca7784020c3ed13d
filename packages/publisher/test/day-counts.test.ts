import { fromUtf8, type MixRoleName, signDayCounts, type SigningKey } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { describe, expect, it } from 'vitest'
import { World } from './world.ts'

const MINUTE_MS = 60_000

function daysOf(world: World, from: 'front' | MixRoleName, key: SigningKey): Uint8Array {
  const day = Math.floor(world.env.nowMs() / 86_400_000) - 1
  const counts = from === 'front' ? { day, kept: 5 } : { day, in: 5, refused: 0, out: 17 }
  return signDayCounts(key, world.organisation, from, [counts], world.env.nowMs())
}

async function shown(world: World): Promise<Record<string, unknown>> {
  return { ...JSON.parse(fromUtf8((await world.get('/counts')) ?? new Uint8Array(0))) }
}

describe('day counts (M10)', () => {
  it('stand side by side, each as its counter signed it', async () => {
    const world = new World()
    const frontKey = nativeSuite.signingKey(new Uint8Array(32))
    const { 'mix-1': mix1, 'mix-2': mix2 } = world.mixes
    const front = daysOf(world, 'front', frontKey)
    world.frontDays = front
    mix1.days = daysOf(world, 'mix-1', mix1.key)
    await world.settle()
    const first = JSON.parse(fromUtf8(mix1.days))
    expect(await shown(world)).toEqual({
      front: JSON.parse(fromUtf8(front)),
      'mix-1': first,
      'mix-2': null,
    })
    mix2.days = daysOf(world, 'mix-2', mix2.key)
    mix1.days = null
    world.env.advance(MINUTE_MS)
    await world.ticks(1)
    expect(await shown(world)).toMatchObject({
      'mix-1': first,
      'mix-2': JSON.parse(fromUtf8(mix2.days)),
    })
  })

  it('are refused when somebody else signed them, and asked for once a minute', async () => {
    const world = new World()
    const { 'mix-1': mix1, 'mix-2': mix2 } = world.mixes
    mix1.days = daysOf(world, 'mix-1', mix2.key)
    mix2.days = new Uint8Array(9)
    world.frontDays = daysOf(world, 'mix-2', mix2.key)
    await world.settle()
    expect(await shown(world)).toEqual({ front: null, 'mix-1': null, 'mix-2': null })
    expect(world.log.totals()['document-refused']).toBe(3)
    expect(world.asked.filter((asked) => asked === 'mix-1 /days')).toHaveLength(1)
  })
})
