import type { Arrival, LoggedRequest } from './passing.ts'

/** What the recorder is told first. */
export interface Start {
  readonly kind: 'start'
  readonly front: string
  /** Clients of the twins, by host. */
  readonly clients: ReadonlyMap<string, Uint8Array>
}

/** Asked for a pong, which comes after all that was told before. */
export interface Ping {
  readonly kind: 'ping'
  readonly number: number
}

export type FromRecorder =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'request'; readonly entry: LoggedRequest }
  | { readonly kind: 'cell'; readonly cell: Arrival }
  | { readonly kind: 'pong'; readonly number: number }

export function isStart(message: unknown): message is Start {
  return isOf(message, 'start')
}

export function isPing(message: unknown): message is Ping {
  return isOf(message, 'ping')
}

function isOf(message: unknown, kind: string): boolean {
  return (
    typeof message === 'object' && message !== null && 'kind' in message && message.kind === kind
  )
}
