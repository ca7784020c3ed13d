import { toHex } from '@postern/protocol'
import type { ProcessConfig } from '@postern/runtime'
import type { Ceremony } from './ceremony.ts'
import { deskAddress, HOST, PEER_NAMES, type PeerName, portsFrom, type Ports } from './ports.ts'

/** Whom each process asks. Nobody pushes: what flows, flows to the one who asks (M1). */
const ASKS: Readonly<Record<PeerName, readonly PeerName[]>> = {
  front: ['publisher', 'desk'],
  'mix-1': ['front', 'publisher'],
  'mix-2': ['mix-1', 'publisher'],
  publisher: ['front', 'mix-1', 'mix-2', 'desk'],
  desk: ['mix-2', 'publisher', 'front'],
}

/** A config.json, by the name of its folder. */
export type Configs = Readonly<Record<string, object>>

/** What changes from one start to the next without a new ceremony. */
export interface Setting {
  readonly firstPort: number
  readonly clockOffsetMs: number
  readonly onion: string | null
}

/** The config.json of every process, each with its own keys and nobody else's. */
export function processConfigs(ceremony: Ceremony, setting: Setting): Configs {
  const ports = portsFrom(setting.firstPort)
  const common = (role: PeerName): ProcessConfig => commonConfig(ceremony, setting, ports, role)
  return {
    front: {
      ...common('front'),
      listen: { host: HOST, port: ports.front },
      ...onionConfig(setting.onion, ports),
      identitySeed: toHex(ceremony.frontSeed),
    },
    'mix-1': { ...common('mix-1'), identitySeed: toHex(ceremony.mixSeeds['mix-1']), threads: 0 },
    'mix-2': { ...common('mix-2'), identitySeed: toHex(ceremony.mixSeeds['mix-2']), threads: 0 },
    publisher: { ...common('publisher'), signerSeed: toHex(ceremony.signerSeed), mirrors: [] },
    desk: { ...common('desk'), listen: { host: HOST, port: ports.desk }, ...deskConfig(ceremony) },
    agent: agentConfig(ceremony, setting, ports),
  }
}

/** Where Tor hands on what comes to the onion address; a field of the front's, and only when there is one. */
export function onionConfig(host: string | null, { onion }: Ports): object {
  return host === null ? {} : { onion: { host, listen: { host: HOST, port: onion } } }
}

function commonConfig(
  { column, organisation, root, identities }: Ceremony,
  { clockOffsetMs }: Setting,
  ports: Ports,
  role: PeerName,
): ProcessConfig {
  const { certificatePem, keyPem } = identities[role]
  const asked = ASKS[role].map((name) => {
    const url = `https://${HOST}:${ports.peers[name]}`
    return [name, { url, fingerprint: identities[name].fingerprint }] as const
  })
  const asking = PEER_NAMES.filter((name) => ASKS[name].includes(role))
  return {
    role,
    column,
    organisation: toHex(organisation),
    root: toHex(root.publicKey),
    clockOffsetMs,
    peers: {
      listen: { host: HOST, port: ports.peers[role] },
      identity: { certificatePem, keyPem },
      allow: Object.fromEntries(asking.map((name) => [name, identities[name].fingerprint])),
      known: Object.fromEntries(asked),
    },
  }
}

const ALL_ROLES = ['writer', 'editor', 'moderator']

/** Public keys only: the desk server opens nothing. */
function deskConfig({ desks, handler, agent, fakeSeed }: Ceremony): object {
  const members = [
    { key: toHex(handler.member.key), keyring: handler.keyringId },
    { key: toHex(agent.key), keyring: null },
  ]
  return {
    fakeSeed: toHex(fakeSeed),
    newsroom: {
      staff: [{ key: toHex(handler.member.key), name: 'The Long Quay', roles: ALL_ROLES }],
    },
    desks: desks.map(({ id, titles }) => ({ id: toHex(id), titles, members })),
  }
}

/** The agent speaks to the desk server alone, as handlers' browsers do. */
function agentConfig(
  { column, organisation, root }: Ceremony,
  { clockOffsetMs }: Setting,
  ports: Ports,
): object {
  return {
    role: 'agent',
    column,
    organisation: toHex(organisation),
    root: toHex(root.publicKey),
    clockOffsetMs,
    deskUrl: deskAddress(ports),
  }
}
