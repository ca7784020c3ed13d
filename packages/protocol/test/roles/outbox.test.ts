import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY_OUTBOX, type Outbox, outboxHead } from '../../src/roles/outbox.ts'
import { outboxEstimate } from '../../src/roles/outbox-estimate.ts'
import type { FragmentPart } from '../../src/wire/fragment.ts'
import { STANDARD } from '../../src/wire/parameters.ts'
import { house, statementOf, writer } from './house.ts'
import { statementDraft } from '../../../../vectors/organisation.ts'

const at = house('outbox')
const [first, second] = [writer(at, 0), writer(at, 1)]
const HOUR_MS = 3_600_000

function parts(count: number): FragmentPart[] {
  const messageId = at.env.random(16)
  return Array.from({ length: count }, (_, index) => ({
    messageId,
    index,
    count,
    body: at.env.random(1),
  }))
}

function filled(...counts: number[]): Outbox {
  return { waiting: counts.flatMap((n) => parts(n)).map((part) => ({ ...first, part })) }
}

describe('outbox', () => {
  it('begins with what was put first, whatever its desk', () => {
    const box = filled(2, 1)
    expect(outboxHead(box, at.statement)).toBe(box.waiting[0])
    expect(outboxHead(EMPTY_OUTBOX, at.statement)).toBeNull()
  })

  it('lets a fragment wait whose desk is not in the statement, and not the ones behind it', () => {
    const desks = statementDraft(at.made, at.env.nowMs()).desks.slice(1)
    const without = statementOf(at, { desks })
    const [part] = parts(1)
    const behind = part ? [{ ...second, part }] : []
    const box = { waiting: [...filled(1).waiting, ...behind] }
    expect(outboxHead(box, without)).toBe(box.waiting[1])
    expect(outboxHead(filled(1), without)).toBeNull()
  })
})

describe('outboxEstimate', () => {
  it('does not count on more than one part an interval', () => {
    const often = outboxEstimate(filled(10), STANDARD, 1_000)
    expect(often?.partsPerDay).toBeCloseTo(8, 5)
    expect(often?.lastMs).toBeGreaterThan(9 * 3 * HOUR_MS)
  })

  it('says five parts a day for eight visits at random times, and one a day for one', () => {
    expect(outboxEstimate(filled(1), STANDARD, 8)?.partsPerDay).toBeCloseTo(5.25, 2)
    const daily = outboxEstimate(filled(3), STANDARD, 1)
    expect(daily?.firstMs).toBe(24 * HOUR_MS)
    expect(daily?.lastMs).toBeCloseTo(72 * HOUR_MS)
  })

  it('grows with what waits and shrinks with visits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 33 }),
        fc.integer({ min: 1, max: 200 }),
        (n, visits) => {
          const now = outboxEstimate(many(n), STANDARD, visits)?.lastMs ?? 0
          expect(outboxEstimate(many(n + 1), STANDARD, visits)?.lastMs).toBeGreaterThan(now)
          expect(outboxEstimate(many(n), STANDARD, visits + 1)?.lastMs).toBeLessThan(now)
        },
      ),
    )
  })

  it('says nothing about an empty outbox or a source who never visits', () => {
    expect(outboxEstimate(EMPTY_OUTBOX, STANDARD, 8)).toBeNull()
    expect(outboxEstimate(filled(1), STANDARD, 0)).toBeNull()
  })

  function many(count: number): Outbox {
    return filled(...Array.from({ length: count }, () => 1))
  }
})
