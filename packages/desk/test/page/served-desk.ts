import { toHex } from '@postern/protocol'
import { listenHttp, type Listening } from '@postern/runtime'
import { buildDeskPage, keyringId, makeMember, sealKeyring } from '../../src/index.ts'
import { nodeArgon2id } from '../node-argon2id.ts'
import type { World } from '../world.ts'

/** What every handler of these tests opens his desk with. */
export const PASSPHRASE = 'eight plain words that nobody would guess here'
const TICK_MS = 500

/** A world on a clock of its own, with its page served on loopback and an agent at work. */
export class ServedDesk {
  readonly port: number
  /** Paths that were asked for. */
  readonly asked: readonly string[]
  readonly #listening: Listening
  readonly #ticking: NodeJS.Timeout

  private constructor(listening: Listening, asked: readonly string[], ticking: NodeJS.Timeout) {
    this.port = listening.port
    this.asked = asked
    this.#listening = listening
    this.#ticking = ticking
  }

  static async open(world: World, handlers: readonly string[]): Promise<ServedDesk> {
    world.page = await buildDeskPage()
    for (const name of handlers) await addHandler(world, name)
    const agent = world.join('agent', 'agent', [0])
    world.restartServer()
    const asked: string[] = []
    const listening = await listenHttp({ host: '127.0.0.1', port: 0 }, async (request) => {
      asked.push(new URL(request.url).pathname)
      return await world.server.handle(request)
    })
    const tick = async (): Promise<void> => {
      await world.publish()
      await world.server.tick()
      await agent.tick()
    }
    let busy = false
    const ticking = setInterval(() => {
      if (busy) return
      busy = true
      void tick().finally(() => (busy = false))
    }, TICK_MS)
    return new ServedDesk(listening, asked, ticking)
  }

  async close(): Promise<void> {
    clearInterval(this.#ticking)
    await this.#listening.close()
  }
}

async function addHandler(world: World, name: string): Promise<void> {
  const { env, ground, desks, config, store } = world
  const secrets = desks.map((desk) => desk.secrets)
  const { keyring, key } = makeMember(env, ground, name, 'handler', secrets)
  const id = keyringId(env.suite, name)
  for (const desk of config.desks) desk.members.push({ key: toHex(key), keyring: id })
  await store.putKeyring(id, await sealKeyring(env, nodeArgon2id, PASSPHRASE, keyring))
}
