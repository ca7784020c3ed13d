import { type DirectHandler, listenHttp, type Listening, type Log } from '@postern/runtime'
import { NOT_FOUND, REFUSED, toResponse } from './answer.ts'
import { doorPageOf } from './door/door.ts'
import type { Front } from './front.ts'
import type { OnionConfig } from './front-config.ts'
import { isLanePath } from './lane/lane.ts'
import { rawRoutes } from './raw-routes.ts'

/** A letter with its files over a slow circuit; the door's own bounds end what never ends. */
const REQUEST_MS = 300_000

/**
 * The same site at the onion address, and the door besides. What is the onion's is told by the
 * listener that Tor alone reaches, never by what a request says of itself; a request that names
 * another host finds nothing.
 */
export async function listenOnion(
  front: Front,
  { host, listen }: OnionConfig,
  log: Log,
): Promise<Listening> {
  const everyone = rawRoutes(front)
  const isNamed = (named: string | null): boolean => named === host || named === `${host}:80`
  const direct: DirectHandler = (incoming, outgoing) => {
    const [path = ''] = (incoming.url ?? '').split('?')
    const isOnions = doorPageOf(path) !== null || isLanePath(path)
    const isEveryones = isNamed(incoming.headers.host ?? null) && !isOnions
    return isEveryones && everyone(incoming, outgoing)
  }
  const limits = { requestTimeout: REQUEST_MS }
  const address = { ...listen, log, direct, limits, refusalHeaders: REFUSED.headers }
  return await listenHttp(address, async (request) =>
    isNamed(request.headers.get('host'))
      ? await front.atOnion(request)
      : toResponse(NOT_FOUND, request.method),
  )
}
