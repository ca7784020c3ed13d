import { describe, expect, it } from 'vitest'
import {
  DESK_KEY_AFTER_MS,
  DESK_WARNING_MS,
  epochSpans,
  MIX_KEY_AFTER_MS,
} from '../../src/roles/epoch-span.ts'
import { deskIsLate, deskKeysDue, mixKeysDue } from '../../src/roles/keys-due.ts'
import { STANDARD } from '../../src/wire/parameters.ts'

const DAY_MS = 86_400_000
const label = (number: number, fromMs: number) => ({ number, fromMs, parameters: STANDARD })
const spans = epochSpans([label(5, 0), label(6, DAY_MS)])

describe('keys due (M9)', () => {
  it('makes the epoch in force and three after it, and none twice', () => {
    expect(mixKeysDue(spans, [], 5, 0).make).toEqual([5, 6, 7, 8])
    expect(mixKeysDue(spans, [5, 6, 7], 5, 0)).toEqual({ make: [8], erase: [] })
  })

  it('erases a mix key twelve hours after the boundary, to the millisecond, and makes it no more', () => {
    const at = DAY_MS + MIX_KEY_AFTER_MS
    expect(mixKeysDue(spans, [5, 6], 6, at - 1).erase).toEqual([])
    expect(mixKeysDue(spans, [5, 6], 6, at).erase).toEqual([5])
    expect(mixKeysDue(spans, [], 5, at).make).not.toContain(5)
  })

  it('erases by the epoch’s length when no successor came: always', () => {
    const alone = epochSpans([label(6, DAY_MS)])
    expect(mixKeysDue(alone, [6], 6, 2 * DAY_MS + MIX_KEY_AFTER_MS).erase).toEqual([6])
  })

  it('erases the key of an epoch whose statement is not known, once a higher one began so long ago', () => {
    const later = epochSpans([label(9, 3 * DAY_MS)])
    expect(mixKeysDue(later, [4, 9, 11], 9, 3 * DAY_MS + MIX_KEY_AFTER_MS - 1).erase).toEqual([])
    expect(mixKeysDue(later, [4, 9, 11], 9, 3 * DAY_MS + MIX_KEY_AFTER_MS).erase).toEqual([4])
  })

  it('keeps a desk key for thirty days, and warns from the seventh', () => {
    expect(deskKeysDue(spans, [5], 6, DAY_MS + DESK_KEY_AFTER_MS - 1).erase).toEqual([])
    expect(deskKeysDue(spans, [5], 6, DAY_MS + DESK_KEY_AFTER_MS).erase).toEqual([5])
    expect(deskIsLate(0, DESK_WARNING_MS - 1)).toBe(false)
    expect(deskIsLate(0, DESK_WARNING_MS)).toBe(true)
    expect(deskIsLate(null, DESK_WARNING_MS)).toBe(false)
  })
})
