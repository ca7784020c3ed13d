import { Requests } from './two-person.ts'
import type { Disposed, SideState, Status, StatusSet } from './case-event.ts'
import { type Assignment, type Withheld } from './duty.ts'
import type { EventBody } from './event-body.ts'
import type { Event } from './signed-event.ts'

export interface StatusChange {
  readonly facts: StatusSet
  readonly author: Uint8Array
  readonly atMs: number
}

/** Where a case may go from where it is; from everywhere to 'retain' only through 'close'. */
const NEXT: Readonly<Record<Status, readonly Status[]>> = {
  received: ['acknowledged', 'triage'],
  acknowledged: ['triage'],
  triage: ['refer', 'decline', 'hold', 'open'],
  refer: ['feedback', 'close'],
  decline: ['feedback', 'close'],
  hold: ['triage', 'open', 'close'],
  open: ['sanitise', 'hold', 'close'],
  sanitise: ['assess', 'hold'],
  assess: ['sanitise', 'action', 'hold', 'close'],
  action: ['assess', 'feedback', 'hold', 'close'],
  feedback: ['action', 'close'],
  close: ['retain', 'triage'],
  retain: ['dispose', 'triage'],
  dispose: [],
}

/**
 * What a case's coordinators see, the blind ones too: reference, status, duties, who works on it,
 * what two have signed. No word of content.
 */
export class Docket {
  readonly requests: Requests = new Requests()
  readonly statuses: StatusChange[] = []
  readonly sideStates: Set<SideState> = new Set()
  readonly withheld: Withheld[] = []
  assignment: Assignment | null = null
  retainUntilMs: number | null = null
  disposed: (Disposed & { readonly by: Uint8Array; readonly atMs: number }) | null = null

  get status(): Status {
    return this.statuses.at(-1)?.facts.status ?? 'received'
  }

  /** The statuses that may be set next. */
  get next(): readonly Status[] {
    return NEXT[this.status]
  }

  /** False when the event does not count: not from this status, or not without a second person. */
  apply({ event }: { readonly event: Event }): boolean {
    const { author, atMs } = event
    const { body } = event
    if (this.disposed !== null) return false
    switch (body.kind) {
      case 'assigned':
        this.assignment = { to: body.to, by: author, atMs }
        return true
      case 'status-set':
        return this.#setStatus(body, author, atMs)
      case 'side-state-set':
        return this.#setSideState(body)
      case 'clock-withheld':
        this.withheld.push({ clock: body.clock, reason: body.reason, atMs })
        return true
      case 'retention-set':
        this.retainUntilMs = body.untilMs
        return true
      case 'disposed':
        return this.#dispose(body, author, atMs)
      case 'act-asked':
        return this.requests.ask(event, body)
      case 'act-answered':
        return this.requests.answer(event, body)
      case 'act-done':
        return this.requests.done(body)
      default:
        return false
    }
  }

  /** Whether it may be disposed of at this moment; a hold stops everything, clocks nothing. */
  mayDispose(nowMs: number): boolean {
    if (this.sideStates.has('legal-hold')) return false
    return this.retainUntilMs !== null && nowMs >= this.retainUntilMs && this.status === 'retain'
  }

  #setStatus(facts: StatusSet, author: Uint8Array, atMs: number): boolean {
    if (!this.next.includes(facts.status) || facts.status === 'dispose') return false
    if (facts.status === 'close' && !this.requests.use('close')) return false
    this.statuses.push({ facts, author, atMs })
    return true
  }

  #setSideState({ state, on }: Extract<EventBody, { kind: 'side-state-set' }>): boolean {
    if (on) this.sideStates.add(state)
    else if (state === 'legal-hold' && !this.requests.use('lift-hold')) return false
    else this.sideStates.delete(state)
    return true
  }

  #dispose(facts: Disposed, by: Uint8Array, atMs: number): boolean {
    if (this.sideStates.has('legal-hold')) return false
    if (!this.mayDispose(atMs) && !this.requests.use('early-disposal')) return false
    this.disposed = { ...facts, by, atMs }
    return true
  }
}
