import { toHex } from '@postern/protocol'
import { describe, expect, it } from 'vitest'
import { DeskMember, type Keyring, MemoryDropCache, MemoryLogCache } from '../src/index.ts'
import { messageOf } from './message.ts'
import { World } from './world.ts'

/** The same device again: its copy of the log is there, all else is new. */
function reopened(world: World, keyring: Keyring, copy: MemoryLogCache): DeskMember {
  return new DeskMember({
    env: world.env,
    origin: 'https://desk.test',
    send: async (request) => {
      world.seen.push({ method: request.method, path: new URL(request.url).search, bytes: 0 })
      return await world.server.handle(request)
    },
    cache: new MemoryDropCache(),
    logCache: () => copy,
    keyring,
  })
}

async function longWorld(): Promise<{ world: World; keyring: Keyring; copy: MemoryLogCache }> {
  const world = new World('copy', 1)
  const agent = world.join('agent', 'agent')
  const { keyring } = world.join('anna', 'handler')
  const copy = new MemoryLogCache()
  const anna = reopened(world, keyring, copy)
  await world.rounds(3, agent, anna)
  const source = world.env.suite.signingKey(world.env.random(32))
  world.send(source, messageOf(world.env.random(32), 'kept'))
  world.fire()
  await world.rounds(140, agent, anna)
  return { world, keyring, copy }
}

const texts = (member: DeskMember): (string | null)[] =>
  (member.rooms[0]?.contacts() ?? []).flatMap((one) => one.messages.map(({ facts }) => facts.text))

describe('a device that has a copy of the log', () => {
  it('reads on from it, and asks for nothing that it has', async () => {
    const { world, keyring, copy } = await longWorld()
    const length = await copy.length()
    expect([length > 256, (await copy.note()) !== null]).toEqual([true, true])
    world.seen.length = 0
    const anna = reopened(world, keyring, copy)
    await world.rounds(1, anna)
    expect(texts(anna)).toEqual(['kept'])
    expect(anna.rooms[0]?.log.findings).toEqual([])
    const asked = world.seen.map(({ path }) => /from=(\d+)/u.exec(path)?.[1]).filter(Boolean)
    expect(asked.every((from) => Number(from) >= length - 1)).toBe(true)
  })

  it('throws it away when it was changed, or the server has another log', async () => {
    for (const how of ['changed', 'restored'] as const) {
      const { world, keyring, copy } = await longWorld()
      const bundles = await copy.read(0, Number.MAX_SAFE_INTEGER)
      const note = await copy.note()
      await copy.clear()
      if (how === 'changed') await copy.append([...bundles.slice(0, 9), ...bundles.slice(8)])
      else await copy.append([...bundles, world.env.random(4_096)])
      if (note !== null) await copy.putNote(note)
      const anna = reopened(world, keyring, copy)
      await world.rounds(2, anna)
      expect([how, texts(anna)]).toEqual([how, ['kept']])
      const desk = toHex(world.desks[0]?.id ?? new Uint8Array(0))
      expect([how, await copy.length()]).toEqual([how, await world.store.length(desk)])
    }
  })

  it('throws it away when another window left a gap in it', async () => {
    const { world, keyring } = await longWorld()
    const copy = new CopyWithGap()
    await copy.append([world.env.random(4_096)])
    const anna = reopened(world, keyring, copy)
    await world.rounds(2, anna)
    expect(texts(anna)).toEqual(['kept'])
    const desk = toHex(world.desks[0]?.id ?? new Uint8Array(0))
    expect(await copy.length()).toBe(await world.store.length(desk))
  })
})

/** Its first bundle is gone until all of it is. */
class CopyWithGap extends MemoryLogCache {
  #hasGap = true

  override async read(from: number, most: number): Promise<Uint8Array[]> {
    return this.#hasGap ? [] : await super.read(from, most)
  }

  override async clear(): Promise<void> {
    this.#hasGap = false
    await super.clear()
  }
}
