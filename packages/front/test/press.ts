import {
  type ListedStatement,
  makeCell,
  type NowDraft,
  seededEnv,
  type SeededEnv,
  signDeskKey,
  type SigningKey,
  signNow,
  signTrustList,
  type Statement,
  verifyStatement,
  verifyTrustList,
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
import {
  type SampleOrganisation,
  sampleOrganisation,
  signStatement,
  statementDraft,
  trustListDraft,
} from '../../../vectors/organisation.ts'
import { SearchIndex } from '../src/search/search-index.ts'
import { createFront, type Front, type FrontParts } from '../src/front.ts'
import { MemoryIntakeLog } from '../src/memory-intake-log.ts'

export const DAY_MS = 86_400_000
const START_MS: number = 20_800 * DAY_MS
const LINE = z.object({ event: z.string(), code: z.string().optional() })

/** An organisation whose publisher says what a test wants, and a front that pulls from it. */
export class Press {
  readonly env: SeededEnv
  readonly made: SampleOrganisation
  readonly documents: Map<string, Uint8Array> = new Map()
  readonly site: MemoryStore = new MemoryStore()
  readonly store: MemoryStore = new MemoryStore()
  readonly intake: MemoryIntakeLog = new MemoryIntakeLog()
  readonly counts: MemoryStore = new MemoryStore()
  readonly identity: SigningKey = nativeSuite.signingKey(new Uint8Array(32).fill(7))
  readonly lines: string[] = []
  readonly log: Log
  readonly #startMs: number
  #number = 0

  constructor(seed: string, startMs: number = START_MS) {
    this.#startMs = startMs
    this.env = seededEnv(seed, nativeSuite, startMs)
    this.made = sampleOrganisation(this.env)
    this.log = createLog('front', (line) => this.lines.push(line))
    const trust = trustListDraft(this.made, this.env.nowMs())
    this.documents.set('/trust/7', signTrustList([this.made.root], trust))
  }

  get publisher(): Peer {
    return directPeer((request) => {
      const bytes = this.documents.get(new URL(request.url).pathname)
      if (bytes === undefined) return new Response(null, { status: 404 })
      return new Response(new Uint8Array(bytes))
    }, 'front')
  }

  /** Set by tests of letters: the second desk then has no title, so letters go to it. */
  hasLetterDesk: boolean = false

  /** Publishes the epoch that begins so many days after the first one, number 41, or early. */
  publish(number: number = 41, earlyMs: number | null = null): Statement {
    const draft = statementDraft(this.made, this.#startMs)
    const fromMs = earlyMs ?? draft.fromMs + (number - 41) * DAY_MS
    const desks = draft.desks.map((desk, at) => {
      const { identity } = this.made.desks[at === 0 ? 0 : 1]
      const offer = { desk: desk.id, generation: 3, epoch: number, key: desk.key }
      const { signature } = signDeskKey(identity, this.made.id, offer)
      const titles = this.hasLetterDesk && at === 1 ? {} : desk.titles
      return { ...desk, titles, signature }
    })
    const document = signStatement(this.made, { ...draft, number, fromMs, desks })
    this.documents.set(`/epoch/${number}`, document)
    const trust = verifyTrustList(
      nativeSuite,
      this.documents.get('/trust/7') ?? new Uint8Array(0),
      this.made.root.publicKey,
      this.#startMs,
    )
    return verifyStatement(nativeSuite, document, trust)
  }

  /** Publishes a `/now` that lists these statements. */
  say(statements: readonly Statement[], changes: Partial<NowDraft> = {}): void {
    this.documents.set(
      '/now',
      signNow(this.made.signer, {
        organisation: this.made.id,
        number: ++this.#number,
        timeMs: this.env.nowMs(),
        trust: { number: 7, hash: this.#hashOf('/trust/7') },
        statements: statements.map((statement) => this.#listed(statement)),
        drop: null,
        days: [],
        batch: 1,
        crowd: 0,
        mirrors: [],
        ...changes,
      }),
    )
  }

  parts(changes: Partial<FrontParts> = {}): FrontParts {
    return {
      env: this.env,
      log: this.log,
      intake: this.intake,
      counts: this.counts,
      organisation: this.made.id,
      identity: this.identity,
      documents: this.store,
      site: this.site,
      search: new SearchIndex(),
      publisher: this.publisher,
      sitePull: null,
      root: this.made.root.publicKey,
      cellsPerHour: 1_000,
      lettersPerHour: { each: 1_000, all: 1_000 },
      ...changes,
    }
  }

  /** A front that has pulled once. */
  async front(changes: Partial<FrontParts> = {}): Promise<Front> {
    const front = await createFront(this.parts(changes))
    await front.tick()
    return front
  }

  cell(statement: Statement): Uint8Array {
    return makeCell(this.env, statement, null)
  }

  notices(): string[] {
    const said = this.lines.map((line) => LINE.parse(JSON.parse(line)))
    return said.flatMap(({ event, code }) => (event === 'notice' && code ? [code] : []))
  }

  #listed({ number, fromMs }: Statement): ListedStatement {
    return { number, fromMs, hash: this.#hashOf(`/epoch/${number}`) }
  }

  #hashOf(path: string): Uint8Array {
    return nativeSuite.sha256(this.documents.get(path) ?? new Uint8Array(0))
  }
}

/** All that a client can see of an answer. */
export async function faceOf(response: Response): Promise<object> {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()).toString('latin1'),
  }
}

export function post(body: Uint8Array): Request {
  return new Request('https://front/cell', { method: 'POST', body: new Uint8Array(body) })
}

export function page(path: string, headers: Record<string, string> = {}): Request {
  return new Request(`https://front${path}`, { headers })
}
