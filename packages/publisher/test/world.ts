import {
  encodeDeskKeyOffers,
  encodeMixKeyOffers,
  encodeTrayPack,
  type Env,
  fromUtf8,
  intervalNumber,
  LABELS,
  type MixRoleName,
  REHEARSAL,
  seededEnv,
  type SeededEnv,
  signDeskKey,
  type SigningKey,
  signMixKey,
  signPayload,
  signTrustList,
  toBase64,
  toHex,
  trayBytes,
  type TrustList,
  utf8,
  verifyTrustList,
} from '@postern/protocol'
import {
  type BlobStore,
  createLog,
  type Log,
  MemoryStore,
  nativeSuite,
  type Peer,
} from '@postern/runtime'
import { createPublisher, type Publisher } from '../src/index.ts'

const DAY_MS = 86_400_000

/** What a desk hands over: `real` fills its trays with marked bytes, in world two of a coupling. */
export type TrayMaker = (interval: number, tray: number) => Uint8Array

/** Everything around a publisher, in memory: root, two mixes, one desk server with its desks. */
export class World {
  readonly env: SeededEnv
  readonly log: Log
  readonly lines: string[] = []
  readonly root: SigningKey
  readonly signer: SigningKey
  readonly organisation: Uint8Array
  readonly desks: { id: Uint8Array; key: SigningKey }[]
  readonly mixes: Record<MixRoleName, FakeMix>
  /** Paths asked of each peer, in order. */
  readonly asked: string[] = []
  trustList: TrustList | null = null
  store: BlobStore = new MemoryStore()
  readonly requests: BlobStore = new MemoryStore()
  /** The front's signed counts. */
  frontDays: Uint8Array | null = null
  /** Of the keys that the desks hand in. */
  generation = 1
  silent: Set<string> = new Set()
  trays: TrayMaker
  deskKeysOf: Set<string>
  publisher: Publisher

  constructor(seed: string = 'publisher', deskCount: number = 2) {
    this.env = seededEnv(seed, nativeSuite)
    this.log = createLog('publisher', (line) => this.lines.push(line))
    this.root = this.#key()
    this.signer = this.#key()
    this.organisation = this.env.random(16)
    this.desks = Array.from({ length: deskCount }, () => ({
      id: this.env.random(16),
      key: this.#key(),
    }))
    this.mixes = { 'mix-1': this.#mix('mix-1'), 'mix-2': this.#mix('mix-2') }
    this.trays = () => new Uint8Array(trayBytes(REHEARSAL)).fill(7)
    this.deskKeysOf = new Set(this.desks.map(({ id }) => toHex(id)))
    this.publisher = this.start()
  }

  start(env: Env = this.env): Publisher {
    this.publisher = createPublisher({
      env,
      config: { column: 'rehearsal', root: this.root.publicKey, mirrors: [] },
      store: this.store,
      requests: this.requests,
      signer: this.signer,
      peers: {
        front: this.#peer('front', async (path) => (path === '/days' ? this.frontDays : null)),
        mix1: this.#peer('mix-1', (path) => this.mixes['mix-1'].answer(path)),
        mix2: this.#peer('mix-2', (path) => this.mixes['mix-2'].answer(path)),
        desk: this.#peer('desk', (path) => this.#desk(path)),
      },
      log: this.log,
    })
    return this.publisher
  }

  async layTrust(number: number = 1, leastGeneration: number = 1): Promise<TrustList> {
    const issuedMs = this.env.nowMs()
    const document = signTrustList([this.root], {
      organisation: this.organisation,
      number,
      issuedMs,
      expiresMs: issuedMs + 90 * DAY_MS,
      root: this.root.publicKey,
      nextRoot: null,
      signer: this.signer.publicKey,
      mixes: Object.values(this.mixes).map(({ name, key }) => ({ name, key: key.publicKey })),
      desks: this.desks.map(({ id, key }) => ({ id, key: key.publicKey, leastGeneration })),
      witnesses: [],
    })
    await this.store.put(`trust/${number}`, document)
    this.trustList = verifyTrustList(nativeSuite, document, this.root.publicKey, issuedMs)
    return this.trustList
  }

  /** Ticks until three statements stand: drafts, signatures, publication. */
  async settle(): Promise<TrustList> {
    const trust = await this.layTrust()
    await this.ticks(4)
    return trust
  }

  async ticks(count: number, stepMs: number = 500): Promise<void> {
    for (let tick = 0; tick < count; tick++) {
      await this.publisher.tick()
      this.env.advance(stepMs)
    }
  }

  async get(path: string): Promise<Uint8Array | null> {
    const response = await this.publisher.handle(new Request(`https://peer${path}`))
    return response.status === 200 ? new Uint8Array(await response.arrayBuffer()) : null
  }

  #key(): SigningKey {
    return nativeSuite.signingKey(this.env.random(32))
  }

