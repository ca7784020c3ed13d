import { PosternError } from '@postern/protocol'
import { PEER_ORIGIN, type Peer, readBody } from '@postern/runtime'

/** A peer's document, or null when it has none. Throws what the peer throws, and 'peer-refused'. */
export async function getBytes(
  peer: Peer,
  path: string,
  maxBytes: number,
): Promise<Uint8Array | null> {
  const response = await peer.fetch(new Request(`${PEER_ORIGIN}${path}`))
  if (response.status === 404) return null
  if (response.status !== 200) throw new PosternError('peer-refused')
  return await readBody(response, maxBytes)
}
