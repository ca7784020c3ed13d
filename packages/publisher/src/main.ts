/** `node packages/publisher/src/main.ts <folder>`: the publisher as a process. */
import { join } from 'node:path'
import { fromHex, PosternError } from '@postern/protocol'
import {
  FileStore,
  listenPeers,
  loadConfig,
  type Log,
  type PeerClient,
  peerClient,
  runProcess,
  type Running,
  schedule,
  systemEnv,
} from '@postern/runtime'
import { type PublisherConfig, publisherConfig } from './config.ts'
import { createPublisher, type PublisherParts } from './publisher.ts'

/** Rounds come often in the rehearsal, where an interval is five seconds. */
const TICK_MS = { standard: 10_000, rehearsal: 500 }
const PEER_TIMEOUT_MS = 5_000

runProcess('publisher', start)

async function start(folder: string, log: Log): Promise<Running> {
  const config = loadConfig(folder, (value) => publisherConfig.parse(value))
  const peers = {
    front: clientOf(config, 'front'),
    mix1: clientOf(config, 'mix-1'),
    mix2: clientOf(config, 'mix-2'),
    desk: clientOf(config, 'desk'),
  }
  const parts = await partsOf(folder, config, peers, log)
  const publisher = createPublisher(parts)
  const listening = await listenPeers(listenAddress(config, log), (request, peer) =>
    publisher.handle(request, peer),
  )
  await publisher.tick().catch((error: unknown) => log.failed(error))
  const rhythm = { intervalMs: TICK_MS[config.column], log }
  const rounds = schedule(parts.env, rhythm, () => publisher.tick())
  const stop = async (): Promise<void> => {
    await rounds.stop()
    await listening.close()
    await publisher.close()
    for (const peer of Object.values(peers)) peer.close()
  }
  return { column: config.column, stop }
}

async function partsOf(
  folder: string,
  config: PublisherConfig,
  peers: PublisherParts['peers'],
  log: Log,
): Promise<PublisherParts> {
  const env = systemEnv({ offsetMs: config.clockOffsetMs })
  const { column, mirrors } = config
  return {
    env,
    config: { column, root: fromHex(config.root), mirrors },
    store: await FileStore.open(join(folder, 'documents')),
    requests: await FileStore.open(join(folder, 'requests')),
    signer: env.suite.signingKey(fromHex(config.signerSeed)),
    peers,
    log,
  }
}

function clientOf(config: PublisherConfig, name: string): PeerClient {
  const known = config.peers.known[name]
  if (known === undefined) throw new PosternError('bad-config', `"peers.known" lacks ${name}`)
  const { identity } = config.peers
  return peerClient({ ...known, identity, timeoutMs: PEER_TIMEOUT_MS })
}

function listenAddress(config: PublisherConfig, log: Log): Parameters<typeof listenPeers>[0] {
  const { listen, identity, allow } = config.peers
  if (listen === undefined) throw new PosternError('bad-config', '"peers.listen" is missing')
  return { ...listen, identity, allowed: allow, log }
}
