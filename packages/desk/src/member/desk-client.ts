import {
  BUNDLE_BYTES,
  fromUtf8,
  JsonObject,
  PosternError,
  type SigningKey,
  type Suite,
  toHex,
} from '@postern/protocol'
import { newsroomMessage } from './newsroom-act.ts'
import { readRequests, type RecoveryRequest } from './recovery.ts'
import { sessionMessage } from './session-message.ts'

/** Numbers of the desk drops that the server keeps. */
export interface DropNumbers {
  readonly first: number
  readonly last: number
}

/** Sends one request: `fetch` in a browser, the server's handler in tests. */
export type Send = (request: Request) => Promise<Response>

interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

/** What the server said, whatever it was. */
export interface Answer {
  readonly status: number
  readonly body: Uint8Array
}

/** One act in the newsroom, to be signed. */
interface Act {
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body: Uint8Array
  readonly atMs: number
}

/**
 * One member's talk with the desk server: a session by signature, begun anew whenever the server
 * forgot it. Throws PosternError 'desk-unreachable', 'desk-refused' (this key is no member) or
 * 'desk-answered-nonsense'.
 */
export class DeskClient {
  readonly #origin: string
  readonly #send: Send
  readonly #organisation: Uint8Array
  readonly #key: SigningKey
  #token: string | null = null

  constructor(origin: string, send: Send, organisation: Uint8Array, key: SigningKey) {
    this.#origin = origin
    this.#send = send
    this.#organisation = organisation
    this.#key = key
  }

  /** 16 bytes. */
  get organisation(): Uint8Array {
    return this.#organisation
  }

  async now(): Promise<Uint8Array | null> {
    return await this.#get('/now')
  }

  async trust(number: number): Promise<Uint8Array | null> {
    return await this.#get(`/trust/${number}`)
  }

  async statement(number: number): Promise<Uint8Array | null> {
    return await this.#get(`/epoch/${number}`)
  }

  /** The reader drop that the last `/now` named. */
  async readerDrop(): Promise<Uint8Array | null> {
    return await this.#get('/reader-drop')
  }

  async dropNumbers(): Promise<DropNumbers | null> {
    const bytes = await this.#get('/drops')
    if (bytes === null) return null
    const range = jsonOf(bytes)
    if (range.isNull('first')) return null
    return { first: range.integer('first'), last: range.integer('last') }
  }

  async drop(number: number): Promise<Uint8Array | null> {
    return await this.#get(`/drop/${number}`)
  }

  /** The bundles from a position on, some 256 at most. */
  async log(desk: Uint8Array, from: number): Promise<Uint8Array[]> {
    const bytes = await this.#get(`/log/${toHex(desk)}?from=${from}`)
    const count = (bytes?.length ?? 0) / BUNDLE_BYTES
    if (bytes === null || !Number.isInteger(count)) throw new PosternError('desk-answered-nonsense')
    return Array.from({ length: count }, (_, n) =>
      bytes.slice(n * BUNDLE_BYTES, (n + 1) * BUNDLE_BYTES),
    )
  }

  /** False when the log has another length. */
  async append(desk: Uint8Array, length: number, bundle: Uint8Array): Promise<boolean> {
    const path = `/log/${toHex(desk)}?length=${length}`
    return await this.#put({ method: 'POST', path, body: bundle })
  }

  /** False when the log has another length. */
  async putTrays(desk: Uint8Array, length: number, pack: Uint8Array): Promise<boolean> {
    const path = `/trays/${toHex(desk)}?length=${length}`
    return await this.#put({ method: 'PUT', path, body: pack })
  }

  async putDeskKeys(desk: Uint8Array, offers: Uint8Array): Promise<boolean> {
    return await this.#put({ method: 'PUT', path: `/desk-keys/${toHex(desk)}`, body: offers })
  }

  /** One sealed chunk of a large file; null when the front has it no more, or not all of it yet. */
  async laneChunk(id: Uint8Array, index: number): Promise<Uint8Array | null> {
    return await this.#get(`/lane/${toHex(id)}/${index}`)
  }

  /** The front may erase it. */
  async laneTaken(id: Uint8Array): Promise<void> {
    await this.#put({ method: 'POST', path: `/lane/${toHex(id)}/taken` })
  }

  /** What the authority answered about this root, DER; null when there is none, or no answer. */
  async timeStamp(root: Uint8Array): Promise<Uint8Array | null> {
    const { status, body } = await this.post('/time-stamp', root)
    return status === 200 ? body : null
  }

  /** Certificates of the time-stamping authority, PEM; empty where the desk has none. */
  async authority(): Promise<string> {
    const bytes = await this.#get('/time-stamp')
    return bytes === null ? '' : fromUtf8(bytes)
  }

