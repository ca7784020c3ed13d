import type { BrowserContext, Request } from 'playwright-core'

/** All of one request that the network or a server could tell readers apart by, but for its bytes. */
export interface Recorded {
  readonly method: string
  /** The path, with each number as `#`. */
  readonly path: string
  readonly headers: string
  readonly bodyBytes: number
  readonly status: number
  readonly answerBytes: number
}

/** Headers that name the browser's own moment, not the reader. */
const headerLine = (headers: Record<string, string>): string =>
  Object.entries(headers)
    .filter(([name]) => !name.startsWith(':'))
    .map(([name, value]) => `${name}: ${value.replaceAll(/\d+/g, '#')}`)
    .toSorted()
    .join('\n')

/** The tab's picture: asked for once a profile, by the browser, at a time that no page chooses. */
function isBrowsersOwn(request: Request): boolean {
  return new URL(request.url()).pathname.startsWith('/assets/icon-')
}

/** Writes down every request of one browser, in the order in which they left. */
export class Recorder {
  readonly #requests: Request[] = []

  constructor(context: BrowserContext) {
    context.on('request', (request) => {
      if (!isBrowsersOwn(request)) this.#requests.push(request)
    })
  }

  /** Requests so far: the mark from which a visit is read. */
  get count(): number {
    return this.#requests.length
  }

  async since(mark: number): Promise<Recorded[]> {
    return await Promise.all(this.#requests.slice(mark).map(record))
  }
}

async function record(request: Request): Promise<Recorded> {
  const [headers, response] = [await request.allHeaders(), await request.response()]
  const body = request.postDataBuffer()
  return {
    method: request.method(),
    path: new URL(request.url()).pathname.replaceAll(/\/\d+/g, '/#'),
    headers: headerLine(headers),
    bodyBytes: body?.length ?? 0,
    status: response?.status() ?? 0,
    answerBytes: Number((await response?.headerValue('content-length')) ?? -1),
  }
}

/** The first difference between two visits in words; null when there is none. */
export function difference(a: readonly Recorded[], b: readonly Recorded[]): string | null {
  const line = (one: Recorded | undefined): string =>
    one === undefined
      ? 'nothing'
      : `${one.method} ${one.path} ${one.bodyBytes} B → ${one.status} ${one.answerBytes} B`
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [left, right] = [a[at], b[at]]
    if (JSON.stringify(left) === JSON.stringify(right)) continue
    const headers = left?.headers === right?.headers ? '' : ' (headers differ)'
    return `request ${at + 1}: source ${line(left)}, reader ${line(right)}${headers}`
  }
  return null
}
