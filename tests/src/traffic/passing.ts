import {
  createServer,
  type IncomingMessage,
  request as ask,
  type Server,
  type ServerResponse,
} from 'node:http'
import { ownPage } from './elsewhere.ts'
import type { TwinSites } from './twin-sites.ts'

/** One request as the front has it, but for its bytes. */
export interface LoggedRequest {
  /** Milliseconds since 1970. */
  readonly at: number
  /** The reader's address. */
  readonly lane: string
  readonly host: string
  readonly method: string
  /** Numbers of documents as `#`. */
  readonly shape: string
  /** Names in their order. */
  readonly headers: string
  readonly bodyBytes: number
  readonly status: number
  readonly answerBytes: number
}

/** A cell whose first bytes arrived, whole or not. */
export interface Arrival {
  readonly lane: string
  readonly at: number
}

/** Who is told of what passes. */
export interface PassingEvents {
  readonly request: (entry: LoggedRequest) => void
  readonly cell: (cell: Arrival) => void
}

/** What this game's own terminator adds, and what belongs to the connection. */
const NOT_THE_READERS = /^(?:x-lane|host|connection|content-length)$/

/** Longer than nginx keeps an idle connection, so that it is never closed under a request. */
const UPSTREAM_KEEPS_MS = 120_000

/** Stands between terminator and front and tells of every request: the front's whole view. */
export class Passing {
  readonly #front: URL
  readonly #twins: TwinSites
  readonly #on: PassingEvents
  readonly #server: Server

  private constructor(front: URL, twins: TwinSites, on: PassingEvents) {
    this.#front = front
    this.#twins = twins
    this.#on = on
    this.#server = createServer({ keepAliveTimeout: UPSTREAM_KEEPS_MS }, (request, response) => {
      this.#noteCell(request)
      void this.#pass(request, response).catch(() => response.destroy())
    })
  }

  static async start(front: string, twins: TwinSites, on: PassingEvents): Promise<Passing> {
    const passing = new Passing(new URL(front), twins, on)
    await new Promise<void>((listening) => passing.#server.listen(0, '127.0.0.1', listening))
    return passing
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' ? (address?.port ?? 0) : 0
  }

  #noteCell({ url, headers }: IncomingMessage): void {
    if (url !== '/cell') return
    this.#on.cell({ lane: String(headers['x-lane'] ?? ''), at: Date.now() })
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = Date.now()
    const host = request.headers.host ?? ''
    const body = await bodyOf(request)
    const answer = ownPage(host, request.url ?? '') ?? (await this.#ask(request, body))
    const shown = this.#twins.apply(host, request.url ?? '', answer)
    response.writeHead(shown.status, shown.headers)
    response.end(shown.body)
    this.#on.request({
      at,
      lane: String(request.headers['x-lane'] ?? ''),
      host,
      method: request.method ?? '',
      shape: (request.url ?? '').replaceAll(/\/\d+/g, '/#'),
      headers: headerNames(request),
      bodyBytes: body.length,
      status: shown.status,
      answerBytes: shown.body.length,
    })
  }

  #ask(request: IncomingMessage, body: Buffer): Promise<Passed> {
    const { 'x-lane': _lane, ...headers } = request.headers
    return new Promise((done, failed) => {
      const onward = ask(
        this.#front,
        { method: request.method, path: request.url, headers, agent: false },
        (answered) => void passedOn(answered).then(done, failed),
      )
      onward.on('error', failed)
      onward.end(body)
    })
  }
}

/** An answer on its way back. */
export interface Passed {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

async function passedOn(answered: IncomingMessage): Promise<Passed> {
  const { connection: _connection, ...headers } = answered.headers
  return { status: answered.statusCode ?? 0, headers, body: await bodyOf(answered) }
}

function headerNames({ rawHeaders }: IncomingMessage): string {
  return rawHeaders
    .filter((_, index) => index % 2 === 0)
    .map((name) => name.toLowerCase())
    .filter((name) => !NOT_THE_READERS.test(name))
    .join(',')
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) if (part instanceof Buffer) parts.push(part)
  return Buffer.concat(parts)
}
