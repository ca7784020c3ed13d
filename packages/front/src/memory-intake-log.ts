import { concat, PosternError } from '@postern/protocol'
import type { IntakeLog, IntakePart } from './intake-log.ts'

interface Held {
  first: number
  cells: Uint8Array[]
}

/** An IntakeLog for tests and the simulator. */
export class MemoryIntakeLog implements IntakeLog {
  readonly #epochs = new Map<number, Held>()

  async append(epoch: number, cell: Uint8Array): Promise<void> {
    const held = this.#epochs.get(epoch) ?? { first: 0, cells: [] }
    this.#epochs.set(epoch, held)
    held.cells.push(cell.slice())
  }

  async read(epoch: number, from: number, most: number): Promise<IntakePart> {
    const { first, cells } = this.#epochs.get(epoch) ?? { first: 0, cells: [] }
    if (from > first + cells.length) throw new PosternError('index-ahead')
    const start = Math.max(from, first)
    return { from: start, cells: concat(...cells.slice(start - first, start - first + most)) }
  }

  async length(epoch: number): Promise<number> {
    const { first, cells } = this.#epochs.get(epoch) ?? { first: 0, cells: [] }
    return first + cells.length
  }

  async trim(epoch: number, before: number): Promise<void> {
    const held = this.#epochs.get(epoch)
    if (held === undefined || before <= held.first) return
    held.cells.splice(0, before - held.first)
    held.first = before
  }

  async forget(epoch: number): Promise<void> {
    this.#epochs.delete(epoch)
  }

  async epochs(): Promise<number[]> {
    return [...this.#epochs.keys()].sort((a, b) => a - b)
  }

  async close(): Promise<void> {
    return
  }
}
