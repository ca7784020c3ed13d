import type { Server, ServerOptions } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Log } from '../log/log.ts'

/** Bounds against slow and endless requests; each is a field of node's own ServerOptions. */
export type Limits = Pick<
  ServerOptions,
  'headersTimeout' | 'requestTimeout' | 'connectionsCheckingInterval' | 'keepAliveTimeout'
>

/** 60 s for a whole request leave room for 16 KiB over a slow onion circuit. */
const LIMITS: Limits = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 30_000,
}

const MOST_HEADER_BYTES = 8_192
const MOST_HEADERS = 64
const MOST_CONNECTIONS = 4_096

/** Of the answer to what is no HTTP, unless a server has its own. */
const REFUSAL_HEADERS: Readonly<Record<string, string>> = { 'content-length': '0' }

/**
 * What a server is made with; `limits` replaces single bounds, for tests. A request without a host
 * is left to the handler: node's own answer to it has a face of its own.
 */
export function serverOptions(limits: Limits = {}): ServerOptions {
  return {
    ...LIMITS,
    ...limits,
    maxHeaderSize: MOST_HEADER_BYTES,
    noDelay: true,
    requireHostHeader: false,
  }
}

/**
 * Sets what cannot be set at construction. Whatever is no HTTP, or comes too slowly, is counted and
 * gets one fixed answer: byte for byte the 400 that a handler sends with these headers on a closing
 * connection. A connection on which nothing came is closed without a word: a browser opens some ahead
 * of need, and would take the word for the answer to the request that crosses it.
 */
export function limit(
  server: Server,
  log: Log | undefined,
  headers: Readonly<Record<string, string>> = REFUSAL_HEADERS,
): void {
  server.maxConnections = MOST_CONNECTIONS
  server.maxHeadersCount = MOST_HEADERS
  const refusal = refusalWith(headers)
  server.on('clientError', (_error, socket) => {
    if (socket.writable && isAsked(socket)) {
      log?.count('request-refused')
      socket.end(refusal)
    } else socket.destroy()
  })
  server.on('checkExpectation', (incoming, outgoing) => server.emit('request', incoming, outgoing))
}

function isAsked(socket: Duplex): boolean {
  return socket instanceof Socket && socket.bytesRead > 0
}

function refusalWith(headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return ['HTTP/1.1 400 Bad Request', ...lines, 'Connection: close', '', ''].join('\r\n')
}
