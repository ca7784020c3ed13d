import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clocksOf, type DutyFacts, mostUrgent } from '../src/index.ts'
import { civil, dayNumber, monthsAfter, workingDaysAfter } from '../src/duty.ts'

const DAY_MS = 86_400_000
const at = (text: string): number => Date.parse(`${text}Z`)
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16)

describe('the calendar', () => {
  it('is the platform’s, for any day of four centuries', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50_000, max: 100_000 }), (days) => {
        const date = new Date(days * DAY_MS)
        const { year, month, day } = civil(days)
        expect([year, month, day]).toEqual([
          date.getUTCFullYear(),
          date.getUTCMonth() + 1,
          date.getUTCDate(),
        ])
        expect(dayNumber(year, month, day)).toBe(days)
      }),
    )
  })

  it('counts months to the same day, or to the last of a shorter month', () => {
    expect(iso(monthsAfter(at('2026-11-30T09:15'), 3))).toBe('2027-02-28T09:15')
    expect(iso(monthsAfter(at('2027-11-30T09:15'), 3))).toBe('2028-02-29T09:15')
    expect(iso(monthsAfter(at('2026-10-05T23:59'), 3))).toBe('2027-01-05T23:59')
  })

  it('counts no Saturday and no Sunday', () => {
    expect(iso(workingDaysAfter(at('2026-11-25T10:00'), 3))).toBe('2026-11-30T10:00')
    expect(iso(workingDaysAfter(at('2026-11-28T10:00'), 3))).toBe('2026-12-02T10:00')
  })
})

describe('the clocks of a contact', () => {
  const facts: DutyFacts = {
    receivedMs: at('2026-11-02T08:00'),
    acknowledgedMs: null,
    answeredMs: null,
    feedbackMs: null,
    withheld: [],
  }
  const states = (given: DutyFacts, now: string): string[] =>
    clocksOf(given, at(now)).map(({ kind, state }) => `${kind} ${state}`)

  it('run, come near, and are over, one after another', () => {
    expect(states(facts, '2026-11-03T08:00')[0]).toBe('acknowledgement running')
    expect(states(facts, '2026-11-07T09:00')[0]).toBe('acknowledgement near')
    expect(states(facts, '2026-11-09T08:01')[0]).toBe('acknowledgement over')
  })

  it('begin the personal word and the feedback with the acknowledgement', () => {
    const acknowledged = { ...facts, acknowledgedMs: at('2026-11-03T00:00') }
    const due = clocksOf(acknowledged, at('2026-11-03T01:00')).map(({ dueMs }) => iso(dueMs))
    expect(due).toEqual(['2026-11-09T08:00', '2026-11-06T00:00', '2027-02-03T00:00'])
    expect(
      states({ ...acknowledged, answeredMs: at('2026-11-10T00:00') }, '2026-11-11T00:00'),
    ).toEqual(['acknowledgement met', 'personal met-late', 'feedback running'])
  })

  it('stand still when something was withheld, and for that alone', () => {
    const withheld = [{ clock: 'personal' as const, reason: 'her husband reads along', atMs: 1 }]
    expect(states({ ...facts, withheld }, '2027-06-01T00:00')).toEqual([
      'acknowledgement over',
      'personal withheld',
      'feedback over',
    ])
  })

  it('name first what is due first', () => {
    expect(mostUrgent(clocksOf(facts, at('2026-11-03T08:00')))?.kind).toBe('acknowledgement')
    const done = { ...facts, acknowledgedMs: 1, answeredMs: 1, feedbackMs: 1 }
    expect(mostUrgent(clocksOf(done, at('2026-11-03T08:00')))).toBeNull()
  })
})
