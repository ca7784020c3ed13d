import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Attempts, mayAttempt, recordAttempt } from '../../src/roles/attempts.ts'

const mixIntervalMs = 5_000
const moment = (nowMs: number, batch: number) => ({ nowMs, batch, mixIntervalMs })

describe('attempts (V3)', () => {
  it('may be made when none was', () => {
    expect(mayAttempt(null, moment(0, 0))).toBe(true)
  })

  it('needs a new interval and a new batch number, both', () => {
    const last = recordAttempt(moment(10_001, 7))
    expect(mayAttempt(last, moment(14_999, 7))).toBe(false)
    expect(mayAttempt(last, moment(14_999, 8))).toBe(false)
    expect(mayAttempt(last, moment(15_000, 7))).toBe(false)
    expect(mayAttempt(last, moment(15_000, 8))).toBe(true)
  })

  it('is made at most once an interval and once a batch number, however often pages are read', () => {
    const view = fc.record({ waitMs: fc.nat(9_000), batches: fc.nat(2) })
    fc.assert(
      fc.property(fc.array(view), (views) => {
        const made: Attempts[] = []
        let [nowMs, batch] = [0, 0]
        for (const { waitMs, batches } of views) {
          nowMs += waitMs
          batch += batches
          if (mayAttempt(made.at(-1) ?? null, moment(nowMs, batch)))
            made.push(recordAttempt(moment(nowMs, batch)))
        }
        expect(new Set(made.map(({ interval }) => interval)).size).toBe(made.length)
        expect(new Set(made.map((one) => one.batch)).size).toBe(made.length)
      }),
    )
  })
})
