import {
  assembleStatement,
  cutMessage,
  type DeskTurn,
  encodeFragment,
  encodeMessage,
  encodeStatement,
  type Env,
  intervalNumber,
  type Message,
  nextDrop,
  REHEARSAL,
  sealBatch,
  sealEnvelope,
  seededEnv,
  type SeededEnv,
  signFragment,
  signNow,
  signPayload,
  signTrustList,
  type SigningKey,
  type Statement,
  toHex,
  type TrustList,
  verifyStatement,
  verifyTrustList,
  LABELS,
  decodeTrayPack,
  deskOfInterval,
} from '@postern/protocol'
import {
  createLog,
  directPeer,
  type Log,
  MemoryStore,
  nativeSuite,
  type Peer,
} from '@postern/runtime'
import {
  createDeskServer,
  type DeskConfig,
  deskKeyOffer,
  DeskMember,
  type DeskServer,
  type Keyring,
  type MadeDesk,
  makeDesk,
  makeMember,
  MemoryDeskStore,
  MemoryDropCache,
  type PageFile,
  withoutIntake,
} from '../src/index.ts'

const DAY_MS = 86_400_000

/** A request of a member as the desk server sees it. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly bytes: number
}

/** The organisation around one desk server: root, mixes and publisher as far as a desk sees them. */
export class World {
  readonly env: SeededEnv
  readonly desks: MadeDesk[]
  readonly log: Log
  readonly lines: string[] = []
  readonly seen: SeenRequest[] = []
  readonly store: MemoryDeskStore = new MemoryDeskStore()
  readonly drops: MemoryStore = new MemoryStore()
  readonly batches: Uint8Array[] = []
  readonly ground: { column: 'rehearsal'; organisation: Uint8Array; root: Uint8Array }
  readonly config: DeskConfig
  readonly #root: SigningKey
  readonly #signer: SigningKey
  readonly #mixes: readonly [SigningKey, SigningKey]
  readonly #mixKeys: readonly [Uint8Array, Uint8Array]
  readonly trust: TrustList
  readonly #trustBytes: Uint8Array
  #statements: { statement: Statement; bytes: Uint8Array }[] = []
  #previous: Uint8Array = new Uint8Array(32)
  #pendingItems: Uint8Array[] = []
  #drop: { interval: number; bytes: Uint8Array } | null = null
  #nowNumber = 0
  #server: DeskServer
  deskOffline = false
  page: readonly PageFile[] = []

  /** `nowMs` puts the world on a clock that runs by itself, for tests with a real browser. */
  constructor(seed: string, deskCount: number = 2, nowMs: (() => number) | null = null) {
    const seeded = seededEnv(seed, nativeSuite)
    this.env = nowMs === null ? seeded : { ...seeded, nowMs }
    const { env } = this
    this.#root = env.suite.signingKey(env.random(32))
    this.#signer = env.suite.signingKey(env.random(32))
    this.#mixes = [env.suite.signingKey(env.random(32)), env.suite.signingKey(env.random(32))]
    this.#mixKeys = [
      env.suite.kemKey(env.random(32)).publicKey,
      env.suite.kemKey(env.random(32)).publicKey,
    ]
    this.desks = Array.from({ length: deskCount }, () => makeDesk(env))
    this.ground = {
      column: 'rehearsal',
      organisation: env.random(16),
      root: this.#root.publicKey,
    }
    this.#trustBytes = this.#makeTrust()
    this.trust = verifyTrustList(env.suite, this.#trustBytes, this.#root.publicKey, env.nowMs())
    this.log = createLog('desk', (line) => this.lines.push(line))
    this.config = {
      role: 'desk',
      column: 'rehearsal',
      organisation: toHex(this.ground.organisation),
      root: toHex(this.ground.root),
      clockOffsetMs: 0,
      peers: { identity: { certificatePem: '-', keyPem: '-' }, allow: {}, known: {} },
      desks: this.desks.map(({ id }) => ({
        id: toHex(id),
        titles: { en: { title: 'Desk', description: 'A desk.' } },
        members: [],
      })),
      fakeSeed: toHex(env.random(32)),
    }
    this.addStatement(Math.floor(env.nowMs() / DAY_MS) * DAY_MS)
    this.#server = this.#makeServer()
  }

