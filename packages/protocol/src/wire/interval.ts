import type { Parameters } from './parameters.ts'
import { DROP_SLOTS } from './sizes.ts'

/** Number of the drop interval that holds this moment, counted from the Unix epoch. */
export function intervalNumber(parameters: Parameters, nowMs: number): number {
  return Math.floor(nowMs / parameters.dropIntervalMs)
}

/** Place in the statement's order of the desk that interval n belongs to: n mod d (R3). */
export function deskOfInterval(n: number, deskCount: number): number {
  if (deskCount < 1) throw new TypeError('a statement without desks')
  return n % deskCount
}

/** A day has 192 new slots: 24 hours in `standard`, 16 minutes in `rehearsal`. */
export function intervalsOfDay(parameters: Parameters): number {
  return DROP_SLOTS / parameters.newSlots
}

export function dayOfInterval(parameters: Parameters, n: number): number {
  return Math.floor(n / intervalsOfDay(parameters))
}
