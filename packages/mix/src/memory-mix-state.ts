import { type MixedOfDay, type NoiseCounts, toHex } from '@postern/protocol'
import type { BatchCommit, BatchRecord, Floor, MixState, StatementSignature } from './mix-state.ts'

/** A MixState for tests and the simulator. */
export class MemoryMixState implements MixState {
  readonly #batches: BatchRecord[] = []
  #floor: Floor = { batch: 0, batchSeen: 0, epoch: 0 }
  readonly #inputNext = new Map<number, number>()
  readonly #inputs = new Map<number, Uint8Array>()
  readonly #noise = new Map<number, NoiseCounts>()
  readonly #opened = new Map<number, Set<string>>()
  readonly #retired = new Set<number>()
  readonly #signatures = new Map<number, StatementSignature>()
  readonly #days = new Map<number, MixedOfDay>()

  async lastBatch(): Promise<BatchRecord | null> {
    return this.#batches.at(-1) ?? null
  }

  async batch(number: number): Promise<BatchRecord | null> {
    return this.#batches.find((batch) => batch.number === number) ?? null
  }

  async lastFiringMs(atMostMs: number): Promise<number | null> {
    const firings = this.#batches.map((batch) => batch.firingMs).filter((ms) => ms <= atMostMs)
    return firings.length === 0 ? null : Math.max(...firings)
  }

  async epochsFiredAt(firingMs: number): Promise<number[]> {
    return this.#batches.filter((batch) => batch.firingMs === firingMs).map(({ epoch }) => epoch)
  }

  async inputNext(epoch: number): Promise<number> {
    return this.#inputNext.get(epoch) ?? 0
  }

  async admitInput(number: number, headerHash: Uint8Array): Promise<Uint8Array> {
    return keepFirst(this.#inputs, number, headerHash)
  }

  async admittedInput(number: number): Promise<Uint8Array | null> {
    return this.#inputs.get(number) ?? null
  }

  async keepNoise(number: number, drawn: NoiseCounts): Promise<NoiseCounts> {
    return keepFirst(this.#noise, number, drawn)
  }

  async seen(epoch: number, keys: readonly Uint8Array[]): Promise<boolean[]> {
    const opened = this.#opened.get(epoch)
    return keys.map((key) => opened?.has(toHex(key)) === true)
  }

  async commit(batch: BatchCommit): Promise<void> {
    const { opened, inputNext, day, ...record } = batch
    const last = this.#batches.at(-1)?.number ?? (this.#floor.batch || null)
    if (last !== null && batch.number !== last + 1) {
      throw new TypeError('mix state: batch numbers follow one another')
    }
    this.#addOpened(batch.epoch, opened)
    this.#batches.push(record)
    this.#inputNext.set(batch.epoch, inputNext)
    this.#noise.delete(batch.number)
    this.#days.set(day, sumOf(this.#days.get(day), { ...record, day }))
  }

  async retireEpoch(epoch: number): Promise<void> {
    this.#retired.add(epoch)
    this.#opened.delete(epoch)
    this.#inputNext.delete(epoch)
  }

  async isRetired(epoch: number): Promise<boolean> {
    return epoch <= this.#floor.epoch || this.#retired.has(epoch)
  }

  async floor(): Promise<Floor> {
    return this.#floor
  }

  async startOver(floor: Floor): Promise<void> {
    this.#floor = floor
    this.#batches.length = 0
    for (const map of [this.#inputNext, this.#inputs, this.#noise, this.#opened]) map.clear()
  }

  async keepSignature(signature: StatementSignature): Promise<StatementSignature> {
    return keepFirst(this.#signatures, signature.number, signature)
  }

  async signature(number: number): Promise<StatementSignature | null> {
    return this.#signatures.get(number) ?? null
  }

  async signatureNumbers(from: number): Promise<number[]> {
    const numbers = [...this.#signatures.keys()].sort((a, b) => a - b)
    return numbers.filter((number) => number >= from)
  }

  async dayCounts(most: number): Promise<MixedOfDay[]> {
    const newestFirst = [...this.#days.values()].sort((a, b) => b.day - a.day)
    return newestFirst.slice(0, most)
  }

  async close(): Promise<void> {
    return
  }

  #addOpened(epoch: number, keys: readonly Uint8Array[]): void {
    const opened = this.#opened.get(epoch) ?? new Set<string>()
    const names = keys.map((key) => toHex(key))
    if (new Set(names).size < names.length || names.some((name) => opened.has(name))) {
      throw new TypeError('mix state: a key was opened before')
    }
    names.forEach((name) => opened.add(name))
    this.#opened.set(epoch, opened)
  }
}

function keepFirst<T>(map: Map<number, T>, number: number, value: T): T {
  const kept = map.get(number) ?? value
  map.set(number, kept)
  return kept
}

function sumOf(before: MixedOfDay | undefined, add: MixedOfDay): MixedOfDay {
  return {
    day: add.day,
    in: (before?.in ?? 0) + add.in,
    refused: (before?.refused ?? 0) + add.refused,
    out: (before?.out ?? 0) + add.out,
  }
}
