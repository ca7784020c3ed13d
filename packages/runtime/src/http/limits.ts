import type { Server, ServerOptions } from 'node:http'

/**
 * Bounds against slow and endless requests. A page's requests are small; 60 s for a whole
 * request leave room for 16 KiB over a slow onion circuit.
 */
export const SERVER_OPTIONS: Readonly<ServerOptions> = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 30_000,
  maxHeaderSize: 8_192,
  noDelay: true,
}

const MOST_CONNECTIONS = 4_096
const MOST_HEADERS = 64
const REFUSAL = 'HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'

/** Sets what cannot be set at construction; whatever is no HTTP gets one fixed answer. */
export function limit(server: Server): void {
  server.maxConnections = MOST_CONNECTIONS
  server.maxHeadersCount = MOST_HEADERS
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end(REFUSAL)
    else socket.destroy()
  })
}
