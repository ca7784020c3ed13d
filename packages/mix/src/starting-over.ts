import type { MixRole } from '@postern/protocol'
import type { BatchShelf } from './batch-shelf.ts'
import type { KeyStore } from './key-store.ts'
import type { Marker, Marks } from './marker.ts'
import type { MixDocuments } from './mix-documents.ts'
import type { MixState } from './mix-state.ts'

interface Parts {
  readonly role: MixRole
  readonly state: MixState
  readonly marker: Marker
  readonly keys: KeyStore
  readonly documents: MixDocuments
  readonly shelf: BatchShelf
}

/**
 * A mix whose state was put back from a backup takes part again (M8). It no longer knows which cells
 * it has opened, so it drops every key that could open one: what it opens from then on was sealed to
 * a key that did not exist before.
 */
export class StartingOver {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** True when the state knows less than the marker beside it, or than what is public. */
  async isNeeded(): Promise<boolean> {
    const marks = await this.#parts.marker.read()
    if (marks === null) return true
    const known = await this.#knownBatch()
    return known < marks.batch || known < this.#publicBatch() || !(await this.#knowsSigned(marks))
  }

  /**
   * Drops the keys at once. The rest waits for a `/now`, and until the next stage asks (`asked`; 0
   * for nothing yet) for a batch that is not on the shelf: that one is the next that is made, so the
   * next stage sees no number twice.
   */
  async step(asked: number): Promise<void> {
    const { state, marker, keys, documents, shelf } = this.#parts
    for (const epoch of await keys.list()) await keys.erase(epoch)
    if (documents.now === null || asked === 0 || (await shelf.has(asked))) return
    const marks = await marker.read()
    const batchSeen = Math.max(this.#publicBatch(), marks?.batch ?? 0)
    const floor = { batch: asked - 1, batchSeen, epoch: this.#lastUsedEpoch(marks) }
    await state.startOver(floor)
    await marker.reset({ batch: floor.batch, signed: floor.epoch })
  }

  async #knownBatch(): Promise<number> {
    const { batch, batchSeen } = await this.#parts.state.floor()
    const last = (await this.#parts.state.lastBatch())?.number ?? 0
    return Math.max(batch, batchSeen, last)
  }

  async #knowsSigned({ signed }: Marks): Promise<boolean> {
    const { state } = this.#parts
    const { epoch } = await state.floor()
    return signed <= epoch || (await state.signature(signed)) !== null
  }

  /** `/now` says mix 1's number alone. */
  #publicBatch(): number {
    return this.#parts.role === 'mix-1' ? (this.#parts.documents.now?.batch ?? 0) : 0
  }

  /**
   * The highest epoch whose statement may name a key of ours: what the marker says, when nothing
   * public is ahead of it; else one more than is public, for the draft that may be signed.
   */
  #lastUsedEpoch(marks: Marks | null): number {
    const { documents } = this.#parts
    const listed = documents.now?.statements.map(({ number }) => number) ?? []
    const highest = Math.max(0, ...listed, ...documents.statements.map(({ number }) => number))
    const isUpToDate =
      marks !== null && marks.signed >= highest && marks.batch >= this.#publicBatch()
    return isUpToDate ? marks.signed : highest + 1
  }
}
