import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

/** The web Request of what node:http received. The sender's address is not in it. */
export function toRequest(incoming: IncomingMessage, origin: string): Request {
  const method = incoming.method ?? 'GET'
  const url = new URL(origin)
  const [path = '/', ...query] = (incoming.url ?? '/').split('?')
  url.pathname = path
  url.search = query.join('?')
  return new Request(url, { method, headers: toHeaders(incoming), ...toBody(incoming, method) })
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

/** The one face of every failure inside: no words, no stack. */
export function sendFailure(outgoing: ServerResponse): void {
  if (outgoing.headersSent) {
    outgoing.destroy()
    return
  }
  outgoing.sendDate = false
  outgoing.writeHead(500, { 'content-length': 0 })
  outgoing.end()
}

function toHeaders(incoming: IncomingMessage): Headers {
  const headers = new Headers()
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2) {
    const name = incoming.rawHeaders[at] ?? ''
    if (!name.startsWith(':')) headers.append(name, incoming.rawHeaders[at + 1] ?? '')
  }
  return headers
}

function toBody(incoming: IncomingMessage, method: string): RequestInit {
  if (method === 'GET' || method === 'HEAD') return {}
  return { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' }
}

async function streamBody(response: Response, outgoing: ServerResponse): Promise<void> {
  for await (const part of response.body ?? []) {
    if (!outgoing.write(part)) await drained(outgoing)
    if (outgoing.destroyed) return
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
