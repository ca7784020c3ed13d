import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Log } from '../log/log.ts'
import { drain } from './body-stream.ts'
import { limit, serverOptions, type Limits } from './limits.ts'
import { startListening, type Listening } from './listening.ts'
import { sendEmpty, sendResponse, toRequest } from './web-adapter.ts'

export type Handler = (request: Request) => Promise<Response> | Response

/**
 * Answers a request on node:http itself, without a web Request: true when it took the request.
 * For the one hot path, `POST /cell`. It must set `sendDate = false` and declare its length.
 */
export type DirectHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean

export interface HttpAddress {
  host: string
  /** 0 for any free port. */
  port: number
  /** Where requests that failed inside, or were none, are counted. */
  log?: Log
  direct?: DirectHandler
  /** Of the 400 for what is no HTTP, so that it looks like the handler's own; with a length. */
  refusalHeaders?: Readonly<Record<string, string>>
  /** Other bounds than the usual ones, for tests. */
  limits?: Limits
}

/** Serves web requests over plain HTTP/1.1; TLS is by whatever stands before it. */
export async function listenHttp(address: HttpAddress, handler: Handler): Promise<Listening> {
  const origin = `http://${address.host.includes(':') ? `[${address.host}]` : address.host}`
  const server = createServer(serverOptions(address.limits), (incoming, outgoing) => {
    if (address.direct?.(incoming, outgoing) === true) return
    void answer(incoming, outgoing, origin, handler, address.log)
  })
  limit(server, address.log, address.refusalHeaders)
  return await startListening(server, address.host, address.port)
}

/** One request from beginning to end; whatever fails inside has one face outside. */
export async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  origin: string,
  handler: Handler,
  log: Log | undefined,
): Promise<void> {
  outgoing.on('error', () => undefined)
  try {
    const request = toRequest(incoming, origin)
    if (request === null) sendEmpty(400, outgoing)
    else await sendResponse(await handler(request), outgoing)
  } catch {
    log?.count('request-failed')
    sendEmpty(500, outgoing)
  }
  drain(incoming)
}
