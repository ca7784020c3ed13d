import {
  assembleStatement,
  decodeMixKeyOffers,
  encodeStatement,
  LABELS,
  makeCell,
  openDsse,
  openEnvelope,
  type Parameters,
  REHEARSAL,
  seededEnv,
  type SeededEnv,
  signDeskKey,
  type SigningKey,
  signNow,
  signTrustList,
  type Signature,
  type Statement,
  type Suite,
  verifyStatement,
  verifiedBy,
  verifyTrustList,
  fromBase64,
  fromHex,
} from '@postern/protocol'
import {
  createLog,
  directPeer,
  type Log,
  MemoryStore,
  nativeSuite,
  type Peer,
} from '@postern/runtime'
import { z } from 'zod'
import { MemoryKeyStore } from '../src/key-store.ts'
import { MemoryMarker } from '../src/marker.ts'
import { MemoryMixState } from '../src/memory-mix-state.ts'
import { createMix, type Mix, type MixParts } from '../src/mix.ts'
import { InlineOpener } from '../src/opener.ts'

const LINE = z.object({ event: z.string(), code: z.string().optional() })
const SIGNATURE = z.object({ keyid: z.string(), sig: z.string() })
const RANGE = z.object({ first: z.number(), last: z.number() })
const COUNTS = z.object({ batch: z.number(), crowd: z.number() })

/** What a test asks a mix for: the object, or a process behind a peer client. */
export type Asked = Pick<Mix, 'handle'>

export const HOUR_MS = 3_600_000
export const DAY_MS: number = 24 * HOUR_MS
const DAY_START_MS: number = 20_800 * DAY_MS

/** An organisation with its keys, and a publisher and a front that do just what they are told. */
export class House {
  readonly env: SeededEnv
  readonly organisation: Uint8Array
  readonly root: SigningKey
  readonly signer: SigningKey
  readonly mixSeeds: readonly [Uint8Array, Uint8Array]
  readonly mixes: readonly [SigningKey, SigningKey]
  readonly desk: { id: Uint8Array; identity: SigningKey; seed: Uint8Array }
  readonly documents: Map<string, Uint8Array> = new Map()
  readonly cells: Map<number, Uint8Array[]> = new Map()
  readonly log: Log
  readonly lines: string[] = []
  nowNumber: number = 0

  constructor(seed: string, suite: Suite = nativeSuite, startMs: number = DAY_START_MS + HOUR_MS) {
    this.env = seededEnv(seed, suite, startMs)
    const key = (): SigningKey => suite.signingKey(this.env.random(32))
    this.mixSeeds = [this.env.random(32), this.env.random(32)]
    this.organisation = this.env.random(16)
    this.root = key()
    this.signer = key()
    this.mixes = [suite.signingKey(this.mixSeeds[0]), suite.signingKey(this.mixSeeds[1])]
    this.desk = { id: this.env.random(16), identity: key(), seed: this.env.random(32) }
    this.log = createLog('mix-1', (line) => this.lines.push(line))
    this.documents.set('/trust/1', this.trustList())
  }

  get suite(): Suite {
    return this.env.suite
  }

  /** Sentences said so far. */
  notices(): string[] {
    const said = this.lines.map((line) => LINE.parse(JSON.parse(line)))
    return said.flatMap(({ event, code }) => (event === 'notice' && code ? [code] : []))
  }

  get publisher(): Peer {
    return directPeer(
      (request) => respond(this.documents.get(new URL(request.url).pathname)),
      'mix',
    )
  }

  /** Answers as the front does (intake routes); never trims. */
  get front(): Peer {
    return directPeer((request) => {
      const url = new URL(request.url)
      const held = this.cells.get(Number(url.pathname.split('/')[2])) ?? []
      const [from, max] = ['from', 'max'].map((name) => Number(url.searchParams.get(name)))
      if ((from ?? 0) > held.length) return new Response(null, { status: 409 })
      const part = held.slice(from, (from ?? 0) + (max ?? 0))
      const headers = { 'postern-next': String((from ?? 0) + part.length) }
      return new Response(Buffer.concat(part), { headers })
    }, 'mix-1')
  }

