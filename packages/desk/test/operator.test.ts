import { PosternError } from '@postern/protocol'
import { MemoryStore, type Peer } from '@postern/runtime'
import { beforeEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createDeskServer, DeskMember, MemoryDropCache } from '../src/index.ts'
import { messageOf } from './message.ts'
import { open as openNewsroom } from './newsroom/room.ts'
import { World } from './world.ts'

const LINE = z.looseObject({ event: z.string(), code: z.string().optional() })

let world: World

beforeEach(() => {
  world = new World('operator')
})

function notices(): string[] {
  const said = world.lines.map((line) => LINE.parse(JSON.parse(line)))
  return said.flatMap(({ event, code }) => (event === 'notice' && code ? [code] : []))
}

it('is told once of a batch that is cut short, and the whole one is taken afterwards', async () => {
  world.fire()
  const whole = world.batches[0] ?? new Uint8Array(0)
  world.batches[0] = whole.subarray(0, -1)
  await world.server.tick()
  await world.server.tick()
  expect(notices()).toEqual(['batch-refused'])
  world.batches[0] = whole
  await world.server.tick()
  expect(await world.drops.list('drop/')).toHaveLength(1)
})

it('is told of a second batch under one number', async () => {
  world.fire()
  await world.server.tick()
  world.batches.push(world.secondBatch(2))
  await world.server.tick()
  expect(notices()).toEqual(['second-batch'])
})

it('is told of a chain that begins anew, as after a restore, and takes it', async () => {
  world.fire()
  await world.server.tick()
  world.batches.push(world.secondBatch(2, new Uint8Array(32)))
  await world.server.tick()
  await world.server.tick()
  expect(notices()).toEqual(['chain-anew'])
  expect(await world.drops.list('drop/')).toHaveLength(2)
})

it('has a batch that was damaged on its own disk taken anew, counted', async () => {
  world.fire()
  world.fire()
  await world.server.tick()
  const names = await world.drops.list('drop/')
  const damaged = new MemoryStore()
  for (const [at, name] of names.entries()) {
    const bytes = (await world.drops.get(name)) ?? new Uint8Array(0)
    await damaged.put(name, at === 1 ? bytes.subarray(0, 999) : bytes)
  }
  for (const name of names) await world.drops.remove(name)
  for (const name of names)
    await world.drops.put(name, (await damaged.get(name)) ?? new Uint8Array())
  world.restartServer()
  await world.server.tick()
  expect(world.log.totals()['file-damaged']).toBe(1)
  for (const [at, name] of names.entries())
    expect(await world.drops.get(name)).toEqual(world.batches[at])
  expect(notices()).toEqual([])
})

it('loses no message to a copy of a drop that was damaged in the agent’s own folder', async () => {
  class Damaging extends MemoryDropCache {
    damaged = 0
    override async get(number: number): Promise<Uint8Array | null> {
      const bytes = await super.get(number)
      if (this.damaged > 0) return bytes
      this.damaged += 1
      return bytes?.subarray(1) ?? null
    }
  }
  const { keyring } = world.join('agent', 'agent')
  const cache = new Damaging()
  const send = async (request: Request): Promise<Response> => await world.server.handle(request)
  const agent = new DeskMember({
    env: world.env,
    origin: 'https://desk.test',
    send,
    cache,
    keyring,
  })
  const source = world.env.suite.signingKey(world.env.random(32))
  world.send(source, messageOf(world.env.random(32), 'after all'))
  world.fire()
  await world.rounds(6, agent)
  expect(cache.damaged).toBe(1)
  const messages = agent.rooms[0]?.contacts()[0]?.messages ?? []
  expect(messages.map(({ facts }) => facts.text)).toEqual(['after all'])
})

it('is told who is silent', async () => {
  const silent: Peer = { fetch: () => Promise.reject(new PosternError('peer-unreachable')) }
  const { env, config, store, drops, log } = world
  const peers = { publisher: silent, 'mix-2': silent }
  const server = createDeskServer({ env, config, store, drops, peers, page: [], log })
  await server.tick()
  await server.tick()
  expect(notices()).toEqual(['publisher-silent'])
})

it('is told once of a full disk, whether drops or pages lack it', async () => {
  const { env, config, store, drops, log } = world
  const { newsroom } = await openNewsroom()
  const full = Object.assign(new Error('marked'), { code: 'ENOSPC' })
  const lay = vi.spyOn(newsroom, 'tick').mockRejectedValue(full)
  const put = vi.spyOn(drops, 'put').mockRejectedValue(full)
  const { peers } = world
  const server = createDeskServer({ env, config, store, drops, peers, page: [], log, newsroom })
  world.fire()
  for (let times = 0; times < 3; times++) {
    await server.layPages()
    await server.tick()
  }
  put.mockRestore()
  await server.tick()
  expect(notices()).toEqual(['disk-full'])
  lay.mockResolvedValue()
  await server.layPages()
  await server.tick()
  lay.mockRejectedValue(full)
  await server.layPages()
  await server.tick()
  expect(notices()).toEqual(['disk-full', 'disk-full'])
})

it('is told of a full disk at the next tick, not when the bundle came', async () => {
  const member = world.join('agent', 'agent')
  await world.round()
  const full = Object.assign(new Error('marked'), { errcode: 13 })
  const append = vi.spyOn(world.store, 'append').mockRejectedValue(full)
  await member.tick().catch(() => undefined)
  expect(notices()).toEqual([])
  await world.server.tick()
  expect(notices()).toEqual(['disk-full'])
  append.mockRestore()
})
