import { type Env, fromHex, REHEARSAL, STANDARD } from '@postern/protocol'
import { type BlobStore, isDiskFull, type Log, Notices, type Peer } from '@postern/runtime'
import type { Hono } from 'hono'
import type { Newsroom } from '../newsroom/newsroom.ts'
import { newsroomRoutes } from '../newsroom/newsroom-routes.ts'
import { siteRoutes } from '../newsroom/site-routes.ts'
import type { DeskConfig } from './desk-config.ts'
import { DeskDrops } from './desk-drops.ts'
import type { DeskStore } from './desk-store.ts'
import { DeskWatch } from './desk-watch.ts'
import { memberRoutes } from './member-routes.ts'
import { Membership } from './membership.ts'
import type { PageFile } from './page-file.ts'
import { peerRoutes } from './peer-routes.ts'
import { PublicDocuments } from './public-documents.ts'
import type { Room } from './room.ts'
import { Sessions } from './sessions.ts'

export interface DeskServerParts {
  readonly env: Env
  readonly config: DeskConfig
  readonly store: DeskStore
  /** Mix 2's batches, never thrown away. */
  readonly drops: BlobStore
  readonly peers: {
    readonly publisher: Peer
    readonly 'mix-2': Peer
    /** For large files; without it there are none. */
    readonly front?: Peer
  }
  readonly page: readonly PageFile[]
  readonly log: Log
  /** What editors and moderators make public; null where this machine publishes nothing. */
  readonly newsroom?: Newsroom | null
}

export interface DeskServer {
  /** A request of a member, or of a peer when its name is given. */
  handle(request: Request, peer?: string): Promise<Response>
  /** Pulls the public documents and mix 2's new batches, and says what is wrong. By the clock. */
  tick(): Promise<void>
  /** What the clock brings to the newsroom's pages; what is wrong is said with the next tick. By the clock. */
  layPages(): Promise<void>
  close(): Promise<void>
}

/** The one peer that pulls the site. */
const FRONT = 'front'

/**
 * The desk server: one log a desk, the desk drops, trays, keys and sealed keyrings. It knows the
 * members' public keys and nothing of contacts. (D1, D2)
 */
export function createDeskServer(parts: DeskServerParts): DeskServer {
  const { env, config, store, log, page } = parts
  const root = fromHex(config.root)
  const notices = new Notices(log)
  const room: Room = { forDrops: true, forBundles: true, forPages: true }
  const { publisher, 'mix-2': mix2 } = parts.peers
  const documents = new PublicDocuments({ env, log, notices, root, publisher })
  const drops = new DeskDrops({ suite: env.suite, store: parts.drops, mix2, log, notices })
  const membership = new Membership(config.desks, store)
  const sessions = new Sessions(env, fromHex(config.organisation), membership)
  const parameters = config.column === 'standard' ? STANDARD : REHEARSAL
  const desks = config.desks.map(({ id }) => id)
  const watch = new DeskWatch({ env, parameters, store, notices, desks })
  const members = memberRoutes({
    env,
    config,
    parameters,
    store,
    drops,
    documents,
    sessions,
    membership,
    page,
    log,
    room,
    front: parts.peers.front ?? null,
  })
  const newsroom = parts.newsroom ?? null
  if (newsroom !== null) {
    const organisation = fromHex(config.organisation)
    members.route('/newsroom', newsroomRoutes({ env, organisation, newsroom, sessions }))
  }
  const peers = peerRoutes(config, store)
  const forFront = siteRoutes(newsroom)
  const routesOf = (peer: string | undefined): Hono => {
    if (peer === undefined) return members
    return peer === FRONT ? forFront : peers
  }
  return {
    handle: async (request, peer) => await routesOf(peer).fetch(request),
    tick: async () => {
      try {
        await watch.step()
        await documents.pull()
        if (documents.trust !== null) await drops.pull(documents.trust)
        room.forDrops = true
      } catch (error) {
        if (!isDiskFull(error)) throw error
        room.forDrops = false
      } finally {
        notices.set('disk-full', Object.values(room).includes(false))
        notices.say()
      }
    },
    layPages: async () => {
      try {
        await newsroom?.tick(env.nowMs())
        room.forPages = true
      } catch (error) {
        if (!isDiskFull(error)) throw error
        room.forPages = false
      }
    },
    close: async () => newsroom?.close(),
  }
}
