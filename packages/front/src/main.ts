/** `node packages/front/src/main.ts <folder>`: the front as a process. */
import { join } from 'node:path'
import { type Env, fromHex, PosternError } from '@postern/protocol'
import {
  endProcess,
  FileStore,
  listenHttp,
  listenPeers,
  loadConfig,
  type Log,
  nativeArgon2id,
  type PeerAddress,
  type PeerClient,
  peerClient,
  type Running,
  runProcess,
  schedule,
  systemEnv,
  writeFileDurably,
} from '@postern/runtime'
import { REFUSED } from './answer.ts'
import {
  CELLS_PER_HOUR,
  type FrontConfig,
  frontConfig,
  LANE_BYTES,
  LETTERS_PER_HOUR,
  type OnionConfig,
} from './front-config.ts'
import { createFront, type FrontParts, type OnionParts } from './front.ts'
import { LaneStore } from './lane/lane-store.ts'
import { listenOnion } from './onion-listener.ts'
import { rawRoutes } from './raw-routes.ts'
import { SearchIndex } from './search/search-index.ts'
import { SegmentIntakeLog } from './segment-intake-log.ts'
import { SitePull } from './site-pull.ts'

/** How often documents are pulled: readers of the rehearsal wait for a batch of five seconds. */
const TICK_MS = { standard: 15_000, rehearsal: 500 }
const PEER_TIMEOUT_MS = 10_000

runProcess('front', start)

async function start(folder: string, log: Log): Promise<Running> {
  const config = loadConfig(folder, (value) => frontConfig.parse(value))
  const publisher = peerOf(config, 'publisher')
  const newsroom = 'desk' in config.peers.known ? peerOf(config, 'desk') : null
  const parts = await partsOf(folder, config, { publisher, newsroom }, log)
  const front = await createFront(parts)
  const peers = await listenPeers(peerAddress(config, log), (request, peer) =>
    front.handle(request, peer),
  )
  await front.tick().catch((error: unknown) => log.failed(error))
  const direct = rawRoutes(front)
  const address = { ...config.listen, log, direct, refusalHeaders: REFUSED.headers }
  const readers = await listenHttp(address, (request) => front.handle(request))
  const onion = config.onion && (await listenOnion(front, config.onion, log))
  const rhythm = { intervalMs: TICK_MS[config.column], log }
  const rounds = schedule(parts.env, rhythm, () => front.tick())
  const stop = async (): Promise<void> => {
    await readers.close()
    await onion?.close()
    await rounds.stop()
    await peers.close()
    await front.close()
    publisher.close()
    newsroom?.close()
  }
  return { column: config.column, stop }
}

async function partsOf(
  folder: string,
  config: FrontConfig,
  peers: { readonly publisher: PeerClient; readonly newsroom: PeerClient | null },
  log: Log,
): Promise<FrontParts> {
  const env = systemEnv({ offsetMs: config.clockOffsetMs })
  const site = await FileStore.open(join(folder, 'site'))
  return {
    env,
    log,
    intake: await openIntake(folder, log),
    counts: await FileStore.open(join(folder, 'counts')),
    documents: await FileStore.open(join(folder, 'documents')),
    site,
    search: new SearchIndex(),
    sitePull: peers.newsroom && sitePullOf(folder, env, site, peers.newsroom),
    publisher: peers.publisher,
    root: fromHex(config.root),
    organisation: fromHex(config.organisation),
    identity: env.suite.signingKey(fromHex(config.identitySeed)),
    cellsPerHour: config.cellsPerHour ?? CELLS_PER_HOUR[config.column],
    lettersPerHour: {
      ...LETTERS_PER_HOUR[config.column],
      ...(config.lettersPerHour && { each: config.lettersPerHour }),
    },
    ...(config.onion && { onion: await onionParts(folder, config.onion) }),
  }
}

function sitePullOf(
  folder: string,
  { suite }: Env,
  site: FileStore,
  newsroom: PeerClient,
): SitePull {
  const path = join(folder, 'site', 'manifest')
  const exchange = async (manifest: Uint8Array): Promise<void> =>
    await writeFileDurably(path, manifest)
  return new SitePull({ suite, newsroom, site, exchange })
}

async function onionParts(folder: string, { host, laneBytes }: OnionConfig): Promise<OnionParts> {
  const lane = await LaneStore.open(join(folder, 'lane'), laneBytes ?? LANE_BYTES)
  return { host, argon2id: nativeArgon2id, lane }
}

/** A log that has failed refuses for ever; a new process opens it again from what is durable (F2). */
async function openIntake(folder: string, log: Log): Promise<SegmentIntakeLog> {
  const onFailed = (error: PosternError): void => endProcess(log, error)
  return await SegmentIntakeLog.open(join(folder, 'intake'), { onFailed })
}

function peerOf(config: FrontConfig, name: string): PeerClient {
  const known = config.peers.known[name]
  if (known === undefined) throw new PosternError('bad-config', `"peers.known" lacks ${name}`)
  const { identity } = config.peers
  return peerClient({ ...known, identity, timeoutMs: PEER_TIMEOUT_MS })
}

function peerAddress(config: FrontConfig, log: Log): PeerAddress {
  const { listen, identity, allow } = config.peers
  if (listen === undefined) throw new PosternError('bad-config', '"peers.listen" is missing')
  return { ...listen, identity, allowed: allow, log }
}
