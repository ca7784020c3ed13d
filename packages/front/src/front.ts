import {
  type Argon2id,
  type Env,
  type Letter,
  PosternError,
  signDayCounts,
  type SigningKey,
} from '@postern/protocol'
import { type BlobStore, isDiskFull, type Log, Notices, type Peer } from '@postern/runtime'
import {
  ACCEPTED,
  type Answer,
  forbidden,
  NOT_FOUND,
  REFUSED,
  toResponse,
  UNAVAILABLE,
} from './answer.ts'
import { Door, doorPageOf } from './door/door.ts'
import type { DoorHouse } from './door/door-house.ts'
import { type EpochWindow, epochWindow } from './epoch-window.ts'
import { Intake } from './intake.ts'
import { isLanePath, Lane } from './lane/lane.ts'
import type { LaneStore } from './lane/lane-store.ts'
import type { IntakeLog } from './intake-log.ts'
import { answerIntake } from './intake-routes.ts'
import { KeptCells } from './kept-cells.ts'
import { type FormPost, LetterDoor } from './letters/letter-door.ts'
import { sealLetter } from './letters/seal-letter.ts'
import { PublicCounts } from './public-counts.ts'
import { PublicDocuments } from './public-documents.ts'
import { answerPublic } from './public-routes.ts'
import { RateLimit } from './rate-limit.ts'
import { receiveCell } from './receive-cell.ts'
import { isSearchPath, SearchDoor } from './search/search-door.ts'
import type { SearchIndex } from './search/search-index.ts'
import { SitePages } from './site-pages.ts'
import type { SitePull } from './site-pull.ts'

export interface FrontParts {
  readonly env: Env
  readonly log: Log
  readonly intake: IntakeLog
  /** How many cells were kept in each day. */
  readonly counts: BlobStore
  /** The front's own folder of public documents. */
  readonly documents: BlobStore
  /** The rendered site, written by others. */
  readonly site: BlobStore
  /** Made from the rendered site, for the search. */
  readonly search: SearchIndex
  readonly publisher: Peer
  /** Takes new renderings of the site; null where the site is laid by hand. */
  readonly sitePull: Pick<SitePull, 'pull'> | null
  /** The organisation's root key, 32 bytes. */
  readonly root: Uint8Array
  readonly organisation: Uint8Array
  /** Signs the day counts and nothing else. */
  readonly identity: SigningKey
  /** Cells that one address may post in an hour. */
  readonly cellsPerHour: number
  /** Letters that one address may post in an hour, and all together. */
  readonly lettersPerHour: { readonly each: number; readonly all: number }
  /** For the door without script, where this front is an onion service too. */
  readonly onion?: OnionParts
}

export interface OnionParts {
  /** `….onion`, as readers type it. */
  readonly host: string
  readonly argon2id: Argon2id
  /** Where the fast lane's sealed chunks lie. */
  readonly lane: LaneStore
}

/** The one peer that reads the intake (M1). */
const INTAKE_READER = 'mix-1'
/** The one peer that reads the day counts (M10). */
const COUNTS_READER = 'publisher'
/** The one peer that takes large files (O12). */
const LANE_READER = 'desk'
/** Failures of a pull in which the publisher did answer. */
const NOT_OF_SILENCE: readonly string[] = ['document-refused', 'disk-full']

/** Starts from what its folders hold, so that it serves at once; pulls nothing yet. */
export async function createFront(parts: FrontParts): Promise<Front> {
  const documents = await PublicDocuments.open(parts.env, parts.documents, parts.root, parts.log)
  const kept = await KeptCells.open(parts.counts, parts.intake)
  const front = new Front(parts, documents, kept)
  await front.refreshSite()
  return front
}

/**
 * The edge (F1–F4): the site's bytes, the public documents, and the intake of cells. It
 * holds no key that opens anything, and nothing that it does depends on what a cell is.
 */
export class Front {
  readonly #parts: FrontParts
  readonly #env: Env
  readonly #log: Log
  readonly #publisher: Peer
  readonly #documents: PublicDocuments
  readonly #site: SitePages
  readonly #intake: Intake
  readonly #kept: KeptCells
  readonly #counts: PublicCounts = new PublicCounts()
  readonly #limit: RateLimit
  readonly #letters: LetterDoor
  readonly #search: SearchDoor
  readonly #notices: Notices
  /** Null where this front is no onion service. */
  readonly #door: Door | null
  readonly #lane: Lane | null
  /** The last cell found no room. */
  #noRoom = false