  trustList(): Uint8Array {
    const nowMs = this.env.nowMs()
    return signTrustList([this.root], {
      organisation: this.organisation,
      number: 1,
      issuedMs: nowMs,
      expiresMs: nowMs + 80 * DAY_MS,
      root: this.root.publicKey,
      nextRoot: null,
      signer: this.signer.publicKey,
      mixes: this.mixes.map(({ publicKey }, at) => ({ name: `mix ${at + 1}`, key: publicKey })),
      desks: [{ id: this.desk.id, key: this.desk.identity.publicKey, leastGeneration: 1 }],
      witnesses: [],
    })
  }

  /** A draft of a statement from the keys that the mixes hand in. */
  async draft(
    mixes: readonly Asked[],
    number: number,
    fromMs: number = DAY_START_MS + (number - 1) * DAY_MS,
    changes: Partial<Parameters> = {},
  ): Promise<Uint8Array> {
    const mixKeys = await Promise.all(mixes.map((mix) => keyOf(mix, number)))
    const { id, identity, seed } = this.desk
    const key = this.suite.kemKey(seed).publicKey
    const offer = { desk: id, generation: 1, epoch: number, key }
    const { signature } = signDeskKey(identity, this.organisation, offer)
    const titles = { en: { title: 'Desk', description: 'A desk' } }
    const payload = encodeStatement({
      organisation: this.organisation,
      number,
      fromMs,
      parameters: { ...REHEARSAL, ...changes },
      mixKeys,
      desks: [{ id, generation: 1, key, signature, titles }],
    })
    this.documents.set(`/draft/${number}`, payload)
    return payload
  }

  /** Publishes a draft under the signatures that the mixes hand out. */
  async publish(mixes: readonly Asked[], number: number): Promise<Statement> {
    const payload = this.documents.get(`/draft/${number}`) ?? new Uint8Array(0)
    const signatures = await Promise.all(mixes.map((mix) => signatureOf(mix, number)))
    const document = assembleStatement(payload, signatures)
    this.documents.set(`/epoch/${number}`, document)
    this.documents.delete(`/draft/${number}`)
    return verifyStatement(this.suite, document, this.trust())
  }

  /** Keys, draft, signatures, statement: everything until an epoch can begin. */
  async begin(mixes: readonly Mix[], number: number = 1): Promise<Statement> {
    for (const mix of mixes) await mix.tick()
    await this.draft(mixes, number)
    for (const mix of mixes) await mix.tick()
    const statement = await this.publish(mixes, number)
    for (const mix of mixes) await mix.tick()
    return statement
  }

  publishNow(timeMs: number, batch: number, statements: readonly Statement[]): void {
    const hashOf = (path: string): Uint8Array =>
      this.suite.sha256(this.documents.get(path) ?? new Uint8Array(0))
    const now = signNow(this.signer, {
      organisation: this.organisation,
      number: ++this.nowNumber,
      timeMs,
      trust: { number: 1, hash: hashOf('/trust/1') },
      statements: statements.map(({ number, fromMs }) => ({
        number,
        fromMs,
        hash: hashOf(`/epoch/${number}`),
      })),
      drop: null,
      days: [],
      batch,
      crowd: 0,
      mirrors: [],
    })
    this.documents.set('/now', now)
  }

  trust(): ReturnType<typeof verifyTrustList> {
    const document = this.documents.get('/trust/1') ?? new Uint8Array(0)
    return verifyTrustList(this.suite, document, this.root.publicKey, this.env.nowMs())
  }

  /** A real cell whose fragment begins with this byte, posted to the front. */
  post(statement: Statement, mark: number): Uint8Array {
    const signing = this.suite.signingKey(this.env.random(32))
    const body = Uint8Array.of(mark)
    const part = { messageId: this.env.random(16), index: 0, count: 1, body }
    const cell = makeCell(this.env, statement, { deskId: this.desk.id, signing, part })
    this.postBytes(statement.number, cell)
    return cell
  }

  postCover(statement: Statement): void {
    this.postBytes(statement.number, makeCell(this.env, statement, null))
  }

