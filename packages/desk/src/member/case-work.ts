import {
  type Case,
  type Compartment,
  type EventBody,
  type Fellowship,
  type FileFacts,
  makeReference,
  type ReceivedMessage,
  THIS_CASE,
} from '@postern/casework'
import { type Env, toHex } from '@postern/protocol'
import type { FellowWork } from './fellow-work.ts'
import type { LogFollower } from './log-follower.ts'

interface CaseWorkParts {
  readonly env: Env
  readonly log: LogFollower
  readonly fellows: FellowWork
}

/** How much of a case a member is to see: each includes the one before. */
export type Sight = 'blind' | 'file' | 'sources'

type Part = 'docket' | 'file' | 'registry'

const PARTS: Readonly<Record<Sight, readonly Part[]>> = {
  blind: ['docket'],
  file: ['docket', 'file'],
  sources: ['docket', 'file', 'registry'],
}

/** What a handler does with cases. Nothing here waits for the server: it all goes with the ticks. */
export class CaseWork {
  readonly #parts: CaseWorkParts

  constructor(parts: CaseWorkParts) {
    this.#parts = parts
  }

  /** False for the first ticks of a member's first day. */
  get isReady(): boolean {
    return this.#parts.fellows.isReady(this.#parts.log.casebook)
  }

  /** Opens a case's three compartments; gives the docket's id, or null before all is ready for it. */
  open(): Uint8Array | null {
    const { env, fellows, log } = this.#parts
    if (!this.isReady) return null
    const reference = makeReference(env)
    const docket = fellows.open('docket', reference, null, log.length)
    for (const kind of ['file', 'registry'] as const)
      fellows.open(kind, reference, docket, log.length)
    return docket.id
  }

  /** False when some key cannot be handed over yet. */
  readIn(held: Case, member: Uint8Array, sight: Sight, reason: string): boolean {
    const { fellows, log } = this.#parts
    const parts = PARTS[sight].map((part) => compartmentOf(held, part))
    return parts.every(
      (one) => one !== null && fellows.readIn(log.casebook, one.id, member, reason, log.length),
    )
  }

  /** Of everything of it that he is in; the keys are turned by themselves. */
  readOut(held: Case, member: Uint8Array, reason: string): void {
    for (const part of PARTS.sources) {
      const fellowship = fellowshipOf(held, part)
      if (fellowship?.members.has(toHex(member)))
        this.#parts.fellows.readOut(fellowship.compartment.id, member, reason)
    }
  }

  /** Writes into one part of a case. Null when one is not read into it. Gives the act's id. */
  tell(held: Case, part: Part, body: EventBody): Uint8Array | null {
    const { env, log } = this.#parts
    const compartment = compartmentOf(held, part)
    return compartment && log.enqueue(compartment, body, env.nowMs())
  }

  /** The named step from a contact to a case: the text is neutral, the registry has whose it is. */
  fileReport(
    held: Case,
    words: { readonly text: string; readonly language: string },
    source: { readonly conversation: Uint8Array; readonly messageIds: readonly Uint8Array[] },
  ): Uint8Array {
    const { env } = this.#parts
    const report = env.random(16)
    const reference = makeReference(env)
    this.tell(held, 'registry', { kind: 'report-sourced', report, ...source })
    this.tell(held, 'file', { kind: 'report-filed', report, reference, ...words })
    return report
  }

  /** A file of a message becomes an item; where its bytes lie stands in the registry. */
  takeItem(
    held: Case,
    report: Uint8Array,
    message: ReceivedMessage,
    index: number,
    file: FileFacts,
  ): Uint8Array {
    const item = this.#parts.env.random(16)
    const { messageId } = message.facts
    this.tell(held, 'registry', { kind: 'item-sourced', item, messageId, index })
    this.tell(held, 'file', { kind: 'item-taken', item, report, ...file })
    const taken = { item, detail: '', sha256: file.sha256 }
    this.tell(held, 'file', { kind: 'custody', act: 'taken', ...taken })
    return item
  }

  assign(held: Case, to: Uint8Array | null): void {
    this.tell(held, 'docket', { kind: 'assigned', subject: THIS_CASE, to })
  }

  /** Writes the certificate; where it is read, by each member for himself, the keys are forgotten. */
  dispose(held: Case, basis: string): void {
    const custody = held.file?.content.custody.at(-1)
    const items = held.file?.content.items.size ?? 0
    const head = custody?.hash ?? new Uint8Array(32)
    this.tell(held, 'docket', { kind: 'disposed', basis, events: held.events, items, head })
  }
}

function fellowshipOf(held: Case, part: Part): Fellowship | null {
  return part === 'docket' ? held.fellowship : (held[part]?.fellowship ?? null)
}

function compartmentOf(held: Case, part: Part): Compartment | null {
  return fellowshipOf(held, part)?.compartment ?? null
}