  #mix(name: MixRoleName): FakeMix {
    return new FakeMix(name, this.#key(), this.organisation, this.env.random(32), (path) =>
      this.get(path),
    )
  }

  #peer(name: string, answer: (path: string) => Promise<Uint8Array | null>): Peer {
    return {
      fetch: async (request) => {
        const { pathname } = new URL(request.url)
        this.asked.push(`${name} ${pathname}`)
        const bytes = this.silent.has(name) ? null : await answer(pathname)
        return bytes === null
          ? new Response(null, { status: 404 })
          : new Response(new Uint8Array(bytes))
      },
    }
  }

  async #desk(path: string): Promise<Uint8Array | null> {
    if (path === '/desk-keys') return this.#deskKeys()
    const place = this.desks.findIndex(({ id }) => path === `/trays/${toHex(id)}`)
    if (place < 0) return null
    const now = intervalNumber(REHEARSAL, this.env.nowMs())
    const first =
      now + ((place - (now % this.desks.length) + this.desks.length) % this.desks.length)
    const trays = Array.from({ length: REHEARSAL.traysAhead }, (_, tray) =>
      this.trays(first + tray * this.desks.length, tray),
    )
    return encodeTrayPack(first, trays)
  }

  #deskKeys(): Uint8Array {
    const offers = this.desks
      .filter(({ id }) => this.deskKeysOf.has(toHex(id)))
      .flatMap(({ id, key: identity }) =>
        EPOCHS.map((epoch) => {
          const key = epochKey(id, epoch)
          return signDeskKey(identity, this.organisation, {
            desk: id,
            generation: this.generation,
            epoch,
            key,
          })
        }),
      )
    const titles = Object.fromEntries(
      this.desks.map(({ id }) => [toHex(id), { en: { title: 'A desk', description: 'Reads.' } }]),
    )
    const text = fromUtf8(encodeDeskKeyOffers(offers))
    return utf8(`${text.slice(0, -1)},"titles":${JSON.stringify(titles)}}`)
  }
}

/** A mix as the publisher sees it: keys for eight epochs, one signature for each number. */
export class FakeMix {
  readonly name: MixRoleName
  readonly key: SigningKey
  readonly #organisation: Uint8Array
  readonly #fromPublisher: (path: string) => Promise<Uint8Array | null>
  readonly #signed = new Map<string, Uint8Array>()
  seed: Uint8Array
  /** The first epoch that it has a key for. */
  firstEpoch = 1
  signs = true
  /** What it holds of the published statements, by number. */
  readonly held: Map<number, Uint8Array> = new Map()
  batch = 3
  crowd = 17
  /** Its signed counts. */
  days: Uint8Array | null = null

  constructor(
    name: MixRoleName,
    key: SigningKey,
    organisation: Uint8Array,
    seed: Uint8Array,
    fromPublisher: (path: string) => Promise<Uint8Array | null>,
  ) {
    this.name = name
    this.key = key
    this.#organisation = organisation
    this.seed = seed
    this.#fromPublisher = fromPublisher
  }

  async answer(path: string): Promise<Uint8Array | null> {
    if (path === '/keys') return this.#keys()
    if (path === '/counts') return utf8(JSON.stringify({ batch: this.batch, crowd: this.crowd }))
    if (path === '/days') return this.days
    const asked = /^\/epoch\/(\d+)$/.exec(path)?.[1]
    if (asked !== undefined) return this.held.get(Number(asked)) ?? null
    const number = /^\/signature\/(\d+)$/.exec(path)?.[1]
    return number === undefined || !this.signs ? null : await this.#sign(number)
  }

  #keys(): Uint8Array {
    const offers = EPOCHS.filter((epoch) => epoch >= this.firstEpoch).map((epoch) => {
      const key = epochKey(this.seed, epoch)
      return signMixKey(this.key, this.#organisation, { mix: this.name, epoch, key })
    })
    return encodeMixKeyOffers(offers)
  }

  async #sign(number: string): Promise<Uint8Array | null> {
    const payload = await this.#fromPublisher(`/draft/${number}`)
    const held = this.#signed.get(number)
    if (held !== undefined || payload === null) return held ?? null
    const { key, signature } = signPayload(this.key, LABELS.statement, payload)
    const made = utf8(JSON.stringify({ keyid: toHex(key), sig: toBase64(signature) }))
    this.#signed.set(number, made)
    return made
  }
}

const EPOCHS = [1, 2, 3, 4, 5, 6, 7, 8]

const epochKeys = new Map<string, Uint8Array>()

/** Making an X-Wing key is the slow part of every world. */
function epochKey(seed: Uint8Array, epoch: number): Uint8Array {
  const name = `${toHex(seed)} ${epoch}`
  const known = epochKeys.get(name)
  if (known !== undefined) return known
  const made = nativeSuite.kemKey(nativeSuite.sha256(seed, utf8(`${epoch}`))).publicKey
  epochKeys.set(name, made)
  return made
}
