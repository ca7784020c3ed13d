import type { MixedOfDay, NoiseCounts } from '@postern/protocol'

/** What is remembered of a batch this mix made; everything in it is public. */
export interface BatchRecord {
  readonly number: number
  readonly epoch: number
  /** The clock's firing it was made for (mix 1), or 0 (mix 2, which follows mix 1's numbers). */
  readonly firingMs: number
  /** SHA-256 of its header's DSSE bytes: the next header names it. */
  readonly headerHash: Uint8Array
  /** SHA-256 of the whole batch file. */
  readonly fileHash: Uint8Array
  /** Cells that came in, were refused, and items that went out: what the header says. */
  readonly in: number
  readonly refused: number
  readonly out: number
}

/** All that one batch changes, committed together or not at all (M8). */
export interface BatchCommit extends BatchRecord {
  /** SHA-256(enc) of what was opened: 32 bytes each, all new to this epoch (M4). */
  readonly opened: readonly Uint8Array[]
  /** Mix 1: the index to go on from in this epoch's intake. Mix 2: the number after the input's. */
  readonly inputNext: number
  /** Days since 1970 of this mix's clock, for the counts of the day (M10). */
  readonly day: number
}

/** Where a mix that was restored started over (M8); zeros for one that never was. */
export interface Floor {
  /** The number before its first batch since. */
  readonly batch: number
  /** The highest number that anybody named as its batch. */
  readonly batchSeen: number
  /** No key of this epoch or of an earlier one is made or used any more. */
  readonly epoch: number
}

/** At most one per statement number, for ever (B2, B6). */
export interface StatementSignature {
  readonly number: number
  readonly payloadHash: Uint8Array
  readonly signature: Uint8Array
}

/**
 * Everything a mix must not forget across a crash. Every method that changes something is one
 * transaction, durable on return: a crash leaves all of it or nothing. One contract suite runs
 * against every implementation.
 */
export interface MixState {
  /** The batch with the highest number, or null before the first. */
  lastBatch(): Promise<BatchRecord | null>
  batch(number: number): Promise<BatchRecord | null>
  /** The epoch's last batch made before this firing or at it; null when there is none. */
  lastFiringMs(atMostMs: number): Promise<number | null>
  epochsFiredAt(firingMs: number): Promise<number[]>
  /** Where this epoch's input goes on: 0 at first. */
  inputNext(epoch: number): Promise<number>
  /**
   * Keeps the first header hash shown under an input's number and answers the one that is kept:
   * another hash is a second batch of one number. (M8)
   */
  admitInput(number: number, headerHash: Uint8Array): Promise<Uint8Array>
  /** The kept header hash of an input, or null. */
  admittedInput(number: number): Promise<Uint8Array | null>
  /** Keeps the noise drawn for a batch that is being made, and answers what is kept (M5, M8). */
  keepNoise(number: number, drawn: NoiseCounts): Promise<NoiseCounts>
  /** Which of these 32-byte keys were opened before under this epoch, in the order asked. */
  seen(epoch: number, keys: readonly Uint8Array[]): Promise<boolean[]>
  /**
   * Commits a batch; its number must be one above the last, or above the floor. Forgets the noise drawn for it: the
   * file holds it now, and the count would only serve who takes the machine.
   */
  commit(batch: BatchCommit): Promise<void>
  /**
   * Marks an epoch as over and forgets its replay set and input place: its key is erased next, no
   * cell of it is opened from now on, and it never gets another key (M9).
   */
  retireEpoch(epoch: number): Promise<void>
  isRetired(epoch: number): Promise<boolean>
  floor(): Promise<Floor>
  /**
   * Sets the floor and forgets batches, inputs and replay sets: every epoch up to the floor's is
   * retired. Signatures and day counts stay.
   */
  startOver(floor: Floor): Promise<void>
  /** Keeps the first signature under a number and answers the one that is kept. */
  keepSignature(signature: StatementSignature): Promise<StatementSignature>
  signature(number: number): Promise<StatementSignature | null>
  /** Numbers from `from` on that were signed, ascending. */
  signatureNumbers(from: number): Promise<number[]>
  /** Counts of the newest `most` days, newest first (M10). */
  dayCounts(most: number): Promise<MixedOfDay[]>
  close(): Promise<void>
}
