import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { demonstration, renderSite } from '@postern/site'
import { buildReader, composerMarkup } from '../../src/index.ts'
import { House } from '../house.ts'

/** One request as whoever serves it, or watches the line, sees it. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  /** Names of headers, sorted, joined. */
  readonly headers: string
  readonly bodyBytes: number
  readonly answerBytes: number
}

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types postern",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** A front with the demonstration paper and a house of real documents behind it, on loopback. */
export class TestSite {
  readonly house: House
  readonly seen: SeenRequest[] = []
  /** Paths answered with an error, as long as they stand here. */
  readonly broken: Set<string> = new Set()
  #workersHeld: Promise<void> | null = null
  readonly #server: Server
  readonly #pages: Map<string, { readonly bytes: Uint8Array; readonly type: string }>

  private constructor(house: House, pages: TestSite['pages']) {
    this.house = house
    this.#pages = pages
    this.#server = createServer((request, response) => {
      void this.#serve(request, response)
    })
  }

  static async open(seed: string): Promise<TestSite> {
    const languages = ['en', 'ru', 'uk', 'fa']
    const records = { ...demonstration(), languages }
    const titles = records.desks.map((desk) => desk.titles)
    const house = new House(seed, Date.now(), titles)
    const client = await buildReader(house.trusted)
    const options = {
      ...client,
      composer: composerMarkup,
      rehearsal: true,
      origin: 'https://paper.test',
    }
    const pages = new Map(await renderSite(records, options))
    const made = new TestSite(house, pages)
    await new Promise<void>((resolve) => made.#server.listen(0, '127.0.0.1', resolve))
    return made
  }

  get pages(): Map<string, { readonly bytes: Uint8Array; readonly type: string }> {
    return this.#pages
  }

  get address(): string {
    const address = this.#server.address()
    return typeof address === 'string' ? address : `http://127.0.0.1:${address?.port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Requests since the mark, with document numbers taken out. */
  shapes(from = 0): string[] {
    return this.seen
      .slice(from)
      .map(({ method, path, headers, bodyBytes, answerBytes }) =>
        [method, path.replace(/\d+$/, 'n'), headers, bodyBytes, answerBytes].join(' '),
      )
  }

  /** From now on nothing may be cached, and workers wait for their file; the answer lets them have it. */
  holdWorkers(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#workersHeld = promise
    return resolve
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    const body = await bodyOf(request)
    const isHeld = this.#workersHeld !== null
    const answer = this.#answer(request.method ?? '', path, body)
    const headers = Object.keys(request.headers).toSorted().join(',')
    const answerBytes = path === '/now' ? 0 : answer.bytes.length
    this.seen.push({
      method: request.method ?? '',
      path,
      headers,
      bodyBytes: body.length,
      answerBytes,
    })
    if (request.headers['sec-fetch-dest'] === 'worker') await this.#workersHeld
    const mayKeep = path.startsWith('/assets/') && answer.status === 200 && !isHeld
    response.writeHead(answer.status, {
      ...HEADERS,
      'content-type': answer.type,
      'cache-control': mayKeep ? 'max-age=31536000, immutable' : 'no-store',
    })
    response.end(answer.bytes)
  }

  #answer(
    method: string,
    path: string,
    body: Uint8Array,
  ): { status: number; type: string; bytes: Uint8Array } {
    const none = { status: 404, type: 'text/plain', bytes: new Uint8Array(0) }
    if (this.broken.has(path)) return { ...none, status: 503 }
    if (method === 'POST' && path === '/cell') {
      this.house.receive(body)
      return { status: 200, type: 'text/plain', bytes: Uint8Array.of(111, 107) }
    }
    const page = this.#pages.get(path)
    if (page !== undefined) return { status: 200, ...page }
    const bytes = this.house.documents.get(path.slice(1))
    return bytes === undefined ? none : { status: 200, type: 'application/octet-stream', bytes }
  }
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of request) if (part instanceof Uint8Array) parts.push(part)
  return new Uint8Array(Buffer.concat(parts))
}
