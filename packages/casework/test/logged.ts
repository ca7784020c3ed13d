import { portableSuite } from '@postern/protocol/portable'
import {
  type Compartment,
  type EventBody,
  keyName,
  type LoggedEvent,
  type MemberRole,
} from '../src/index.ts'
import { keyOf } from './author-world.ts'

/** Members of tests are known by one byte. */
export function memberKey(member: number): Uint8Array {
  return new Uint8Array(32).fill(member)
}

export function joined(name: string, role: MemberRole = 'handler'): EventBody {
  const keys = { sealingKey: new Uint8Array(1_216), vouch: new Uint8Array(64) }
  return { kind: 'member-joined', name, role, ...keys }
}

export interface Told {
  readonly by: number
  readonly body: EventBody
  readonly compartment: Compartment
  readonly atMs?: number
  readonly leaf?: number
  readonly key?: Uint8Array
}

/** As a reader would hand them to the fold: what reading checks has been checked. */
export function logged(told: readonly Told[]): LoggedEvent[] {
  return told.map(({ by, body, compartment, atMs, leaf = 0, key }, position) => ({
    compartment,
    position,
    keyName: keyName(portableSuite, key ?? keyOf(compartment)),
    hash: idOf(position, 32),
    bytes: idOf(position, 64),
    event: {
      id: idOf(position, 16),
      author: memberKey(by),
      strand: new Uint8Array(8),
      sequence: position,
      previous: new Uint8Array(32),
      seen: { length: position, hash: new Uint8Array(32) },
      atMs: atMs ?? position,
      leaf,
      body,
    },
  }))
}

/** The id of the event at this place. */
export function idOf(position: number, length: number = 16): Uint8Array {
  const id = new Uint8Array(length)
  new DataView(id.buffer).setUint32(0, position)
  return id
}
