import { join } from 'node:path'
import { PosternError } from '@postern/protocol'
import { readJsonFile, writeJsonFile } from './data-folder.ts'
import { sayDuration } from './duration.ts'
import { deskAddress, HOST, portsFrom, type Ports } from './ports.ts'
import { onionConfig, type Setting } from './process-configs.ts'
import { PART_ROLES } from './part.ts'
import type { Rehearsal } from './rehearsal.ts'

type Fields = Record<string, unknown>

/**
 * Puts this start's ports and clock into every process's configuration. The clock of a rehearsal
 * only goes forward: what was published with it must not look as if it came from the future.
 */
export async function retune(
  folder: string,
  rehearsal: Rehearsal,
  setting: Setting,
): Promise<void> {
  refuseBack(rehearsal, setting)
  const ports = portsFrom(setting.firstPort)
  for (const name of PART_ROLES) {
    const path = join(name, 'config.json')
    const config = fieldsOf(await readJsonFile(folder, path))
    const tuned = tunedConfig(name, config, ports, setting)
    if (JSON.stringify(tuned) !== JSON.stringify(config))
      await writeJsonFile(join(folder, path), tuned)
  }
  const { clockOffsetMs } = setting
  await writeJsonFile(join(folder, 'rehearsal.json'), { ...rehearsal, clockOffsetMs })
}

function refuseBack(rehearsal: Rehearsal, { clockOffsetMs }: Setting): void {
  if (clockOffsetMs >= rehearsal.clockOffsetMs) return
  const ahead = sayDuration(rehearsal.clockOffsetMs)
  throw new PosternError(
    'clock-back',
    `This rehearsal has run ${ahead} ahead and cannot go back: give --clock-offset as much or more.`,
  )
}

function tunedConfig(name: string, config: Fields, ports: Ports, setting: Setting): Fields {
  const tuned: Fields = { ...config, clockOffsetMs: setting.clockOffsetMs }
  if (name === 'front') tuneFront(tuned, ports, setting)
  if (name === 'desk') tuned['listen'] = { host: HOST, port: ports.desk }
  if ('deskUrl' in config) tuned['deskUrl'] = deskAddress(ports)
  if ('peers' in config) tuned['peers'] = tunedPeers(name, fieldsOf(config['peers']), ports)
  return tuned
}

function tuneFront(tuned: Fields, ports: Ports, { onion }: Setting): void {
  tuned['listen'] = { host: HOST, port: ports.front }
  delete tuned['onion']
  Object.assign(tuned, onionConfig(onion, ports))
}

function tunedPeers(name: string, peers: Fields, ports: Ports): Fields {
  const portOf = new Map<string, number>(Object.entries(ports.peers))
  const known = Object.entries(fieldsOf(peers['known'])).map(([peer, entry]) => {
    const url = `https://${HOST}:${portOf.get(peer)}`
    return [peer, { ...fieldsOf(entry), url }] as const
  })
  const listen = { host: HOST, port: portOf.get(name) }
  return { ...peers, listen, known: Object.fromEntries(known) }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
