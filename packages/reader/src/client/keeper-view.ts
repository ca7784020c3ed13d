import type { CustodyKeys, CustodyPlace, Parameters, StatementDesk } from '@postern/protocol'
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
  /** What this device keeps of her; null while locked. */
  readonly vault: VaultView | null
  /** Null while locked, or while no desk is chosen. */
  readonly thread: ThreadView | null
}

/** What becomes of outbox and thread when this page is closed. (P4) */
export interface VaultView {
  /**
   * `device`: they stay in this browser, under her words. `page`: other words may have something
   * here, so they stay on this page until `keeper.keepHere()` is asked for. `refused`: the browser
   * keeps nothing.
   */
  readonly keeping: 'device' | 'page' | 'refused'
  /** All of it is in the vault by now; else it comes at the next moment that every reader has. */
  readonly isKept: boolean
  /** Answers to new messages open on this device alone (R8): `keeper.tie(isTied)`. */
  readonly isTied: boolean
}

interface DeskView {
  /** Lower-case hex. */
  readonly id: string
  readonly titles: StatementDesk['titles']
  /** Null where a desk takes no originals sealed for two. */
  readonly custody: Custody | null
}

/** What an original is sealed for two with. (S7) */
export interface Custody {
  readonly place: CustodyPlace
  readonly keys: CustodyKeys
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
