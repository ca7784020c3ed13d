import type { LookTrouble } from './look-message.ts'

/** A paper that is not shown, and why. */
export class LookError extends Error {
  readonly why: LookTrouble

  constructor(why: LookTrouble) {
    super(why)
    this.name = 'LookError'
    this.why = why
  }
}
