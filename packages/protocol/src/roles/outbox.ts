import { equalBytes } from '../bytes/concat.ts'
import { PosternError } from '../error.ts'
import type { SigningKey } from '../suite/suite.ts'
import type { FragmentPart } from '../wire/fragment.ts'
import type { Parameters } from '../wire/parameters.ts'
import type { Statement } from '../wire/statement.ts'

/** One fragment that waits for its page view: cut once, signed and sealed at each attempt (S4, V3). */
export interface OutboxPart {
  readonly deskId: Uint8Array
  readonly signing: SigningKey
  readonly part: FragmentPart
}

/** What a source has still to send, in the order in which she wrote it. */
export interface Outbox {
  readonly waiting: readonly OutboxPart[]
}

/** One message of which parts wait. */
export interface WaitingMessage {
  readonly deskId: Uint8Array
  readonly messageId: Uint8Array
  readonly left: number
  readonly count: number
}

export const EMPTY_OUTBOX: Outbox = { waiting: [] }

/**
 * Puts a whole message behind what waits. Throws PosternError 'message-too-long' for more fragments
 * than one message may have, 'outbox-full' for more than may wait in all; nothing is put then. (S6)
 */
export function addMessage(
  outbox: Outbox,
  parameters: Parameters,
  to: { readonly deskId: Uint8Array; readonly signing: SigningKey },
  parts: readonly FragmentPart[],
): Outbox {
  const waiting = [...outbox.waiting, ...parts.map((part) => ({ ...to, part }))]
  if (parts.length > parameters.maxFragments) throw new PosternError('message-too-long')
  if (waiting.length > parameters.maxOutboxFragments) throw new PosternError('outbox-full')
  return { waiting }
}

/** How many fragments the outbox still takes. */
export function outboxRoom(outbox: Outbox, parameters: Parameters): number {
  return Math.max(0, parameters.maxOutboxFragments - outbox.waiting.length)
}

/**
 * The next fragment to leave: the first whose desk stands in the statement. A desk that was taken
 * out does not hold up what waits for others. Null when nothing can leave.
 */
export function outboxHead(outbox: Outbox, statement: Statement): OutboxPart | null {
  const hasDesk = (one: OutboxPart): boolean =>
    statement.desks.some(({ id }) => equalBytes(id, one.deskId))
  return outbox.waiting.find(hasDesk) ?? null
}

/** Takes out one fragment, after its cell was answered as taken and never before. (V3) */
export function consume(outbox: Outbox, sent: OutboxPart): Outbox {
  return { waiting: outbox.waiting.filter((one) => !isSame(one, sent)) }
}

/** The messages of which something waits, in order. */
export function waitingMessages(outbox: Outbox): WaitingMessage[] {
  const heads = outbox.waiting.filter(
    (one, at) => outbox.waiting.findIndex((other) => isOneMessage(one, other)) === at,
  )
  return heads.map((one) => ({
    deskId: one.deskId,
    messageId: one.part.messageId,
    left: outbox.waiting.filter((other) => isOneMessage(one, other)).length,
    count: one.part.count,
  }))
}

function isSame(a: OutboxPart, b: OutboxPart): boolean {
  return isOneMessage(a, b) && a.part.index === b.part.index
}

function isOneMessage(a: OutboxPart, b: OutboxPart): boolean {
  return equalBytes(a.deskId, b.deskId) && equalBytes(a.part.messageId, b.part.messageId)
}
