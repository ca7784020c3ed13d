import { type Env, isLaneCount, LANE_CHUNK_BYTES, PosternError } from '@postern/protocol'
import { readBody } from '@postern/runtime'
import { ACCEPTED, type Answer, answer, NOT_FOUND, REFUSED, UNAVAILABLE } from '../answer.ts'
import { Turns } from '../door/turns.ts'
import type { ChunkTaken, LaneStore } from './lane-store.ts'

/** Each holds one chunk in memory. */
const CHUNKS_AT_ONCE = 16
const CHUNKS_IN_LINE = 64
/** What no desk has taken by then is erased. */
const LANE_DAYS = 7

const HELD = /^\/lane\/([0-9a-f]{32})$/
const CHUNK = /^\/lane\/([0-9a-f]{32})\/(\d{1,4})\/(\d{1,4})$/
const PEER_CHUNK = /^\/lane\/([0-9a-f]{32})\/(\d{1,4})$/

/** Whether a path is one of the fast lane's. */
export function isLanePath(path: string): boolean {
  return path.startsWith('/lane/')
}

/**
 * The fast lane for large files, on the onion address alone (section 11): sealed chunks of one size,
 * under an id that the sender draws. It knows nothing of a file but into which class its size falls.
 */
export class Lane {
  readonly #env: Env
  readonly #store: LaneStore
  readonly #turns: Turns = new Turns(CHUNKS_AT_ONCE, CHUNKS_IN_LINE)

  constructor(env: Env, store: LaneStore) {
    this.#env = env
    this.#store = store
  }

  /**
   * `GET /lane/<id>`: how many chunks are here, 4 bytes; 0 for an id that nobody used. `PUT
   * /lane/<id>/<count>/<index>`: the next chunk. 200 when it is durable, 409 when it is not the next
   * one or not the same as before, 507 when there is no room.
   */
  async handle(request: Request): Promise<Answer> {
    const { pathname } = new URL(request.url)
    const [, held] = HELD.exec(pathname) ?? []
    if (held !== undefined && request.method === 'GET') return this.#held(held)
    const [, id, count, index] = CHUNK.exec(pathname) ?? []
    if (id === undefined || request.method !== 'PUT') return NOT_FOUND
    const taken = await this.#turns.take(() => this.#put(id, Number(count), Number(index), request))
    return taken ?? UNAVAILABLE
  }

  /** The desk server: `GET /lane/<id>/<index>` of a whole upload, `DELETE /lane/<id>` once it has it. */
  async handlePeer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    const [, erased] = HELD.exec(pathname) ?? []
    if (erased !== undefined && request.method === 'DELETE') {
      await this.#store.erase(erased)
      return new Response(null, { status: 204 })
    }
    const [, id, index] = PEER_CHUNK.exec(pathname) ?? []
    const chunk =
      id === undefined || request.method !== 'GET' ? null : await this.#store.get(id, Number(index))
    return chunk === null
      ? new Response(null, { status: 404 })
      : new Response(new Uint8Array(chunk))
  }

  /** On the schedule. */
  async forget(): Promise<void> {
    await this.#store.forget(this.#env.nowMs(), LANE_DAYS)
  }

  #held(id: string): Answer {
    const body = new Uint8Array(4)
    new DataView(body.buffer).setUint32(0, this.#store.look(id)?.held ?? 0)
    return answer({ status: 200, type: 'application/octet-stream', keeping: 'no-store', body })
  }

  async #put(id: string, count: number, index: number, request: Request): Promise<Answer> {
    const chunk = await chunkOf(request)
    if (chunk === null || !isLaneCount(count)) return REFUSED
    return ANSWERS[await this.#store.put(id, count, index, chunk, this.#env.nowMs())]
  }
}

const ANSWERS: Readonly<Record<ChunkTaken, Answer>> = {
  taken: ACCEPTED,
  'out-of-turn': { ...REFUSED, status: 409 },
  changed: { ...REFUSED, status: 409 },
  'no-room': { ...REFUSED, status: 507 },
}

async function chunkOf(request: Request): Promise<Uint8Array | null> {
  try {
    const body = await readBody(request, LANE_CHUNK_BYTES)
    return body.length === LANE_CHUNK_BYTES ? body : null
  } catch (error) {
    if (error instanceof PosternError) return null
    throw error
  }
}