  postBytes(epoch: number, cell: Uint8Array): void {
    this.cells.set(epoch, [...(this.cells.get(epoch) ?? []), cell])
  }

  /** The marks of the envelopes that the desk can open, in their order. */
  marksIn(envelopes: readonly Uint8Array[], statement: Statement): number[] {
    const key = this.suite.kemKey(this.desk.seed)
    return envelopes.flatMap((envelope) => {
      const opened = openEnvelope(this.suite, key, statement.hash, envelope)
      return opened === null ? [] : [opened.plaintext[32 + 64 + 16 + 6] ?? -1]
    })
  }
}

/** The number of the newest batch that a mix shows; 0 for none. */
export async function lastOf(mix: Asked): Promise<number> {
  const response = await get(mix, '/batches')
  return response.status === 200 ? RANGE.parse(await response.json()).last : 0
}

/** What a mix answers under `/counts`. */
export async function countsOf(mix: Asked): Promise<{ batch: number; crowd: number }> {
  return COUNTS.parse(await (await get(mix, '/counts')).json())
}

/** What a mix has signed of its days; throws unless it is this key's. */
export async function daysOf(suite: Suite, mix: Asked, key: Uint8Array): Promise<unknown> {
  const opened = openDsse(await bytesOf(mix, '/days'), LABELS.dailyCounts)
  if (!verifiedBy(suite, opened, key)) throw new TypeError('signed by somebody else')
  return JSON.parse(new TextDecoder().decode(opened.payload))
}

/** The stores of one mix: what outlives its crash. */
export type Stores = Pick<MixParts, 'state' | 'marker' | 'keys' | 'batches' | 'documents'>

export function memoryStores(): Stores {
  return {
    state: new MemoryMixState(),
    marker: new MemoryMarker(),
    keys: new MemoryKeyStore(),
    batches: new MemoryStore(),
    documents: new MemoryStore(),
  }
}

export function partsOf(
  house: House,
  role: 'mix-1' | 'mix-2',
  upstream: Peer,
  stores: Stores,
): MixParts {
  return {
    ...stores,
    role,
    column: 'rehearsal',
    env: house.env,
    log: house.log,
    organisation: house.organisation,
    root: house.root.publicKey,
    identity: house.mixes[role === 'mix-1' ? 0 : 1],
    opener: new InlineOpener(house.suite),
    upstream,
    publisher: house.publisher,
    cellsAPull: 3,
  }
}

export interface Pair {
  readonly mix1: Mix
  readonly mix2: Mix
}

/** Both mixes over these stores, mix 2 pulling from mix 1. */
export async function pair(
  house: House,
  first: Stores = memoryStores(),
  second: Stores = memoryStores(),
): Promise<Pair> {
  const mix1 = await createMix(partsOf(house, 'mix-1', house.front, first))
  const mix2 = await createMix(partsOf(house, 'mix-2', peerOf(mix1, 'mix-2'), second))
  return { mix1, mix2 }
}

export function peerOf(mix: Mix, name: string): Peer {
  return directPeer((request, peer) => mix.handle(request, peer), name)
}

export async function get(mix: Asked, path: string, peer: string = 'test'): Promise<Response> {
  return await mix.handle(new Request(`https://peer${path}`), peer)
}

export async function bytesOf(mix: Asked, path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await get(mix, path)).arrayBuffer())
}

async function keyOf(mix: Asked, number: number): Promise<Uint8Array> {
  const offers = decodeMixKeyOffers(await bytesOf(mix, '/keys'))
  const key = offers.find(({ epoch }) => epoch === number)?.key
  if (key === undefined) throw new TypeError(`no key for epoch ${number}`)
  return key
}

async function signatureOf(mix: Asked, number: number): Promise<Signature> {
  const response = await get(mix, `/signature/${number}`)
  if (response.status !== 200) throw new TypeError(`no signature for epoch ${number}`)
  const { keyid, sig } = SIGNATURE.parse(await response.json())
  return { key: fromHex(keyid), signature: fromBase64(sig) }
}

function respond(bytes: Uint8Array | undefined): Response {
  return bytes === undefined
    ? new Response(null, { status: 404 })
    : new Response(new Uint8Array(bytes))
}
