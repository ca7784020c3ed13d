/** Everything listens on this machine alone. */
export const HOST = '127.0.0.1'

export const FIRST_PORT = 8_080

/** Where the parts of a rehearsal listen; all follow from the first, which readers use. */
export interface Ports {
  /** Readers. */
  readonly front: number
  /** What Tor hands on, when there is an onion address. */
  readonly onion: number
  /** Handlers and agents. */
  readonly desk: number
  /** Between the processes, by the callee's name. */
  readonly peers: Readonly<Record<PeerName, number>>
}

export type PeerName = 'front' | 'mix-1' | 'mix-2' | 'publisher' | 'desk'

export const PEER_NAMES: readonly PeerName[] = ['front', 'mix-1', 'mix-2', 'publisher', 'desk']

/** Readers at the first port, handlers ten above, the processes' own in between. */
export function portsFrom(first: number): Ports {
  const peers = {
    front: first + 1,
    'mix-1': first + 2,
    'mix-2': first + 3,
    publisher: first + 4,
    desk: first + 5,
  }
  return { front: first, onion: first + 6, desk: first + 10, peers }
}

export const allPorts = (ports: Ports): number[] => [
  ports.front,
  ports.onion,
  ports.desk,
  ...Object.values(ports.peers),
]

export const HIGHEST_FIRST_PORT: number = 65_535 - 10

export const frontAddress = (ports: Ports): string => `http://${HOST}:${ports.front}`

export const deskAddress = (ports: Ports): string => `http://${HOST}:${ports.desk}`
