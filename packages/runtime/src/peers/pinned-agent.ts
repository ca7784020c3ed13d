import { Agent, type RequestOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'
import { PosternError } from '@postern/protocol'
import type { PeerIdentity } from './identity.ts'
import { shownFingerprint, TLS_FLOOR } from './pin.ts'

const MOST_SOCKETS = 4
const CONNECT_MS = 10_000

type Connected = (error: Error | null, socket: Duplex) => void

/**
 * Keeps connections to one peer, each handed out only after the far side's key has proved to be
 * the pinned one: no byte of a request reaches another server.
 */
export class PinnedAgent extends Agent {
  readonly #identity: Pick<PeerIdentity, 'certificatePem' | 'keyPem'>
  readonly #fingerprint: string

  constructor(identity: Pick<PeerIdentity, 'certificatePem' | 'keyPem'>, fingerprint: string) {
    super({ keepAlive: true, maxSockets: MOST_SOCKETS, maxCachedSessions: 0 })
    this.#identity = identity
    this.#fingerprint = fingerprint
  }

  override createConnection(options: RequestOptions, connected?: Connected): null {
    const socket = connect({
      host: options.hostname ?? options.host ?? 'localhost',
      port: Number(options.port ?? 443),
      ...TLS_FLOOR,
      cert: this.#identity.certificatePem,
      key: this.#identity.keyPem,
      rejectUnauthorized: false,
      timeout: CONNECT_MS,
    })
    awaitPinned(socket, this.#fingerprint, (error) => connected?.(error, socket))
    return null
  }
}

/** Calls back once: with null when the pinned key was shown, else with the reason. */
function awaitPinned(socket: TLSSocket, pin: string, done: (error: Error | null) => void): void {
  const settle = (error: Error | null): void => {
    socket.removeListener('error', fail)
    socket.removeListener('close', fail)
    socket.removeListener('timeout', fail)
    socket.setTimeout(0)
    if (error !== null) socket.on('error', () => undefined).destroy()
    done(error)
  }
  const fail = (): void => settle(new PosternError('peer-unreachable'))
  socket.once('error', fail)
  socket.once('close', fail)
  socket.once('timeout', fail)
  socket.once('secureConnect', () => {
    settle(shownFingerprint(socket) === pin ? null : new PosternError('peer-refused'))
  })
}
