import { equalBytes, toHex } from '@postern/protocol'
import type { ActAnswered, ActAsked, ActDone, TwoPersonAct } from './act-event.ts'
import type { Event } from './signed-event.ts'

/** A request for what one alone may not do, and how far it has come. */
export interface Request {
  /** Its event's id, 16 bytes. */
  readonly id: Uint8Array
  readonly facts: ActAsked
  readonly askedBy: Uint8Array
  readonly askedMs: number
  state: 'waiting' | 'approved' | 'refused' | 'done'
  answer: { readonly by: Uint8Array; readonly atMs: number; readonly reason: string } | null
  result: string
}

/**
 * Requests by their ids in hex. The second signature must be another's, and each approval serves
 * once [or a first approval would open the door for good].
 */
export class Requests {
  readonly all: Map<string, Request> = new Map()

  ask(event: Event, facts: ActAsked): boolean {
    const { id, author, atMs } = event
    if (this.all.has(toHex(id))) return false
    const asked = { id, facts, askedBy: author, askedMs: atMs }
    this.all.set(toHex(id), { ...asked, state: 'waiting', answer: null, result: '' })
    return true
  }

  /** False when it does not count: nothing was asked, it was answered, or it is his own request. */
  answer(event: Event, { request, approved, reason }: ActAnswered): boolean {
    const open = this.all.get(toHex(request))
    if (open?.state !== 'waiting' || equalBytes(open.askedBy, event.author)) return false
    open.state = approved ? 'approved' : 'refused'
    open.answer = { by: event.author, atMs: event.atMs, reason }
    return true
  }

  done({ request, result }: ActDone): boolean {
    const open = this.all.get(toHex(request))
    if (open?.state !== 'approved') return false
    open.state = 'done'
    open.result = result
    return true
  }

  /** The first that two have signed for this act and nobody has used; null when there is none. */
  approved(act: TwoPersonAct): Request | null {
    return (
      [...this.all.values()].find(
        ({ facts, state }) => facts.act === act && state === 'approved',
      ) ?? null
    )
  }

  /** Uses up one approval for this act; false when two have not signed. */
  use(act: TwoPersonAct): boolean {
    const found = this.approved(act)
    if (found === null) return false
    found.state = 'done'
    return true
  }
}
