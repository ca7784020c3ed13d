import { type Case, THIS_CASE } from '@postern/casework'
import {
  createDeskServer,
  type DeskConfig,
  DeskMember,
  type DeskRoom,
  type DeskServer,
  makeDesk,
  makeMember,
  MemoryDeskStore,
  MemoryDropCache,
} from '@postern/desk'
import { type Env, makeId, REHEARSAL, seededEnv, type SeededEnv, toHex } from '@postern/protocol'
import { createLog, directPeer, MemoryStore, nativeSuite } from '@postern/runtime'

/** What the desk server's memory and wire show of one request. */
export interface Seen {
  readonly member: string
  readonly method: string
  readonly path: string
  readonly bytes: number
  /** Of its maker: acts that waited, which nobody outside can know. */
  readonly waiting: number
  /** Of its maker: compartments that he can open. */
  readonly compartments: number
}

/** Anna and Boris, who may have a case, and Vera, who is never read in. */
export const NAMES = ['anna', 'boris', 'vera'] as const
export type Name = (typeof NAMES)[number]

/** Ticks until everybody has joined and all pairs are made. */
const SETTLED_TICKS = 14

/**
 * A desk server as built, with three handlers and nothing else. Each has chance of his own, so that
 * what one does not do changes no byte of another's.
 */
export class HandlersHouse {
  readonly seen: Seen[] = []
  readonly store: MemoryDeskStore = new MemoryDeskStore()
  readonly members: Readonly<Record<Name, DeskMember>>
  readonly desk: string
  readonly #env: SeededEnv
  readonly #server: DeskServer

  constructor(seed: string) {
    const env = seededEnv(seed, nativeSuite)
    const desk = makeDesk(env)
    const ground = { column: 'rehearsal', organisation: makeId(env), root: env.random(32) } as const
    const made = NAMES.map((name) => makeMember(env, ground, name, 'handler', [desk.secrets]))
    const config: DeskConfig = {
      role: 'desk',
      column: 'rehearsal',
      organisation: toHex(ground.organisation),
      root: toHex(ground.root),
      clockOffsetMs: 0,
      peers: { identity: { certificatePem: '-', keyPem: '-' }, allow: {}, known: {} },
      desks: [
        {
          id: toHex(desk.id),
          titles: { en: { title: 'A desk', description: 'Reads what comes.' } },
          members: made.map(({ key }) => ({ key: toHex(key), keyring: null })),
        },
      ],
      fakeSeed: toHex(env.random(32)),
    }
    const silent = directPeer(() => new Response(null, { status: 404 }), 'desk')
    this.#env = env
    this.desk = toHex(desk.id)
    this.#server = createDeskServer({
      env: seededEnv(`${seed} server`, nativeSuite),
      config,
      store: this.store,
      drops: new MemoryStore(),
      peers: { publisher: silent, 'mix-2': silent },
      page: [],
      log: createLog('desk', () => undefined),
    })
    const [anna, boris, vera] = made.map(({ keyring }, at) => {
      const name = NAMES[at] ?? 'anna'
      const own = seededEnv(`${seed} ${name}`, nativeSuite)
      return new DeskMember({
        env: { ...own, nowMs: () => env.nowMs() },
        origin: 'https://desk.test',
        send: async (request) => await this.#serve(name, request),
        cache: new MemoryDropCache(),
        keyring,
      })
    })
    if (!anna || !boris || !vera) throw new TypeError('a house of three')
    this.members = { anna, boris, vera }
  }

  get env(): Env {
    return this.#env
  }

  room(name: Name): DeskRoom {
    const [room] = this.members[name].rooms
    if (room === undefined) throw new TypeError('no desk')
    return room
  }

  key(name: Name): Uint8Array {
    const { members } = this.room('anna').log.casebook
    const found = [...members.values()].find(({ facts }) => facts.name === name)
    if (found === undefined) throw new TypeError(`${name} has not joined`)
    return found.key
  }

  async ticks(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      this.#env.advance(REHEARSAL.deskTickMs)
      for (const name of NAMES) await this.members[name].tick()
    }
  }

  async settle(): Promise<void> {
    await this.ticks(SETTLED_TICKS)
  }

  async log(): Promise<Uint8Array[]> {
    return await this.store.read(this.desk, 0, Number.MAX_SAFE_INTEGER)
  }

  async #serve(member: Name, request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url)
    const bytes = (await request.clone().arrayBuffer()).byteLength
    const { pending, casebook } = this.room(member).log
    const compartments = casebook.fellowships.all.size
    const shown = { method: request.method, path: pathname + search, bytes }
    this.seen.push({ member, ...shown, waiting: pending, compartments })
    return await this.#server.handle(request)
  }
}

/** A day's work on a case: opened, read in, written in, read out of, and never a word to Vera. */
export async function workOnCase(house: HandlersHouse, isBusy: boolean): Promise<void> {
  const { cases } = house.room('anna')
  const when = (act: (held: Case) => void): void => {
    const [held] = house.room('anna').log.casebook.cases.values()
    if (isBusy && held !== undefined) act(held)
  }
  if (isBusy) cases.open()
  house.room('anna').note(new Uint8Array(32).fill(7), 'for everybody')
  await house.ticks(8)
  when((held) => cases.readIn(held, house.key('boris'), 'file', 'knows the region'))
  when((held) => {
    const text = 'a long note '.repeat(900)
    cases.tell(held, 'file', { kind: 'case-noted', subject: THIS_CASE, text })
  })
  house.room('anna').note(new Uint8Array(32).fill(7), 'for everybody, again')
  await house.ticks(10)
  when((held) => cases.readOut(held, house.key('boris'), 'moved on'))
  house.room('boris').note(new Uint8Array(32).fill(7), 'boris, for everybody')
  await house.ticks(10)
}
