import { REHEARSAL, seededEnv, toHex, trayBytes, verifyNow } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { expect, it } from 'vitest'
import { World } from './world.ts'

/**
 * Everything that the memory, disk, log and peers of a publisher show, with each sealed or hashed
 * byte string replaced by its length.
 */
async function viewOf(traySeed: string): Promise<unknown[]> {
  const world = new World('coupling')
  const sealed = seededEnv(traySeed, nativeSuite)
  world.trays = () => sealed.random(trayBytes(REHEARSAL))
  const trust = await world.settle()
  const view: unknown[] = []
  for (let tick = 0; tick < 120; tick++) {
    if (tick === 40) world.silent.add('desk')
    if (tick === 90) world.silent.delete('desk')
    await world.ticks(1, 2_500)
    const now = verifyNow(nativeSuite, (await world.get('/now'))!, trust)
    view.push([now.number, now.timeMs, now.drop?.number, now.days.map(({ number }) => number)])
    for (const name of await world.store.list('')) {
      view.push([name.replace(/-[0-9a-f]{64}$/, ''), (await world.store.get(name))!.length])
    }
  }
  world.log.flush()
  return [...view, world.asked, world.lines]
}

it('two worlds that differ only in what slots hold look alike, byte for byte (R2, R3)', async () => {
  const [silence, answers] = [await viewOf('nothing to say'), await viewOf('many answers')]
  expect(answers).toEqual(silence)
})

it('asks for the trays of every desk at every interval, whoever has something to say (R3)', async () => {
  const world = new World('rate')
  await world.settle()
  world.asked.length = 0
  await world.ticks(200, 500)
  for (const { id } of world.desks) {
    const asked = world.asked.filter((path) => path === `desk /trays/${toHex(id)}`)
    expect(asked.length).toBe(20)
  }
  expect(world.log.totals()['drop-made']).toBe(21)
})
