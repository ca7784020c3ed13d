import { equalBytes } from '../bytes/concat.ts'
import type { SigningKey } from '../suite/suite.ts'
import type { FragmentPart } from '../wire/fragment.ts'
import type { Statement } from '../wire/statement.ts'

/** One fragment that waits for its page view: cut once, signed and sealed at each attempt (S4, V3). */
export interface OutboxPart {
  readonly deskId: Uint8Array
  readonly signing: SigningKey
  readonly part: FragmentPart
}

/** What a source has still to send, in the order in which she wrote it: what waits in her book. */
export interface Outbox {
  readonly waiting: readonly OutboxPart[]
}

export const EMPTY_OUTBOX: Outbox = { waiting: [] }

/**
 * The next fragment to leave: the first whose desk stands in the statement. A desk that was taken
 * out does not hold up what waits for others. Null when nothing can leave.
 */
export function outboxHead(outbox: Outbox, statement: Statement): OutboxPart | null {
  const hasDesk = (one: OutboxPart): boolean =>
    statement.desks.some(({ id }) => equalBytes(id, one.deskId))
  return outbox.waiting.find(hasDesk) ?? null
}
