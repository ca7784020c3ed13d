/** `node packages/desk/src/agent/main.ts <folder>`: a desk agent as a process. */
import { join } from 'node:path'
import {
  FileStore,
  loadConfig,
  type Log,
  type Running,
  runProcess,
  schedule,
  systemEnv,
} from '@postern/runtime'
import { readAgentKeyring, writeAgentKeyring } from '../keyring-folder.ts'
import { DeskMember } from '../member/desk-member.ts'
import { NoLogCache } from '../member/log-cache.ts'
import { agentConfig } from './agent-config.ts'
import { createAgent } from './agent.ts'
import { StoreDropCache } from './store-drop-cache.ts'

const REQUEST_TIMEOUT_MS = 60_000

runProcess('agent', start)

async function start(folder: string, log: Log): Promise<Running> {
  const config = loadConfig(folder, (value) => agentConfig.parse(value))
  const env = systemEnv({ offsetMs: config.clockOffsetMs })
  const keyring = await readAgentKeyring(folder)
  const cache = new StoreDropCache(await FileStore.open(join(folder, 'drops')))
  const origin = config.deskUrl.replace(/\/+$/, '')
  const logCache = (): NoLogCache => new NoLogCache()
  const member = new DeskMember({ env, origin, send, cache, logCache, keyring })
  const agent = createAgent({ member, log, keep: (changed) => writeAgentKeyring(folder, changed) })
  const intervalMs = member.parameters.deskTickMs
  const rounds = schedule(env, { intervalMs, log }, () => agent.tick())
  return { column: keyring.column, stop: () => rounds.stop() }
}

async function send(request: Request): Promise<Response> {
  return await fetch(request, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) })
}
