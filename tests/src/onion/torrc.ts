import type { TorIdentity } from './tor-identity.ts'

const FIRST_PORT = 17_000

/** Where the n-th authority listens: for circuits, and for documents. */
export function authorityPorts(at: number): { readonly or: number; readonly directory: number } {
  return { or: FIRST_PORT + at, directory: FIRST_PORT + 100 + at }
}

export function commonLines(folder: string): string[] {
  return [
    'TestingTorNetwork 1',
    'AssumeReachable 1',
    'ShutdownWaitLength 0',
    'DisableDebuggerAttachment 0',
    `DataDirectory ${folder}`,
    `Log notice file ${folder}/notice.log`,
    'RunAsDaemon 0',
    'ControlPort 0',
    'User root',
  ]
}

/** Many relays stand on one address, and agree within seconds. */
export function authorityLines({ name, ports }: TorIdentity): string[] {
  return [
    `Nickname ${name}`,
    `ORPort ${ports.or}`,
    `DirPort ${ports.directory}`,
    'Address 127.0.0.1',
    'SocksPort 0',
    'AuthoritativeDirectory 1',
    'V3AuthoritativeDirectory 1',
    'ContactInfo nobody',
    'TestingV3AuthInitialVotingInterval 5',
    'TestingV3AuthInitialVoteDelay 2',
    'TestingV3AuthInitialDistDelay 2',
    'V3AuthVotingInterval 10',
    'V3AuthVoteDelay 2',
    'V3AuthDistDelay 2',
    'TestingDirAuthVoteExit *',
    'TestingDirAuthVoteHSDir *',
    'TestingDirAuthVoteGuard *',
    'TestingMinExitFlagThreshold 0',
    'AuthDirMaxServersPerAddr 0',
    'MinUptimeHidServDirectoryV2 0',
    ...EXIT,
  ]
}

export function relayLines(name: string, at: number): string[] {
  return [
    `Nickname ${name}`,
    `ORPort ${FIRST_PORT + 10 + at}`,
    'Address 127.0.0.1',
    'SocksPort 0',
    ...EXIT,
  ]
}

export function clientLines(socksPort: number): string[] {
  return [`SocksPort ${socksPort}`]
}

export function onionLines(folder: string, servicePort: number): string[] {
  return [
    'SocksPort 0',
    `HiddenServiceDir ${folder}`,
    `HiddenServicePort 80 127.0.0.1:${servicePort}`,
    'HiddenServicePoWDefensesEnabled 1',
  ]
}

const EXIT = [
  'ExitRelay 1',
  'ExitPolicy accept 127.0.0.0/8:*,reject *:*',
  'ExitPolicyRejectPrivate 0',
]
