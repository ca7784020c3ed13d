import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyStream } from './body-stream.ts'

/**
 * The web Request of what node:http received; the sender's address is not in it. Null for what
 * the standard does not allow, like TRACE.
 */
export function toRequest(incoming: IncomingMessage, origin: string): Request | null {
  const method = incoming.method ?? 'GET'
  try {
    const init = { method, headers: toHeaders(incoming), ...toBody(incoming, method) }
    return new Request(toUrl(incoming.url ?? '/', origin), init)
  } catch {
    return null
  }
}

/**
 * Sends a web Response, its headers and nothing else: no Date, no Server. A body without a
 * declared length is gathered first, so that the length is always declared.
 */
export async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.sendDate = false
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) outgoing.appendHeader(name, value)
  if (response.headers.has('content-length')) return await streamBody(response, outgoing)
  const body = new Uint8Array(await response.arrayBuffer())
  if (mayHaveBody(response.status)) outgoing.setHeader('content-length', body.length)
  outgoing.end(body)
}

/** An answer without words: 400 for what is no request, 500 for every failure inside. */
export function sendEmpty(status: 400 | 500, outgoing: ServerResponse): void {
  if (outgoing.headersSent) return void outgoing.destroy()
  for (const name of outgoing.getHeaderNames()) outgoing.removeHeader(name)
  outgoing.sendDate = false
  outgoing.writeHead(status, { 'content-length': 0 })
  outgoing.end()
}

/** The target is always a path on this origin, also when it looks like `//host` or a whole URL. */
function toUrl(target: string, origin: string): URL {
  const url = new URL(origin)
  const queryAt = target.indexOf('?')
  url.pathname = queryAt < 0 ? target : target.slice(0, queryAt)
  url.search = queryAt < 0 ? '' : target.slice(queryAt)
  return url
}

function toHeaders(incoming: IncomingMessage): Headers {
  const headers = new Headers()
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '')
  }
  return headers
}

function toBody(incoming: IncomingMessage, method: string): RequestInit {
  if (method === 'GET' || method === 'HEAD') return {}
  const init = { body: bodyStream(incoming), duplex: 'half' } as const
  return init
}

async function streamBody(response: Response, outgoing: ServerResponse): Promise<void> {
  const reader = response.body?.getReader()
  outgoing.once('close', () => void reader?.cancel().catch(() => undefined))
  for (;;) {
    const part = (await reader?.read())?.value
    if (part === undefined) break
    if (!outgoing.write(part)) await drained(outgoing)
  }
  outgoing.end()
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once('drain', resolve)
    outgoing.once('close', resolve)
  })
}

function mayHaveBody(status: number): boolean {
  return status !== 204 && status !== 304
}
