import { equalBytes, toHex } from '@postern/protocol'
import type { Compartment, CompartmentKind } from './compartment.ts'
import type { EventBody } from './event-body.ts'
import type { FindingKind } from './finding.ts'
import type { LoggedEvent } from './log-reader.ts'

/** One reading in or out, as it is kept. */
export interface ReadingChange {
  readonly how: 'in' | 'out'
  readonly member: Uint8Array
  readonly by: Uint8Array
  readonly reason: string
  readonly atMs: number
}

/** Who may read one compartment, and under which key. */
export interface Fellowship {
  readonly compartment: Compartment
  readonly kind: CompartmentKind
  /** The docket that a file or registry belongs to. */
  readonly of: Uint8Array
  readonly reference: string
  readonly openedMs: number
  /** Keys of members in hex: read in and not out again. */
  readonly members: Set<string>
  /** Members who have had the key in force, read out or not. */
  holders: Set<string>
  /** Members who were read out of it at any time. */
  readonly gone: Set<string>
  keyName: Uint8Array
  readonly changes: ReadingChange[]
}

/**
 * All compartments that one can read, and who is in them. A member who is read out of the desk is
 * out of every compartment from that event on.
 */
export class Fellowships {
  readonly all: Map<string, Fellowship> = new Map()
  readonly #desk = new Set<string>()
  readonly #left = new Set<string>()

  of(compartmentId: Uint8Array): Fellowship | null {
    return this.all.get(toHex(compartmentId)) ?? null
  }

  /** Keys in hex, of those who are in the compartment and still at the desk. */
  members(fellowship: Fellowship): string[] {
    return [...fellowship.members].filter((member) => this.#desk.has(member))
  }

  isAtDesk(member: string): boolean {
    return this.#desk.has(member)
  }

  /** Somebody has its key who may no longer read it: whoever writes next turns it first. */
  needsTurn(fellowship: Fellowship): boolean {
    const now = new Set(this.members(fellowship))
    return [...fellowship.holders].some((holder) => !now.has(holder))
  }

  /** Why an event does not count, or null when its author may write where it stands. */
  refusal({ event, compartment, keyName }: LoggedEvent): FindingKind | null {
    const author = toHex(event.author)
    const fellowship = this.of(compartment.id)
    if (this.#left.has(author)) return 'read-out'
    if (event.body.kind === 'member-joined')
      return compartment.kind === 'desk' ? staleKey(fellowship, keyName) : 'out-of-place'
    if (!this.#desk.has(author)) return 'stranger'
    if (event.body.kind === 'compartment-opened')
      return (fellowship?.members.has(author) ?? true) &&
        event.body.compartmentKind === compartment.kind
        ? null
        : 'out-of-place'
    if (compartment.kind === 'intake') return null
    if (fellowship === null) return 'stranger'
    if (fellowship.gone.has(author)) return 'read-out'
    return fellowship.members.has(author) ? staleKey(fellowship, keyName) : 'stranger'
  }

  /** Takes an event that counts; true when it was about who is in. */
  apply(logged: LoggedEvent): boolean {
    const { event, compartment } = logged
    const { body, author, atMs } = event
    switch (body.kind) {
      case 'member-joined':
        this.#join(logged)
        return true
      case 'compartment-opened':
        if (this.of(compartment.id) === null)
          this.all.set(toHex(compartment.id), opened(logged, body))
        return true
      case 'read-in':
      case 'read-out': {
        const how = body.kind === 'read-in' ? 'in' : 'out'
        const { member, reason } = body
        this.#change(compartment, { how, member, reason, by: author, atMs })
        return true
      }
      case 'key-turned':
        this.#turn(compartment, body.keyName, body.granted)
        return true
      default:
        return false
    }
  }

  #join(logged: LoggedEvent): void {
    const member = toHex(logged.event.author)
    const desk = this.of(logged.compartment.id) ?? deskOf(logged)
    this.all.set(toHex(logged.compartment.id), desk)
    desk.members.add(member)
    desk.holders.add(member)
    this.#desk.add(member)
  }

  #change(compartment: Compartment, change: ReadingChange): void {
    const fellowship = this.of(compartment.id)
    const member = toHex(change.member)
    if (fellowship === null) return
    fellowship.changes.push(change)
    if (change.how === 'in') {
      fellowship.members.add(member)
      fellowship.holders.add(member)
      fellowship.gone.delete(member)
      return
    }
    fellowship.members.delete(member)
    fellowship.gone.add(member)
    if (compartment.kind === 'desk') this.#leave(member)
  }

  #leave(member: string): void {
    this.#desk.delete(member)
    this.#left.add(member)
  }

  /** A turn for others than who is in now came too late, and is made again. */
  #turn(compartment: Compartment, keyName: Uint8Array, granted: readonly Uint8Array[]): void {
    const fellowship = this.of(compartment.id)
    if (fellowship === null) return
    const named = new Set(granted.map((member) => toHex(member)))
    const members = this.members(fellowship)
    if (named.size !== members.length || members.some((member) => !named.has(member))) return
    fellowship.keyName = keyName
    fellowship.holders = named
  }
}

function staleKey(fellowship: Fellowship | null, keyName: Uint8Array): FindingKind | null {
  return fellowship === null || equalBytes(fellowship.keyName, keyName) ? null : 'old-key'
}

function opened(
  logged: LoggedEvent,
  body: Extract<EventBody, { kind: 'compartment-opened' }>,
): Fellowship {
  const author = toHex(logged.event.author)
  return {
    ...blank(logged),
    kind: body.compartmentKind,
    of: body.of,
    reference: body.reference,
    members: new Set([author]),
    holders: new Set([author]),
  }
}

function deskOf(logged: LoggedEvent): Fellowship {
  return { ...blank(logged), kind: 'desk', of: logged.compartment.id, reference: '' }
}

function blank({
  compartment,
  event,
  keyName,
}: LoggedEvent): Omit<Fellowship, 'kind' | 'of' | 'reference'> {
  return {
    compartment,
    openedMs: event.atMs,
    members: new Set(),
    holders: new Set(),
    gone: new Set(),
    keyName,
    changes: [],
  }
}
