import { toHex } from '../bytes/hex.ts'
import { PosternError } from '../error.ts'
import type { ContentKey } from '../suite/key-schedule.ts'
import type { Suite } from '../suite/suite.ts'
import type { Fragment } from '../wire/fragment.ts'
import { joinMessage } from '../wire/message.ts'
import type { EnvelopePlace, OpenedEnvelope } from './opened-envelope.ts'

/** How much an assembly holds. Beyond it parts are forgotten, not lost: the desk drops keep them. */
export interface AssemblyBounds {
  /** Waiting fragments of one conversation: two full outboxes. */
  readonly fragmentsPerConversation: number
  /** Waiting fragments of all together: 53 MB. */
  readonly fragments: number
  /** Envelopes and messages that are remembered as taken. */
  readonly remembered: number
}

export const ASSEMBLY_BOUNDS: AssemblyBounds = {
  fragmentsPerConversation: 68,
  fragments: 4_096,
  remembered: 200_000,
}

/** A message of which parts are missing; shown as such and never as the whole. (S6) */
export interface PartialMessage {
  readonly conversationKey: Uint8Array
  readonly messageId: Uint8Array
  readonly count: number
  /** Indices, rising. */
  readonly missing: readonly number[]
}

/** Where one fragment lies and what opens it, so that a colleague can read it. (D2) */
export interface WholePart {
  readonly place: EnvelopePlace
  readonly content: ContentKey
}

/**
 * What one envelope did. `repeated` was seen before; `broken` is a message whose parts or id do not
 * fit, which only its own sender can make. `forgotten` lists what had to make room.
 */
export type Admission =
  | { readonly kind: 'repeated' }
  | { readonly kind: 'broken'; readonly conversationKey: Uint8Array }
  | {
      readonly kind: 'part'
      readonly message: PartialMessage
      readonly forgotten: readonly PartialMessage[]
    }
  | {
      readonly kind: 'whole'
      readonly conversationKey: Uint8Array
      readonly messageId: Uint8Array
      readonly bytes: Uint8Array
      /** In the order of the message. */
      readonly parts: readonly WholePart[]
    }

interface Waiting {
  readonly conversation: string
  readonly fragment: Fragment
  readonly parts: Map<number, OpenedEnvelope>
}

/**
 * Puts messages together out of opened envelopes, each taken once: by its `enc`, and by conversation
 * key, message id and index. Deterministic: one order of envelopes gives one outcome. (S4–S6)
 */
export class Assembly {
  readonly #bounds: AssemblyBounds
  readonly #seen = new Set<string>()
  readonly #done = new Set<string>()
  readonly #accepted = new Set<string>()
  /** By conversation and message id; the one touched longest ago stands first. */
  readonly #waiting = new Map<string, Waiting>()

  constructor(bounds: AssemblyBounds = ASSEMBLY_BOUNDS) {
    this.#bounds = bounds
  }

  /** What an accepted conversation has waiting gives way to nobody who is not accepted. */
  accept(conversationKey: Uint8Array): void {
    this.#accepted.add(toHex(conversationKey))
  }

  admit(suite: Suite, opened: OpenedEnvelope): Admission {
    const { fragment } = opened
    const name = messageName(fragment)
    if (!this.#isNew(opened, name)) return { kind: 'repeated' }
    const waiting = this.#waiting.get(name) ?? startWaiting(fragment)
    waiting.parts.set(fragment.index, opened)
    this.#waiting.delete(name)
    this.#waiting.set(name, waiting)
    if (isPartial(waiting))
      return { kind: 'part', message: partial(waiting), forgotten: this.#makeRoom(name) }
    return this.#finish(suite, name, waiting)
  }

  /** What is waiting, the one touched longest ago first. */
  partials(): PartialMessage[] {
    return [...this.#waiting.values()].map(partial)
  }

  #isNew(opened: OpenedEnvelope, name: string): boolean {
    const enc = toHex(opened.replayKey)
    if (this.#seen.has(enc)) return false
    remember(this.#seen, enc, this.#bounds.remembered)
    return !this.#done.has(name) && !this.#waiting.get(name)?.parts.has(opened.fragment.index)
  }

  #finish(suite: Suite, name: string, waiting: Waiting): Admission {
    this.#waiting.delete(name)
    remember(this.#done, name, this.#bounds.remembered)
    const { conversationKey, messageId } = waiting.fragment
    const opened = [...waiting.parts.values()].sort((a, b) => a.fragment.index - b.fragment.index)
    const bytes = joinOrNull(
      suite,
      opened.map(({ fragment }) => fragment),
    )
    if (bytes === null) return { kind: 'broken', conversationKey }
    const parts = opened.map(({ place, content }) => ({ place, content }))
    return { kind: 'whole', conversationKey, messageId, bytes, parts }
  }

  #makeRoom(kept: string): PartialMessage[] {
    const forgotten: PartialMessage[] = []
    for (let name = this.#surplus(kept); name !== null; name = this.#surplus(kept)) {
      const waiting = this.#waiting.get(name)
      this.#waiting.delete(name)
      if (waiting) forgotten.push(partial(waiting))
    }
    return forgotten
  }

  /** The next message to forget, the one just touched last; null when the bounds hold. */
  #surplus(touched: string): string | null {
    const own = this.#waiting.get(touched)?.conversation
    const names = [...this.#waiting]
    if (this.#sizeOf(own) > this.#bounds.fragmentsPerConversation)
      return names.find(([, { conversation }]) => conversation === own)?.[0] ?? null
    if (this.#sizeOf(null) <= this.#bounds.fragments) return null
    const strangers = names.filter(([, { conversation }]) => !this.#accepted.has(conversation))
    return (strangers[0] ?? names[0])?.[0] ?? null
  }

  /** Fragments waiting, of one conversation or, for null, of all. */
  #sizeOf(conversation: string | null | undefined): number {
    const counted = [...this.#waiting.values()].filter(
      (one) => conversation === null || one.conversation === conversation,
    )
    return counted.reduce((sum, { parts }) => sum + parts.size, 0)
  }
}

function messageName({ conversationKey, messageId }: Fragment): string {
  return `${toHex(conversationKey)}/${toHex(messageId)}`
}

function startWaiting(fragment: Fragment): Waiting {
  return { conversation: toHex(fragment.conversationKey), fragment, parts: new Map() }
}

function isPartial({ fragment, parts }: Waiting): boolean {
  return parts.size < fragment.count
}

function partial({ fragment, parts }: Waiting): PartialMessage {
  const { conversationKey, messageId, count } = fragment
  const indices = Array.from({ length: count }, (_, index) => index)
  return {
    conversationKey,
    messageId,
    count,
    missing: indices.filter((index) => !parts.has(index)),
  }
}

function joinOrNull(suite: Suite, fragments: readonly Fragment[]): Uint8Array | null {
  try {
    return joinMessage(suite, fragments)
  } catch (error) {
    if (error instanceof PosternError) return null
    throw error
  }
}

/** Adds a name, and forgets the one that was added first when there are too many. */
function remember(names: Set<string>, name: string, most: number): void {
  names.add(name)
  const [oldest] = names
  if (names.size > most && oldest !== undefined) names.delete(oldest)
}
