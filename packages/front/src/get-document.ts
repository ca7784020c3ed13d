import { PosternError } from '@postern/protocol'
import { PEER_ORIGIN, type Peer, readBody } from '@postern/runtime'

/** Larger than every public document; the recent drop is the largest. */
const MOST_BYTES = 262_144

/** A public document's bytes. PosternError 'document-missing', or what the peer throws. */
export async function getDocument(publisher: Peer, path: string): Promise<Uint8Array> {
  const response = await publisher.fetch(new Request(`${PEER_ORIGIN}${path}`))
  if (response.status !== 200) throw new PosternError('document-missing')
  return await readBody(response, MOST_BYTES)
}
