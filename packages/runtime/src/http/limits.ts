import type { Server, ServerOptions } from 'node:http'

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
const REFUSAL = 'HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'

/** What a server is made with; `limits` replaces single bounds, for tests. */
export function serverOptions(limits: Limits = {}): ServerOptions {
  return { ...LIMITS, ...limits, maxHeaderSize: MOST_HEADER_BYTES, noDelay: true }
}

/** Sets what cannot be set at construction; whatever is no HTTP gets one fixed answer. */
export function limit(server: Server): void {
  server.maxConnections = MOST_CONNECTIONS
  server.maxHeadersCount = MOST_HEADERS
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end(REFUSAL)
    else socket.destroy()
  })
}
