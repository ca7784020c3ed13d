import { seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyContact } from '../src/contact.ts'
import { type Contact, makeCompartment, quarterFigures, weekFigures } from '../src/index.ts'

const env = seededEnv('statistics', portableSuite)
const desk = makeCompartment(env, 'desk')
const DAY_MS = 86_400_000
/** Monday, 2026-11-23, 12:00 UTC. */
const NOON = Date.UTC(2026, 10, 23, 12)

interface Drawn {
  readonly standing: Contact['standing']
  readonly atMs: number
  readonly answeredAfterDays: number | null
  readonly isLetter?: boolean
}

function contactOf({ standing, atMs, answeredAfterDays, isLetter = false }: Drawn): Contact {
  const contact = emptyContact(env.random(32), desk)
  contact.standing = standing
  contact.messages.push({
    facts: {
      kind: 'message-assembled',
      messageId: env.random(16),
      conversation: contact.conversation,
      messageKind: isLetter ? 'letter' : 'message',
      seed: env.random(32),
      text: '',
      files: [],
      exclusions: [],
      answers: new Uint8Array(0),
      about: null,
      parts: [],
    },
    receiptNumber: 0,
    atMs,
    carried: null,
    withdrawn: false,
    correctedBy: null,
    position: 0,
  })
  if (answeredAfterDays !== null)
    contact.replies.push({
      facts: {
        kind: 'reply',
        conversation: contact.conversation,
        replyId: env.random(8),
        text: '',
      },
      author: env.random(32),
      atMs: atMs + answeredAfterDays * DAY_MS,
      carried: new Map(),
      read: false,
      position: 1,
    })
  return contact
}

function some(count: number, drawn: Partial<Drawn> = {}): Contact[] {
  const usual: Drawn = { standing: 'accepted', atMs: NOON, answeredAfterDays: 1 }
  return Array.from({ length: count }, () => contactOf({ ...usual, ...drawn }))
}

describe('statistics by quarter', () => {
  it('count a quarter, and say nothing under five', () => {
    const [figures] = quarterFigures([
      ...some(9),
      ...some(6, { standing: 'declined', answeredAfterDays: null }),
    ])
    expect(figures).toEqual({
      quarter: '2026-Q4',
      contacts: 15,
      accepted: 9,
      declined: 6,
      undecided: null,
      messages: 15,
      answers: 9,
      answeredInTime: 9,
      medianDays: 1,
    })
    expect(quarterFigures(some(4))).toEqual([
      {
        quarter: '2026-Q4',
        contacts: null,
        accepted: null,
        declined: null,
        undecided: null,
        messages: null,
        answers: null,
        answeredInTime: null,
        medianDays: null,
      },
    ])
  })

  it('leave out a second part where the sum would say the first', () => {
    const [figures] = quarterFigures([
      ...some(20),
      ...some(9, { standing: 'new', answeredAfterDays: null }),
      ...some(3, { standing: 'declined', answeredAfterDays: null }),
    ])
    expect(figures).toMatchObject({ contacts: 32, accepted: 20, declined: null, undecided: null })
  })

  it('never lets two figures say a third that is under five', () => {
    const drawn = fc.record({
      standing: fc.constantFrom('accepted' as const, 'declined' as const, 'new' as const),
      atMs: fc.constant(NOON),
      answeredAfterDays: fc.option(fc.nat(20)),
    })
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 60 }), (list) => {
        const [figures] = quarterFigures(list.map(contactOf))
        if (figures === undefined) return
        const { contacts, accepted, declined, undecided } = figures
        const standings = [accepted, declined, undecided]
        for (const value of [contacts, ...standings])
          expect(value === null || value >= 5).toBe(true)
        const told = standings.filter((value) => value !== null)
        if (contacts === null || told.length === 3) return
        const rest = contacts - told.reduce((sum, value) => sum + value, 0)
        expect(rest === 0 || rest >= 5).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('know no letters, and the newest quarter first', () => {
    const letters = some(9, { isLetter: true })
    const earlier = some(6, { atMs: Date.UTC(2026, 6, 1) })
    const quarters = quarterFigures([...letters, ...some(7), ...earlier])
    expect(quarters.map(({ quarter, contacts }) => [quarter, contacts])).toEqual([
      ['2026-Q4', 7],
      ['2026-Q3', 6],
    ])
  })

  it('count weeks from Monday', () => {
    const sunday = some(2, { atMs: NOON - DAY_MS, answeredAfterDays: 1 })
    const weeks = weekFigures([...some(1), ...sunday], NOON + 3 * DAY_MS, 3)
    expect(weeks.map(({ contacts, answers }) => [contacts, answers])).toEqual([
      [0, 0],
      [2, 0],
      [1, 3],
    ])
    expect(new Date(weeks[2]?.fromMs ?? 0).toISOString()).toBe('2026-11-23T00:00:00.000Z')
  })
})
