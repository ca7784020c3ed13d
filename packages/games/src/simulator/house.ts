import {
  createDeskServer,
  DeskMember,
  type DeskServer,
  MemoryDeskStore,
  MemoryDropCache,
} from '@postern/desk'
import {
  createFront,
  type Front,
  type IntakeLog,
  MemoryIntakeLog,
  SearchIndex,
} from '@postern/front'
import {
  createMix,
  InlineOpener,
  type Marker,
  MemoryKeyStore,
  MemoryMarker,
  MemoryMixState,
  type Mix,
  type MixState,
} from '@postern/mix'
import { REHEARSAL, seededEnv, type SeededEnv } from '@postern/protocol'
import { createPublisher, type Publisher } from '@postern/publisher'
import {
  type BlobStore,
  createLog,
  type Log,
  MemoryStore,
  nativeSuite,
  type Peer,
} from '@postern/runtime'
import { type Fuse, fused } from './fuse.ts'
import { deskServerConfig, type Ground, makeGround } from './ground.ts'
import { Node, type Shell } from './node.ts'

export type MixName = 'mix-1' | 'mix-2'
/** Every process of the house that can be killed. */
export type RoleName = 'front' | MixName | 'publisher' | 'desk'
export const ROLE_NAMES: readonly RoleName[] = ['front', 'mix-1', 'mix-2', 'publisher', 'desk']

/** One mix's disk. */
interface MixDisk {
  readonly state: MixState
  readonly marker: Marker
  readonly keys: MemoryKeyStore
  readonly batches: BlobStore
  readonly documents: BlobStore
}

/** The disks of all machines: a twin hands in one that breaks a promise. */
export interface Disks {
  readonly intake: IntakeLog
  readonly frontDocuments: BlobStore
  readonly mixes: Readonly<Record<MixName, MixDisk>>
  readonly publisher: BlobStore
  readonly desk: MemoryDeskStore
  readonly deskDrops: BlobStore
  /** What a kill of this process takes with it: nothing, but for a twin that did not sync. */
  readonly lose: (role: RoleName) => void
}

export function memoryDisks(): Disks {
  const mix = (): MixDisk => ({
    state: new MemoryMixState(),
    marker: new MemoryMarker(),
    keys: new MemoryKeyStore(),
    batches: new MemoryStore(),
    documents: new MemoryStore(),
  })
  return {
    intake: new MemoryIntakeLog(),
    frontDocuments: new MemoryStore(),
    mixes: { 'mix-1': mix(), 'mix-2': mix() },
    publisher: new MemoryStore(),
    desk: new MemoryDeskStore(),
    deskDrops: new MemoryStore(),
    lose: () => undefined,
  }
}

const START_MS = 20_800 * 86_400_000 + 3_600_000
const CELLS_PER_HOUR = 1_000_000

/**
 * The whole organisation on one seeded clock: the production factories, with memory for disks and
 * calls for the network. One seed, one run.
 */
export class House {
  readonly env: SeededEnv
  readonly ground: Ground
  readonly nodes: {
    readonly front: Node<Front>
    readonly 'mix-1': Node<Mix>
    readonly 'mix-2': Node<Mix>
    readonly publisher: Node<Publisher>
    readonly desk: Node<DeskServer>
  }
  /** Agents are no part of the game of kills: what they miss they read again from the log. */
  readonly agents: readonly DeskMember[]
  /** What the operator lays into the publisher's folder. */
  readonly requests: BlobStore = new MemoryStore()
  readonly #disks: Disks

