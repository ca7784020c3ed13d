/** `node packages/desk/src/main.ts <folder>`: the desk server as a process. */
import { join } from 'node:path'
import { PosternError } from '@postern/protocol'
import {
  FileStore,
  listenHttp,
  listenPeers,
  loadConfig,
  type Log,
  type PeerClient,
  peerClient,
  type Running,
  runProcess,
  schedule,
  systemEnv,
} from '@postern/runtime'
import { openNewsroom } from './newsroom/open-newsroom.ts'
import { takeKeyrings } from './keyring-folder.ts'
import { readDeskPage } from './page-folder.ts'
import { createDeskServer } from './server/create-desk-server.ts'
import { DESK_PULL_BOUNDS } from './server/desk-drops.ts'
import { type DeskConfig, deskConfig } from './server/desk-config.ts'
import { SqliteDeskStore } from './server/sqlite-desk-store.ts'

/** In the rehearsal an interval is five seconds. */
const TICK_MS = { standard: 10_000, rehearsal: 500 }
/** Apart from the desks' rounds: laying a large paper takes long, and no desk waits for it. */
const NEWSROOM_TICK_MS = 5_000

runProcess('desk', start)

async function start(folder: string, log: Log): Promise<Running> {
  const config = loadConfig(folder, (value) => deskConfig.parse(value))
  const env = systemEnv({ offsetMs: config.clockOffsetMs })
  const store = new SqliteDeskStore(join(folder, 'desk.sqlite'))
  await takeKeyrings(folder, store)
  const peers = {
    publisher: clientOf(config, 'publisher', {}),
    'mix-2': clientOf(config, 'mix-2', DESK_PULL_BOUNDS),
    ...(config.peers.known['front'] && { front: clientOf(config, 'front', {}) }),
  }
  const drops = await FileStore.open(join(folder, 'drops'))
  const page = await readDeskPage(folder)
  const newsroom = await openNewsroom(folder, config, env)
  const server = createDeskServer({ env, config, store, drops, peers, page, log, newsroom })
  const { members, others } = addressesOf(config)
  const forPeers = await listenPeers({ ...others, log }, (request, peer) =>
    server.handle(request, peer),
  )
  const forMembers = await listenHttp({ ...members, log }, (request) => server.handle(request))
  await server.tick().catch((error: unknown) => log.failed(error))
  newsroom?.publish().catch((error: unknown) => log.failed(error))
  const rounds = schedule(env, { intervalMs: TICK_MS[config.column], log }, () => server.tick())
  const newsroomRhythm = { intervalMs: NEWSROOM_TICK_MS, log }
  const editions = schedule(env, newsroomRhythm, () => server.layPages())
  const stop = async (): Promise<void> => {
    await rounds.stop()
    await editions.stop()
    await forMembers.close()
    await forPeers.close()
    await server.close()
    store.close()
    for (const peer of Object.values(peers)) peer.close()
  }
  return { column: config.column, stop }
}

function clientOf(
  config: DeskConfig,
  name: string,
  bounds: Partial<typeof DESK_PULL_BOUNDS>,
): PeerClient {
  const known = config.peers.known[name]
  if (known === undefined) throw new PosternError('bad-config', `"peers.known" lacks ${name}`)
  const { identity } = config.peers
  return peerClient({ ...known, identity, ...bounds })
}

function addressesOf({ listen, peers }: DeskConfig): {
  members: { host: string; port: number }
  others: Omit<Parameters<typeof listenPeers>[0], 'log'>
} {
  if (listen === undefined) throw new PosternError('bad-config', '"listen" is missing')
  if (peers.listen === undefined) throw new PosternError('bad-config', '"peers.listen" is missing')
  const others = { ...peers.listen, identity: peers.identity, allowed: peers.allow }
  return { members: listen, others }
}
