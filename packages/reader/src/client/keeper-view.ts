import type { Parameters, StatementDesk } from '@postern/protocol'
import type { Door } from './library.ts'
import type { FoundAnswer, SentMessage } from './thread.ts'

/** Everything that the page shows of the keeper's state; plain, so that it crosses to the page. */
export interface KeeperView {
  readonly door: Door
  /** Page views in a batch, an upper bound; null before the first `/now`. */
  readonly crowd: number | null
  readonly desks: readonly DeskView[]
  readonly parameters: Parameters
  readonly searched: { readonly searched: number; readonly kept: number }
  /** Parts that the outbox still takes, and parts that wait in it. */
  readonly room: number
  readonly waiting: number
  /** Null while locked, or while no desk is chosen. */
  readonly thread: ThreadView | null
}

interface DeskView {
  /** Lower-case hex. */
  readonly id: string
  readonly titles: StatementDesk['titles']
}

export interface ThreadView {
  /** Whole messages that the desk has, as its receipts say. */
  readonly received: number
  /** The same at the first look; null for a thread that began in this document. */
  readonly receivedBefore: number | null
  /** Messages of this document that have left, or may have. */
  readonly gone: number
  /** As they came to be known in this document: nothing in a thread tells the time. */
  readonly entries: readonly ThreadEntry[]
}

export type ThreadEntry =
  | FoundAnswer
  | (SentMessage & {
      /** Parts that have left. */
      readonly left: number
      /** Only when it follows from the receipts. (R6) */
      readonly arrived: boolean
    })
