import { fromUtf8, JsonObject, PosternError } from '@postern/protocol'
import { type Log, type Peer, PEER_ORIGIN, readBody } from '@postern/runtime'

/** The largest thing pulled is a standard tray pack, 202,760 bytes. */
const MOST_BYTES = 262_144

/**
 * Asks a peer for one document: its bytes, or null when it has none or cannot be reached, which is
 * counted; the next tick asks again.
 */
export async function pull(peer: Peer, path: string, log: Log): Promise<Uint8Array | null> {
  try {
    const response = await peer.fetch(new Request(`${PEER_ORIGIN}${path}`))
    return response.status === 200 ? await readBody(response, MOST_BYTES) : null
  } catch (error) {
    if (!(error instanceof PosternError)) throw error
    log.count('pull-failed')
    return null
  }
}

/** What `read` makes of a pulled document; null, and counted, when it is malformed. */
export function readPulled<T>(
  bytes: Uint8Array | null,
  log: Log,
  read: (bytes: Uint8Array) => T,
): T | null {
  if (bytes === null) return null
  try {
    return read(bytes)
  } catch (error) {
    if (!(error instanceof PosternError)) throw error
    log.count('document-refused')
    return null
  }
}

/** The JSON object in a pulled document. Throws PosternError 'malformed'. */
export function jsonObject(bytes: Uint8Array): JsonObject {
  return new JsonObject(parsed(fromUtf8(bytes)))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new PosternError('malformed', 'not JSON')
  }
}
