/** Cells of one epoch, one after another, 16,384 bytes each. */
export interface IntakePart {
  /** Index of the first cell given: what was asked for, or later when that was trimmed. */
  readonly from: number
  readonly cells: Uint8Array
}

/**
 * Where cells wait for mix 1 (architecture, "Stores"): by epoch, numbered from 0 without gaps.
 * It holds cells and nothing about them: no address, no header, no time (F3).
 */
export interface IntakeLog {
  /**
   * Durable on return (F2). Throws when it is not: then nobody was answered, and the cell may be
   * there or not. PosternError('disk-full') passes once there is room; every other error stays.
   */
  append(epoch: number, cell: Uint8Array): Promise<void>
  /**
   * At most `most` cells from index `from`, of those that are durable, so that an index never
   * comes to mean another cell. PosternError('index-ahead') when `from` is past the end: then
   * the log is not the one that was read before.
   */
  read(epoch: number, from: number, most: number): Promise<IntakePart>
  /** How many cells the epoch ever had; 0 when there is none. */
  length(epoch: number): Promise<number>
  /** Cells before this index are done with: may be dropped, and need not be. */
  trim(epoch: number, before: number): Promise<void>
  /** Drops a whole epoch. No error when there is none. */
  forget(epoch: number): Promise<void>
  /** Epochs that have cells, ascending. */
  epochs(): Promise<number[]>
  close(): Promise<void>
}