  private constructor(seed: string, disks: Disks) {
    this.env = seededEnv(seed, nativeSuite, START_MS)
    this.ground = makeGround(this.env, 1)
    this.#disks = disks
    const config = deskServerConfig(this.env, this.ground)
    const node = <S extends Shell>(role: RoleName, boot: (fuse: Fuse) => Promise<S>): Node<S> =>
      new Node(boot, () => disks.lose(role))
    this.nodes = {
      front: node('front', (fuse) => this.#front(fuse)),
      'mix-1': node('mix-1', (fuse) => this.#mix('mix-1', fuse, this.nodes.front)),
      'mix-2': node('mix-2', (fuse) => this.#mix('mix-2', fuse, this.nodes['mix-1'])),
      publisher: node('publisher', async (fuse) => this.#publisher(fuse)),
      desk: node('desk', async (fuse) => this.#desk(fuse, config)),
    }
    this.agents = this.ground.desks.map(({ agent }) => this.#agent(agent.keyring))
  }

  static async open(seed: string, disks: Disks = memoryDisks()): Promise<House> {
    const house = new House(seed, disks)
    await disks.publisher.put('trust/1', house.ground.trustList)
    return house
  }

  /** Every process once, in the order of the arrows, and the clock on. */
  async round(stepMs: number): Promise<void> {
    for (const name of ROLE_NAMES) await this.nodes[name].tick()
    for (const agent of this.agents) await this.#tickAgent(agent)
    this.env.advance(stepMs)
  }

  /** Rounds until the door is open: keys handed in, statement signed, `/now` at the front. */
  async openDoor(): Promise<void> {
    const { deskTickMs } = REHEARSAL
    for (let round = 0; round < MOST_ROUNDS_TO_OPEN; round++) {
      await this.round(deskTickMs)
      if (this.nodes.front.shell?.window().kind === 'open') return
    }
    throw new TypeError('simulator: the door did not open')
  }

  /** A cell as the network hands it over: true when it was answered as taken. */
  async post(cell: Uint8Array): Promise<boolean> {
    const { front } = this.nodes
    const answer = await front.alive(async () => await front.shell?.receive(cell, 'reader'))
    return answer?.status === 200
  }

  async get(role: RoleName, path: string, caller: string): Promise<Uint8Array | null> {
    try {
      const response = await this.nodes[role].request(new Request(`https://peer${path}`), caller)
      return response.status === 200 ? new Uint8Array(await response.arrayBuffer()) : null
    } catch {
      return null
    }
  }

  #log(role: RoleName): Log {
    return createLog(role, () => undefined)
  }

  #peer(
    fuse: Fuse,
    node: Node<Front> | Node<Mix> | Node<Publisher> | Node<DeskServer>,
    caller: string,
  ): Peer {
    return fused(fuse, node.peer(caller))
  }

  async #front(fuse: Fuse): Promise<Front> {
    return await createFront({
      env: this.env,
      log: this.#log('front'),
      intake: fused(fuse, this.#disks.intake),
      counts: new MemoryStore(),
      documents: fused(fuse, this.#disks.frontDocuments),
      site: new MemoryStore(),
      search: new SearchIndex(),
      publisher: this.#peer(fuse, this.nodes.publisher, 'front'),
      root: this.ground.root.publicKey,
      organisation: this.ground.organisation,
      identity: nativeSuite.signingKey(new Uint8Array(32)),
      cellsPerHour: CELLS_PER_HOUR,
      sitePull: null,
      lettersPerHour: { each: 1_000, all: 1_000 },
    })
  }

  async #mix(role: MixName, fuse: Fuse, upstream: Node<Front> | Node<Mix>): Promise<Mix> {
    const disk = this.#disks.mixes[role]
    return await createMix({
      role,
      column: 'rehearsal',
      env: this.env,
      log: this.#log(role),
      organisation: this.ground.organisation,
      root: this.ground.root.publicKey,
      identity: this.ground.mixes[role],
      state: fused(fuse, disk.state),
      marker: fused(fuse, disk.marker),
      keys: fused(fuse, disk.keys),
      batches: fused(fuse, disk.batches),
      documents: fused(fuse, disk.documents),
      opener: new InlineOpener(nativeSuite),
      upstream: this.#peer(fuse, upstream, role),
      publisher: this.#peer(fuse, this.nodes.publisher, role),
    })
  }

  #publisher(fuse: Fuse): Publisher {
    const peer = (name: RoleName): Peer => this.#peer(fuse, this.nodes[name], 'publisher')
    return createPublisher({
      env: this.env,
      config: { column: 'rehearsal', root: this.ground.root.publicKey, mirrors: [] },
      store: fused(fuse, this.#disks.publisher),
      requests: this.requests,
      signer: this.ground.signer,
      peers: {
        front: peer('front'),
        mix1: peer('mix-1'),
        mix2: peer('mix-2'),
        desk: peer('desk'),
      },
      log: this.#log('publisher'),
    })
  }

  #desk(fuse: Fuse, config: ReturnType<typeof deskServerConfig>): DeskServer {
    return createDeskServer({
      env: this.env,
      config,
      store: fused(fuse, this.#disks.desk),
      drops: fused(fuse, this.#disks.deskDrops),
      peers: {
        publisher: this.#peer(fuse, this.nodes.publisher, 'desk'),
        'mix-2': this.#peer(fuse, this.nodes['mix-2'], 'desk'),
      },
      page: [],
      log: this.#log('desk'),
    })
  }

  #agent(keyring: ConstructorParameters<typeof DeskMember>[0]['keyring']): DeskMember {
    return new DeskMember({
      env: this.env,
      origin: 'https://desk',
      send: async (request) => await this.nodes.desk.request(request),
      cache: new MemoryDropCache(),
      keyring,
    })
  }

  /** A desk server that is down is what an agent bears: its next tick begins anew. */
  async #tickAgent(agent: DeskMember): Promise<void> {
    try {
      await agent.tick()
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error
    }
  }
}

const MOST_ROUNDS_TO_OPEN = 30
