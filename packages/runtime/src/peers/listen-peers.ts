import { constants } from 'node:crypto'
import { createServer } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { answer } from '../http/listen-http.ts'
import { limit, serverOptions } from '../http/limits.ts'
import { startListening, type Listening } from '../http/listening.ts'
import type { Log } from '../log/log.ts'
import type { PeerIdentity } from './identity.ts'
import { PEER_ORIGIN, type PeerHandler } from './peer.ts'
import { shownFingerprint, TLS_FLOOR } from './pin.ts'

const HANDSHAKE_MS = 10_000

export interface PeerAddress {
  host: string
  /** 0 for any free port. */
  port: number
  identity: Pick<PeerIdentity, 'certificatePem' | 'keyPem'>
  /** Name of each process that may call, and its fingerprint; all others are cut off. */
  allowed: Readonly<Record<string, string>>
  log?: Log
}

/**
 * Serves the processes beside this one over mutual TLS 1.3. A connection whose key is not pinned
 * is cut at the end of its handshake, before a byte of a request is read. (M1)
 */
export async function listenPeers(address: PeerAddress, handler: PeerHandler): Promise<Listening> {
  const names = new Map(Object.entries(address.allowed).map(([name, print]) => [print, name]))
  const admitted = new WeakMap<object, string>()
  const server = createServer({ ...serverOptions(), ...tlsOptions(address) })
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    const name = names.get(shownFingerprint(socket) ?? '')
    if (name === undefined) refuse(socket, address.log)
    else admitted.set(socket, name)
  })
  server.on('request', (incoming, outgoing) => {
    const name = admitted.get(incoming.socket)
    if (name === undefined) incoming.destroy()
    else void answer(incoming, outgoing, PEER_ORIGIN, (asked) => handler(asked, name), address.log)
  })
  limit(server, address.log)
  return await startListening(server, address.host, address.port)
}

function refuse(socket: TLSSocket, log: Log | undefined): void {
  log?.count('peer-refused')
  socket.destroy()
}

function tlsOptions({ identity }: PeerAddress): object {
  return {
    ...TLS_FLOOR,
    cert: identity.certificatePem,
    key: identity.keyPem,
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: HANDSHAKE_MS,
    secureOptions: constants.SSL_OP_NO_TICKET,
  }
}
