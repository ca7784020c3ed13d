import type { Env } from '../env.ts'
import { sealCell } from '../wire/cell.ts'
import { CELL_BYTES } from '../wire/sizes.ts'
import type { Statement } from '../wire/statement.ts'
import { type AttemptMoment, type Attempts, mayAttempt } from './attempts.ts'
import { realPick, sealPick, throwAwayPick } from './cell-pick.ts'
import { type Outbox, outboxHead, type OutboxPart } from './outbox.ts'

/** What a page view holds when it makes its cell. */
export interface PageView {
  /** Null when any document could not be verified, or none came yet. (B3) */
  readonly statement: Statement | null
  /** `/now`'s last batch number, of no meaning without a statement. */
  readonly batch: number
  /** Null while locked. */
  readonly outbox: Outbox | null
  readonly attempts: Attempts | null
}

/** The cell to POST at the moment, and the fragment inside it, null for cover. */
export interface ViewCell {
  readonly cell: Uint8Array
  readonly head: OutboxPart | null
}

/**
 * The one cell of a page view. The caller records an attempt when it POSTs a cell with a head, and
 * consumes the head when it was answered as taken; another attempt asks here again, which seals
 * afresh. Without a verified statement it is random bytes and the head stays. (V3, B3)
 */
export function viewCell(env: Env, view: PageView): ViewCell {
  const { statement } = view
  if (statement === null) return { cell: randomCell(env), head: null }
  const head = headToSend(env, view, statement)
  return { cell: makeCell(env, statement, head), head }
}

/** For `mayAttempt` and `recordAttempt`: this view's moment by the own clock. */
export function attemptMoment(env: Env, statement: Statement, batch: number): AttemptMoment {
  return { nowMs: env.nowMs(), batch, mixIntervalMs: statement.parameters.mixIntervalMs }
}

/**
 * A cell with the head inside, or cover when there is none. After this question there is no other:
 * both throw-away pairs are always made, and real and cover take the same draws and calls. (S1–S3)
 */
export function makeCell(env: Env, statement: Statement, head: OutboxPart | null): Uint8Array {
  const cover = throwAwayPick(env)
  const pick = head === null ? cover : realPick(statement, head)
  return sealCell(env, statement, sealPick(env, statement, pick))
}

/** What stands in for cover when nothing can be verified. (B3) */
export function randomCell(env: Env): Uint8Array {
  return env.random(CELL_BYTES)
}

function headToSend(env: Env, view: PageView, statement: Statement): OutboxPart | null {
  const moment = attemptMoment(env, statement, view.batch)
  if (view.outbox === null || !mayAttempt(view.attempts, moment)) return null
  return outboxHead(view.outbox, statement)
}
