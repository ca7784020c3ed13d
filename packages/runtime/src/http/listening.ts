import type { Server } from 'node:http'
import { PosternError } from '@postern/protocol'
import { hasCode } from '../files/file-error.ts'

/** After this the connections that are still busy are cut. */
const CLOSE_GRACE_MS = 3_000
/** How often kept connections that have become idle are looked for meanwhile. */
const CLOSE_IDLE_MS = 20

/** A server that listens. */
export interface Listening {
  /** The real port, also when 0 was asked for. */
  readonly port: number
  /** Takes no more requests, lets those under way end for at most 3 s, then cuts them. */
  close(): Promise<void>
}

/**
 * Starts listening; a later failure to accept a connection (no file handle left) ends nothing.
 * PosternError('port-taken') with one sentence when the port is in use or not
 * ours to use.
 */
export async function startListening(
  server: Server,
  host: string,
  port: number,
): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, host, port)))
    server.listen(port, host, resolve)
  })
  server.removeAllListeners('error')
  server.on('error', () => undefined)
  const address = server.address()
  const realPort = typeof address === 'object' && address !== null ? address.port : port
  return { port: realPort, close: () => closeServer(server) }
}

function explain(error: Error, host: string, port: number): Error {
  if (hasCode(error, 'EADDRINUSE')) {
    return new PosternError('port-taken', `port ${port} on ${host} is already in use`)
  }
  if (hasCode(error, 'EACCES')) {
    return new PosternError('port-taken', `port ${port} on ${host} needs rights this user has not`)
  }
  if (hasCode(error, 'EADDRNOTAVAIL')) {
    return new PosternError('port-taken', `${host} is not an address of this machine`)
  }
  return error
}

async function closeServer(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
  const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_MS)
  await new Promise<void>((resolve) => server.close(() => resolve()))
  clearTimeout(cut)
  clearInterval(idle)
}