  get statement(): Statement {
    const inForce = this.#statements.findLast(
      ({ statement }) => statement.fromMs <= this.env.nowMs(),
    )
    if (inForce === undefined) throw new TypeError('no statement')
    return inForce.statement
  }

  get server(): DeskServer {
    return this.#server
  }

  restartServer(): void {
    this.#server = this.#makeServer()
  }

  addStatement(fromMs: number): void {
    const { env } = this
    const number = this.#statements.length + 1
    const payload = encodeStatement({
      organisation: this.ground.organisation,
      number,
      fromMs,
      parameters: REHEARSAL,
      mixKeys: this.#mixKeys,
      desks: this.desks.map(({ secrets, id }) => {
        const offer = deskKeyOffer(env.suite, this.ground.organisation, secrets, number)
        if (offer === null) throw new TypeError('no desk key')
        const { generation, key, signature } = offer
        return { id, generation, key, signature, titles: { en: { title: 'D', description: 'd' } } }
      }),
    })
    const bytes = assembleStatement(
      payload,
      this.#mixes.map((key) => signPayload(key, LABELS.statement, payload)),
    )
    this.#statements.push({ statement: verifyStatement(env.suite, bytes, this.trust), bytes })
  }

  join(
    name: string,
    role: 'handler' | 'agent',
    deskIndexes: readonly number[] = [0],
    takesIn: boolean = true,
  ): DeskMember {
    const secrets = deskIndexes.map((index) => {
      const desk = this.desks[index]
      if (desk === undefined) throw new TypeError('no such desk')
      return takesIn ? desk.secrets : withoutIntake(desk.secrets)
    })
    const { keyring, key } = makeMember(this.env, this.ground, name, role, secrets)
    for (const index of deskIndexes)
      this.config.desks[index]?.members.push({ key: toHex(key), keyring: null })
    return this.open(keyring)
  }

  /** A fresh page or process of a member. */
  open(keyring: Keyring, env: Env = this.env): DeskMember {
    return new DeskMember({
      env,
      origin: 'https://desk.test',
      send: async (request) => await this.#serve(request),
      cache: new MemoryDropCache(),
      keyring,
    })
  }

  /** Cuts and seals a message as a source's page does; its envelopes go into the next batch. */
  send(
    signing: SigningKey,
    message: Message,
    deskIndex: number = 0,
    only?: readonly number[],
  ): void {
    const { env, statement } = this
    const desk = statement.desks[deskIndex]
    if (desk === undefined) throw new TypeError('no such desk')
    for (const part of cutMessage(env.suite, encodeMessage(env.suite, message))) {
      if (only !== undefined && !only.includes(part.index)) continue
      const fragment = signFragment(signing, this.ground.organisation, desk.id, part)
      this.#pendingItems.push(sealEnvelope(env, desk.key, statement.hash, encodeFragment(fragment)))
    }
  }

  /** Mix 2 fires: what waits goes out with some noise. */
  fire(noise: number = 2): void {
    const { env, statement } = this
    const cover = env.suite.kemKey(env.random(32)).publicKey
    const items = [...this.#pendingItems]
    for (let n = 0; n < noise; n++)
      items.push(sealEnvelope(env, cover, statement.hash, env.random(12_963)))
    this.#pendingItems = []
    this.batches.push(this.#seal(items, this.batches.length + 1, this.#previous))
  }

  #seal(items: readonly Uint8Array[], number: number, previous: Uint8Array): Uint8Array {
    const { env, statement } = this
    const draft = {
      organisation: this.ground.organisation,
      mix: 'mix-2' as const,
      statement: statement.hash,
      epoch: statement.number,
      number,
      previous,
      input: env.random(32),
      in: items.length + 5,
      refused: 0,
    }
    const batch = sealBatch(env.suite, this.#mixes[1], draft, items)
    const length = new DataView(batch.buffer, batch.byteOffset).getUint32(0)
    this.#previous = env.suite.sha256(batch.subarray(4, 4 + length))
    return batch
  }

  /** A batch of a number that is there already, with other bytes. */
  secondBatch(number: number, previous: Uint8Array = new Uint8Array(32).fill(9)): Uint8Array {
    const kept = this.#previous
    const batch = this.#seal([], number, previous)
    this.#previous = kept
    return batch
  }

  /** The publisher's moment: the drop of this interval, from the trays that the desk server has. */
  async publish(): Promise<void> {
    const { env } = this
    const interval = intervalNumber(REHEARSAL, env.nowMs())
    if (this.#drop?.interval === interval) return
    const deskCount = this.desks.length
    const desk = this.desks[deskOfInterval(interval, deskCount)]
    const pack = desk && (await this.#pack(desk.id))
    const place = (interval - (pack?.firstInterval ?? 0)) / deskCount
    const tray = (Number.isInteger(place) && pack?.trays[place]) || null
    const bytes = nextDrop(env, REHEARSAL, this.#drop?.bytes ?? null, tray)
    this.#drop = { interval, bytes }
  }

  async #pack(desk: Uint8Array): Promise<ReturnType<typeof decodeTrayPack> | null> {
    const request = new Request(`https://peer/trays/${toHex(desk)}`)
    const response = await this.server.handle(request, 'publisher')
    if (response.status !== 200) return null
    return decodeTrayPack(REHEARSAL, new Uint8Array(await response.arrayBuffer()))
  }

  get readerDrop(): Uint8Array {
    if (this.#drop === null) throw new TypeError('no drop yet')
    return this.#drop.bytes
  }

  turn(deskIndex: number): DeskTurn {
    return { deskIndex, deskCount: this.desks.length }
  }

  /** Two seconds of everybody: publisher, desk server, then each member in turn. */
  async round(...members: readonly DeskMember[]): Promise<void> {
    this.env.advance(REHEARSAL.deskTickMs)
    await this.publish()
    await this.server.tick()
    for (const member of members) await member.tick()
  }

  async rounds(count: number, ...members: readonly DeskMember[]): Promise<void> {
    for (let n = 0; n < count; n++) await this.round(...members)
  }

  async #serve(request: Request): Promise<Response> {
    if (this.deskOffline) throw new Error('offline')
    const url = new URL(request.url)
    const copy = request.clone()
    const bytes = (await copy.arrayBuffer()).byteLength
    this.seen.push({ method: request.method, path: url.pathname + url.search, bytes })
    return await this.server.handle(request)
  }

  #makeServer(): DeskServer {
    return createDeskServer({
      env: this.env,
      config: this.config,
      store: this.store,
      drops: this.drops,
      peers: this.peers,
      page: this.page,
      log: this.log,
    })
  }

  get peers(): { readonly publisher: Peer; readonly 'mix-2': Peer } {
    return { publisher: this.#publisher(), 'mix-2': this.#mix2() }
  }

  #publisher(): Peer {
    return directPeer((request) => {
      const path = new URL(request.url).pathname
      if (path === '/now') return respond(this.#now())
      if (path === '/trust/1') return respond(this.#trustBytes)
      if (path.startsWith('/epoch/')) {
        const number = Number(path.slice('/epoch/'.length))
        return respond(this.#statements[number - 1]?.bytes ?? null)
      }
      return respond(path.startsWith('/drop/') ? (this.#drop?.bytes ?? null) : null)
    }, 'desk')
  }

  #mix2(): Peer {
    return directPeer((request) => {
      const path = new URL(request.url).pathname
      const last = this.batches.length
      if (path === '/batches') return last === 0 ? respond(null) : Response.json({ first: 1, last })
      return respond(this.batches[Number(path.slice('/batch/'.length)) - 1] ?? null)
    }, 'desk')
  }

  #now(): Uint8Array {
    const { env } = this
    this.#nowNumber += 1
    const listed = this.#statements.filter(
      ({ statement }) => statement.number >= this.statement.number,
    )
    return signNow(this.#signer, {
      organisation: this.ground.organisation,
      number: this.#nowNumber,
      timeMs: env.nowMs(),
      trust: { number: 1, hash: env.suite.sha256(this.#trustBytes) },
      statements: listed.slice(0, 3).map(({ statement, bytes }) => ({
        number: statement.number,
        fromMs: statement.fromMs,
        hash: env.suite.sha256(bytes),
      })),
      drop: this.#drop && {
        number: this.#drop.interval,
        hash: env.suite.sha256(this.#drop.bytes),
      },
      days: [],
      batch: this.batches.length,
      crowd: 10,
      mirrors: [],
    })
  }

  #makeTrust(): Uint8Array {
    const { env } = this
    return signTrustList([this.#root], {
      organisation: this.ground.organisation,
      number: 1,
      issuedMs: env.nowMs(),
      expiresMs: env.nowMs() + 89 * DAY_MS,
      root: this.#root.publicKey,
      nextRoot: null,
      signer: this.#signer.publicKey,
      mixes: this.#mixes.map((key, n) => ({ name: `mix ${n + 1}`, key: key.publicKey })),
      desks: this.desks.map(({ id, key, leastGeneration }) => ({ id, key, leastGeneration })),
      witnesses: [],
    })
  }
}

function respond(bytes: Uint8Array | null): Response {
  return bytes === null ? new Response(null, { status: 404 }) : new Response(bytes.slice())
}