  /** False where too many lie unused. Throws PosternError 'desk-unreachable' for any other refusal. */
  async putInvitation(
    { id, key }: { readonly id: string; readonly key: Uint8Array },
    desks: readonly Uint8Array[],
    welcome: Uint8Array,
  ): Promise<boolean> {
    const of = desks.map((desk) => toHex(desk)).join()
    const path = `/invitation/${id}?key=${toHex(key)}&desks=${of}`
    return await this.#put({ method: 'PUT', path, body: welcome })
  }

  async dropInvitation(id: Uint8Array): Promise<void> {
    await this.#put({ method: 'DELETE', path: `/invitation/${toHex(id)}` })
  }

  /** From now on the server does not know this member at this desk. */
  async putOut(desk: Uint8Array, member: Uint8Array): Promise<void> {
    const path = `/put-out/${toHex(desk)}?member=${toHex(member)}`
    await this.#put({ method: 'POST', path })
  }

  /** What members ask who can open their keyrings no more. */
  async recoveries(): Promise<RecoveryRequest[]> {
    return readRequests((await this.#get('/recoveries')) ?? new Uint8Array(0))
  }

  async putRecoveryShare(request: Uint8Array, sealed: Uint8Array): Promise<void> {
    await this.#put({ method: 'PUT', path: `/recovery-share/${toHex(request)}`, body: sealed })
  }

  async putKeyring(keyring: Uint8Array): Promise<boolean> {
    return await this.#put({ method: 'PUT', path: '/keyring', body: keyring })
  }

  /** Null when there is no such thing for this member. */
  async json(path: string): Promise<JsonObject | null> {
    const bytes = await this.#get(path)
    return bytes && jsonOf(bytes)
  }

  /** Null when there is no such thing for this member. */
  async bytes(path: string): Promise<Uint8Array | null> {
    return await this.#get(path)
  }

  /** Signs and asks. */
  async act({ method, path, body, atMs }: Act, suite: Suite): Promise<Answer> {
    const act = { request: `${method} ${path}`, digest: suite.sha256(body), atMs }
    const signature = this.#key.sign(newsroomMessage(this.#organisation, act))
    const headers = { 'postern-at': String(atMs), 'postern-signature': toHex(signature) }
    return await this.#answered({ method, path, headers, ...(body.length > 0 && { body }) })
  }

  /** Asks what changes nothing that others see, unsigned. */
  async post(path: string, body: Uint8Array): Promise<Answer> {
    return await this.#answered({ method: 'POST', path, body })
  }

  async #answered(ask: Ask): Promise<Answer> {
    const response = await this.#ask(ask)
    return { status: response.status, body: await bodyOf(response) }
  }

  async #get(path: string): Promise<Uint8Array | null> {
    const response = await this.#ask({ method: 'GET', path })
    if (response.status === 404) return null
    if (response.status !== 200) throw new PosternError('desk-unreachable')
    return await bodyOf(response)
  }

  async #put(ask: Ask): Promise<boolean> {
    const response = await this.#ask(ask)
    // Chromium keeps the bytes of a request until its answer has been read.
    await bodyOf(response)
    const { status } = response
    if (status !== 200 && status !== 409) throw new PosternError('desk-unreachable')
    return status === 200
  }

  async #ask(ask: Ask): Promise<Response> {
    const token = this.#token ?? (await this.#begin())
    const response = await this.#fetch(ask, token)
    if (response.status !== 401) return response
    await bodyOf(response)
    return await this.#fetch(ask, await this.#begin())
  }

  async #begin(): Promise<string> {
    this.#token = null
    const challenge = await this.#fetch({ method: 'POST', path: '/session/challenge' }, null)
    const nonce = await bodyOf(challenge)
    if (challenge.status !== 200 || nonce.length !== 32) throw new PosternError('desk-unreachable')
    const signature = this.#key.sign(sessionMessage(this.#organisation, nonce))
    const asked = {
      member: toHex(this.#key.publicKey),
      nonce: toHex(nonce),
      signature: toHex(signature),
    }
    const body = new TextEncoder().encode(JSON.stringify(asked))
    const answer = await this.#fetch({ method: 'POST', path: '/session', body }, null)
    if (answer.status === 401) throw new PosternError('desk-refused')
    if (answer.status !== 200) throw new PosternError('desk-unreachable')
    this.#token = jsonOf(await bodyOf(answer)).text('token', 64)
    return this.#token
  }

  async #fetch(
    { method, path, body, headers: more }: Ask,
    token: string | null,
  ): Promise<Response> {
    const headers: Record<string, string> =
      token === null ? {} : { ...more, authorization: `Bearer ${token}` }
    const request = new Request(`${this.#origin}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: body.slice() }),
    })
    try {
      return await this.#send(request)
    } catch {
      throw new PosternError('desk-unreachable')
    }
  }
}

/** A connection cut inside the body is a connection cut. */
async function bodyOf(response: Response): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer())
  } catch {
    throw new PosternError('desk-unreachable')
  }
}

function jsonOf(bytes: Uint8Array): JsonObject {
  try {
    return new JsonObject(JSON.parse(fromUtf8(bytes)))
  } catch {
    throw new PosternError('desk-answered-nonsense')
  }
}
