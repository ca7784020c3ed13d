/** Another process of the system, as its caller sees it: a far server or, in games, a handler. */
export interface Peer {
  /**
   * Only method, path, query and body of the request count; its host is the peer's own.
   * PosternError: 'peer-unreachable', 'peer-refused', 'peer-too-large'.
   */
  fetch(request: Request): Promise<Response>
}

/** What a peer calls; `peer` is the caller's name in the callee's configuration. */
export type PeerHandler = (request: Request, peer: string) => Promise<Response> | Response

/** A request's address when the host does not matter: `${PEER_ORIGIN}/batch/1`. */
export const PEER_ORIGIN = 'https://peer'

/** A peer in the same process, for tests and the simulator: `name` is who asks. */
export function directPeer(handler: PeerHandler, name: string): Peer {
  return { fetch: async (request) => await handler(request, name) }
}