  constructor(parts: FrontParts, documents: PublicDocuments, kept: KeptCells) {
    this.#parts = parts
    this.#kept = kept
    this.#env = parts.env
    this.#log = parts.log
    this.#publisher = parts.publisher
    this.#documents = documents
    this.#site = new SitePages(parts.site)
    this.#intake = new Intake(parts.intake, kept)
    this.#limit = new RateLimit(parts.env, parts.cellsPerHour)
    this.#notices = new Notices(parts.log)
    this.#search = new SearchDoor(parts.env, this.#site, parts.search)
    this.#letters = new LetterDoor({
      env: parts.env,
      lettersPerHour: parts.lettersPerHour,
      page: (path) => this.#site.bytes(path),
      keep: async (letter) => await this.#keepLetter(letter),
    })
    const { onion } = parts
    this.#lane = onion ? new Lane(parts.env, onion.lane) : null
    this.#door = onion ? new Door(this.#doorHouse(), onion.argon2id, onion.host) : null
  }

  /** Web requests: of a pinned peer when `peer` is its name, of the public when there is none. */
  async handle(request: Request, peer?: string): Promise<Response> {
    if (peer === undefined) return await answerPublic(this, request)
    if (peer === INTAKE_READER) return await answerIntake(this.#intake, request)
    if (peer === COUNTS_READER) return this.#answerDays(request)
    if (peer === LANE_READER && this.#lane) return await this.#lane.handlePeer(request)
    return new Response(null, { status: 404 })
  }

  /**
   * A body posted to `/cell` (F1, F2). Resolves when the cell is durable. The address is looked
   * at in memory, under this hour's salt, and goes nowhere else (F3).
   */
  async receive(body: Uint8Array, address: string): Promise<Answer> {
    const reception = receiveCell(body, this.window())
    if (reception.kind === 'refuse' || !this.#limit.admit(address)) return this.refuse()
    if (reception.kind === 'unavailable') return this.#unavailable()
    if (reception.kind === 'keep') return await this.#keep(reception.epoch, body)
    this.#log.count('cell-of-other-epoch')
    return ACCEPTED
  }

  /**
   * A form: a search, or something about letters, which is sealed at once for the moderators' desk
   * (S4). The answer is a page.
   */
  async post(form: FormPost): Promise<Answer> {
    if (isSearchPath(form.path)) return await this.#search.post(form)
    return await this.#letters.post(form)
  }

  /** What is no cell, or one too many, gets this (F1); what it was is not told apart. */
  refuse(): Answer {
    this.#log.count('cell-refused')
    return REFUSED
  }

  /**
   * What a reader finds at a request's target: a document, a page of the site, or the one 404. A
   * query is part of no document's address (B4); on a page, where links that others share bring
   * one along, it changes nothing.
   */
  page(target: string, acceptEncoding: string): Answer {
    const query = target.indexOf('?')
    const path = query === -1 ? target : target.slice(0, query)
    const document = this.#documents.answer(target) ?? this.#counts.answer(target)
    const page = document ?? this.#site.answer(path, acceptEncoding)
    return page ?? this.#site.missing(path, acceptEncoding) ?? NOT_FOUND
  }

  /**
   * A request for something that can only be read. The door's form is not here: whoever posts to it
   * at the public address gets the one page that says how to reach it, and nothing is looked at.
   */
  notRead(target: string): Answer {
    const [path = ''] = target.split('?')
    const page = doorPageOf(path)
    const found = page === null ? null : this.#site.answer(page, '')
    return found === null ? NOT_FOUND : forbidden(found)
  }

  /** A request to the door or the fast lane, on the onion address. */
  async atOnion(request: Request): Promise<Response> {
    const way = isLanePath(new URL(request.url).pathname) ? this.#lane : this.#door
    const answer = (await way?.handle(request)) ?? NOT_FOUND
    return toResponse(answer, request.method)
  }

  window(): EpochWindow {
    const { now, parameters } = this.#documents
    if (now === null || parameters === null) return { kind: 'closed' }
    const { epochMs } = parameters
    const clock = { servedMs: now.timeMs, ownMs: this.#env.nowMs(), epochMs }
    return epochWindow(now.statements, clock)
  }

  /** On the schedule: takes what is new, lets go of what is over, says what is wrong. */
  async tick(): Promise<void> {
    await this.#pull()
    await this.#counts.pull(this.#publisher)
    await this.#pullSite()
    await this.refreshSite()
    await this.#kept.look(this.#env.nowMs())
    await this.#lane?.forget()
    await this.#intake.forget(this.#documents.now, this.window(), this.#env.nowMs())
    this.#notices.set('door-closed', this.window().kind === 'closed')
    this.#notices.say()
  }

  async close(): Promise<void> {
    await this.#intake.close()
    this.#parts.search.close()
  }

  /** `GET /days`: the signed counts of the days that are over. */
  #answerDays(request: Request): Response {
    const isAsked = request.method === 'GET' && new URL(request.url).pathname === '/days'
    if (!isAsked) return new Response(null, { status: 404 })
    const { identity, organisation } = this.#parts
    const { days } = this.#kept
    const signed = signDayCounts(identity, organisation, 'front', days, this.#env.nowMs())
    return new Response(new Uint8Array(signed))
  }

  #doorHouse(): DoorHouse {
    const documents = this.#documents
    const bytesOf = (name: string): Uint8Array[] => {
      const bytes = documents.bytes(name)
      return bytes === null ? [] : [bytes]
    }
    return {
      env: this.#env,
      organisation: this.#parts.organisation,
      statement: () => documents.statement,
      days: () => (documents.now?.days ?? []).flatMap(({ number }) => bytesOf(`day/${number}`)),
      drop: () => {
        const number = documents.now?.drop?.number ?? null
        const [bytes] = number === null ? [] : bytesOf(`drop/${number}`)
        return number === null || bytes === undefined ? null : { number, bytes }
      },
      keep: (cell) => this.#keepUncounted(cell),
      sitePage: (path) => this.#site.answer(path, '')?.body ?? null,
    }
  }

  /**
   * A cell that the door has sealed, into the intake as everyone's. It is in no count of the log: on a
   * quiet night the count of a minute would tell that somebody wrote, and how much.
   */
  async #keepUncounted(cell: Uint8Array): Promise<boolean> {
    const reception = receiveCell(cell, this.window())
    return reception.kind === 'keep' && (await this.#append(reception.epoch, cell))
  }

  async #keep(epoch: number, cell: Uint8Array): Promise<Answer> {
    if (!(await this.#append(epoch, cell))) return this.#unavailable()
    this.#log.count('cell-kept')
    return ACCEPTED
  }

  /** True when the cell is durable (F2). */
  async #append(epoch: number, cell: Uint8Array): Promise<boolean> {
    try {
      await this.#intake.append(epoch, cell)
    } catch (error) {
      this.#notKept(error)
      return false
    }
    this.#noRoom = false
    return true
  }

  /** Through the intake log, as readers' cells go: no other file ever holds a letter. */
  async #keepLetter(letter: Letter): Promise<boolean> {
    const { statement } = this.#documents
    const window = this.window()
    if (statement === null || window.kind === 'closed' || !window.kept.has(statement.number))
      return false
    const cells = sealLetter(this.#env, statement, letter)
    if (cells === null) return false
    for (const cell of cells)
      if ((await this.#keep(statement.number, cell)) !== ACCEPTED) return false
    return true
  }

  /** A full disk passes by itself, and so does a crowd; what else fails wants a restart. */
  #notKept(error: unknown): void {
    if (isDiskFull(error)) this.#noRoom = true
    else if (!(error instanceof PosternError)) this.#log.failed(error)
    else if (error.code !== 'log-busy') this.#notices.set('intake-failed', true)
  }

  #unavailable(): Answer {
    this.#log.count('cell-not-durable')
    return UNAVAILABLE
  }

  async #pull(): Promise<void> {
    const failure = await codeOf(() => this.#documents.pull(this.#publisher))
    this.#log.count(failure === null ? 'pull-done' : 'pull-failed')
    const isSilent = failure !== null && !NOT_OF_SILENCE.includes(failure)
    this.#notices.set('documents-refused', failure === 'document-refused')
    this.#notices.set('publisher-silent', isSilent)
    this.#notices.set('disk-full', failure === 'disk-full' || this.#noRoom)
    this.#notices.set('clock-off', this.#documents.isClockOff)
  }

  /** A newsroom that is away takes nothing from readers: the last rendering goes on being served. */
  async #pullSite(): Promise<void> {
    const { sitePull } = this.#parts
    if (sitePull === null) return
    const failure = await codeOf(() => sitePull.pull())
    if (failure !== null) this.#log.count('pull-failed')
  }

  /** Looks whether a new site was laid into the folder. */
  async refreshSite(): Promise<void> {
    const failure = await codeOf(async () => {
      if (await this.#site.refresh()) this.#parts.search.refresh(this.#site)
    })
    this.#notices.set('site-damaged', failure !== null)
  }
}

/** The code of the expected failure that `work` ended in, or null. */
async function codeOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (isDiskFull(error)) return 'disk-full'
    if (error instanceof PosternError) return error.code
    throw error
  }
}
