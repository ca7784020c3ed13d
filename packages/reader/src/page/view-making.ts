import type { CellTicket, Keeper } from '../client/keeper.ts'
import type { Line } from '../client/line.ts'
import type { Beat } from './beat.ts'

/** What the making of a view's cell needs of the page: its keeper, its documents, its time. */
export interface MakingParts {
  readonly keeper: Line<MakingCalls>
  /** The look at the vault with which a view begins. (V5) */
  readonly look: () => Promise<unknown>
  /** Both workers run, or one died. */
  readonly up: Promise<unknown>
  /** One public document; null when it did not come. */
  readonly document: (path: string) => Promise<Uint8Array | null>
  readonly pause: (milliseconds: number) => Promise<void>
  /** Resolves at the first beat of the view that is not before this. */
  readonly beat: Pick<Beat, 'at'>
}

/** What of the keeper's is called while a cell is made. */
export type MakingCalls = Pick<Keeper, 'takeNow' | 'takeDocument' | 'cell' | 'filesWanted'>

/** From the page's arrival to `/now`: showing a page is over by then, and workers run. (V2) */
const NOW_AFTER_MS = 300
/** The cell waits so long for the look at the vault, for everybody alike. */
const LOOK_WITHIN_MS = 400
/** A trust list, then a statement, and never more. */
const MOST_DOCUMENTS = 2

/** A cell on its way to being made; what is not there at the moment is not waited for. */
export class ViewMaking {
  made: CellTicket | null = null
  readonly #files = Promise.withResolvers<readonly string[]>()
  #areFilesKnown = false
  readonly #parts: MakingParts
  readonly #left: AbortSignal

  constructor(parts: MakingParts, left: AbortSignal) {
    this.#parts = parts
    this.#left = left
  }

  /** Paths of what is fetched after the moment: known before the vault is looked at. */
  get files(): Promise<readonly string[]> {
    return this.#files.promise
  }

  /** They leave with the cell then; else at the first beat after they are known. */
  get areFilesKnown(): boolean {
    return this.#areFilesKnown
  }

  /**
   * The vault is looked at last: to open it takes longer than to find none of one's own, and no request
   * but the cell waits for it. Before it is read nothing real may leave. (V3, V5)
   */
  async make(): Promise<void> {
    const { keeper, pause, look } = this.#parts
    await this.#takeFiles().finally(() => this.#files.resolve([]))
    if (this.#left.aborted) return
    await Promise.race([look(), pause(LOOK_WITHIN_MS)])
    if (this.#left.aborted) return
    this.made = await keeper.call('cell')
  }

  async #takeFiles(): Promise<void> {
    await this.#takeDocuments()
    if (this.#left.aborted) return
    const paths = await this.#parts.keeper.call('filesWanted')
    this.#areFilesKnown = true
    this.#files.resolve(paths)
  }

  /**
   * V2: `/now`, then the trust list and the statement if they are new. The workers' files come before,
   * so that the order is one for every reader; the moment waits for none of it.
   */
  async #takeDocuments(): Promise<void> {
    const { keeper, up } = this.#parts
    await up
    const now = await this.#onTheBeat('now')
    if (this.#left.aborted) return
    let wanted = await keeper.call('takeNow', now)
    for (let count = 0; wanted !== null && count < MOST_DOCUMENTS; count += 1) {
      const bytes = await this.#onTheBeat(wanted)
      if (this.#left.aborted) return
      wanted = await keeper.call('takeDocument', wanted, bytes)
    }
  }

  async #onTheBeat(path: string): Promise<Uint8Array | null> {
    const { beat, document } = this.#parts
    await beat.at(NOW_AFTER_MS)
    return this.#left.aborted ? null : await document(path)
  }
}
