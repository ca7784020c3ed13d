/** `node packages/mix/src/main.ts <folder>`: mix 1 or mix 2 as a process, as its folder says. */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type Env, fromHex, type MixRole, PosternError } from '@postern/protocol'
import {
  FileStore,
  listenPeers,
  loadConfig,
  type Log,
  type PeerAddress,
  type PeerClient,
  peerClient,
  type PeerClientOptions,
  type Running,
  runProcess,
  schedule,
  systemEnv,
} from '@postern/runtime'
import { FileKeyStore } from './file-key-store.ts'
import { FileMarker } from './marker.ts'
import { createMix, type MixParts } from './mix.ts'
import { type MixConfig, mixConfig } from './mix-config.ts'
import { InlineOpener, type Opener } from './opener.ts'
import { PoolOpener } from './pool-opener.ts'
import { SqliteMixState } from './sqlite-mix-state.ts'
import { upstreamBounds } from './upstream-bounds.ts'

/** In the rehearsal an interval is five seconds. */
const TICK_MS = { standard: 10_000, rehearsal: 500 }
const PUBLISHER_TIMEOUT_MS = 10_000
const UPSTREAM: Record<MixRole, string> = { 'mix-1': 'front', 'mix-2': 'mix-1' }

runProcess(roleOf(process.argv[2]), start)

/** Only to name the log; a folder that cannot be read is `start`'s to speak of. */
function roleOf(folder: string | undefined): MixRole {
  try {
    return loadConfig(folder ?? '', (value) => mixConfig.parse(value)).role
  } catch {
    return 'mix-1'
  }
}

async function start(folder: string, log: Log): Promise<Running> {
  const config = loadConfig(folder, (value) => mixConfig.parse(value))
  const publisher = clientOf(config, 'publisher', { timeoutMs: PUBLISHER_TIMEOUT_MS })
  const upstream = clientOf(config, UPSTREAM[config.role], upstreamBounds(config.role))
  const parts = await partsOf(folder, config, { publisher, upstream }, log)
  const mix = await createMix(parts)
  const listening = await listenPeers(peerAddress(config, log), (request, peer) =>
    mix.handle(request, peer),
  )
  await mix.tick().catch((error: unknown) => log.failed(error))
  const rhythm = { intervalMs: TICK_MS[config.column], log }
  const rounds = schedule(parts.env, rhythm, () => mix.tick())
  const stop = async (): Promise<void> => {
    await rounds.stop()
    await listening.close()
    await mix.close()
    publisher.close()
    upstream.close()
  }
  return { column: config.column, stop }
}

async function partsOf(
  folder: string,
  config: MixConfig,
  peers: Pick<MixParts, 'publisher' | 'upstream'>,
  log: Log,
): Promise<MixParts> {
  const env = systemEnv({ offsetMs: config.clockOffsetMs })
  const threads = config.threads ?? availableParallelism()
  return {
    ...peers,
    role: config.role,
    column: config.column,
    env,
    log,
    organisation: fromHex(config.organisation),
    root: fromHex(config.root),
    identity: env.suite.signingKey(fromHex(config.identitySeed)),
    state: new SqliteMixState(join(folder, 'state.sqlite')),
    marker: new FileMarker(join(folder, 'marker')),
    keys: await FileKeyStore.open(join(folder, 'keys')),
    batches: await FileStore.open(join(folder, 'batches')),
    documents: await FileStore.open(join(folder, 'documents')),
    opener: openerOf(threads, env, log),
  }
}

/** A thread costs 25 MB, for which a rehearsal's few cells have no use. */
function openerOf(threads: number, env: Env, log: Log): Opener {
  if (threads === 0) return new InlineOpener(env.suite)
  return new PoolOpener(threads, () => log.count('worker-replaced'))
}

function clientOf(
  config: MixConfig,
  name: string,
  bounds: Pick<PeerClientOptions, 'timeoutMs' | 'maxResponseBytes'>,
): PeerClient {
  const known = config.peers.known[name]
  if (known === undefined) throw new PosternError('bad-config', `"peers.known" lacks ${name}`)
  return peerClient({ ...known, identity: config.peers.identity, ...bounds })
}

function peerAddress(config: MixConfig, log: Log): PeerAddress {
  const { listen, identity, allow } = config.peers
  if (listen === undefined) throw new PosternError('bad-config', '"peers.listen" is missing')
  return { ...listen, identity, allowed: allow, log }
}
