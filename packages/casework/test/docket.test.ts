import { portableSuite } from '@postern/protocol/portable'
import { seededEnv } from '@postern/protocol'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Case,
  type EventBody,
  fold,
  makeCompartment,
  type Status,
  type TwoPersonAct,
} from '../src/index.ts'
import { caseBodies } from './event-arbitrary.ts'
import { idOf, joined, logged, memberKey, type Told } from './logged.ts'

const env = seededEnv('docket', portableSuite)
const desk = makeCompartment(env, 'desk')
const docket = makeCompartment(env, 'docket')
const ANNA = 1
const BORIS = 2

const TEAM: readonly Told[] = [
  { by: ANNA, compartment: desk, body: joined('anna') },
  { by: BORIS, compartment: desk, body: joined('boris') },
  {
    by: ANNA,
    compartment: docket,
    body: { kind: 'compartment-opened', compartmentKind: 'docket', of: docket.id, reference: 'x' },
  },
  {
    by: ANNA,
    compartment: docket,
    body: { kind: 'read-in', member: memberKey(BORIS), reason: 'coordinates' },
  },
]

type Act = readonly [by: number, body: EventBody, atMs?: number]

/** The case after these acts, and what was found. The n-th act's event has id `idOf(4 + n)`. */
function after(...acts: readonly Act[]): { docket: Case['docket']; found: number } {
  const told = acts.map(([by, body, atMs]): Told => {
    const one = { by, body, compartment: docket }
    return atMs === undefined ? one : { ...one, atMs }
  })
  const casebook = fold(logged([...TEAM, ...told]))
  const [held] = casebook.cases.values()
  if (held === undefined) throw new TypeError('no case')
  return { docket: held.docket, found: casebook.findings.length }
}

const status = (to: Status): EventBody => ({
  kind: 'status-set',
  status: to,
  outcome: '',
  reason: 'r',
})
const ask = (act: TwoPersonAct): EventBody => ({
  kind: 'act-asked',
  act,
  target: new Uint8Array(16),
  reason: 'because',
})
const answer = (nth: number, approved: boolean = true): EventBody => ({
  kind: 'act-answered',
  request: idOf(TEAM.length + nth),
  approved,
  reason: 'seen',
})
const hold = (on: boolean): EventBody => ({
  kind: 'side-state-set',
  state: 'legal-hold',
  on,
  reason: 'court',
})
const disposal: EventBody = {
  kind: 'disposed',
  basis: 'over',
  events: 9,
  items: 1,
  head: new Uint8Array(32),
}
const retention = (untilMs: number): EventBody => ({
  kind: 'retention-set',
  untilMs,
  reason: 'law',
})

const TO_CLOSE = (['triage', 'open', 'sanitise', 'assess', 'action'] as const).map((to): Act => [
  ANNA,
  status(to),
])
const CLOSED: readonly Act[] = [
  ...TO_CLOSE,
  [ANNA, ask('close')],
  [BORIS, answer(TO_CLOSE.length)],
  [ANNA, status('close')],
  [ANNA, status('retain')],
]

describe('a case’s status', () => {
  it('goes the way of the work and no other', () => {
    expect(after(...TO_CLOSE).docket.status).toBe('action')
    expect(after([ANNA, status('action')])).toMatchObject({
      docket: { status: 'received' },
      found: 1,
    })
  })

  it('closes with an approver alone, and once for each approval', () => {
    expect(after(...CLOSED)).toMatchObject({ docket: { status: 'retain' }, found: 0 })
    const alone = after(...TO_CLOSE, [ANNA, status('close')])
    expect([alone.docket.status, alone.found]).toEqual(['action', 1])
    const again = after(
      ...CLOSED,
      ...(['triage', 'open', 'close'] as const).map((to): Act => [ANNA, status(to)]),
    )
    expect([again.docket.status, again.found]).toEqual(['open', 1])
  })
})

describe('what two must sign', () => {
  it('is not signed by one person twice', () => {
    const both = after([ANNA, ask('export')], [ANNA, answer(0)])
    expect(both.found).toBe(1)
    expect([...both.docket.requests.all.values()][0]?.state).toBe('waiting')
  })

  it('is refused for good by the second', () => {
    const { docket: held, found } = after(
      [ANNA, ask('export')],
      [BORIS, answer(0, false)],
      [BORIS, answer(0)],
    )
    expect([found, [...held.requests.all.values()][0]?.state]).toEqual([1, 'refused'])
  })

  it('is done once, and only what was approved', () => {
    const done: EventBody = { kind: 'act-done', request: idOf(TEAM.length), result: 'sent' }
    expect(after([ANNA, ask('export')], [ANNA, done]).found).toBe(1)
    const twice = after([ANNA, ask('export')], [BORIS, answer(0)], [ANNA, done], [ANNA, done])
    expect(twice.found).toBe(1)
    expect([...twice.docket.requests.all.values()][0]).toMatchObject({
      state: 'done',
      result: 'sent',
    })
  })

  it('is needed to lift a hold, not to set one', () => {
    expect(after([ANNA, hold(true)], [ANNA, hold(false)])).toMatchObject({ found: 1 })
    const lifted = after(
      [ANNA, hold(true)],
      [ANNA, ask('lift-hold')],
      [BORIS, answer(1)],
      [ANNA, hold(false)],
    )
    expect([lifted.docket.sideStates.size, lifted.found]).toEqual([0, 0])
  })
})

describe('disposal', () => {
  it('waits for the retention’s end', () => {
    const before = after(...CLOSED, [ANNA, retention(5_000)], [ANNA, disposal, 4_999])
    expect([before.docket.disposed, before.found]).toEqual([null, 1])
    const over = after(...CLOSED, [ANNA, retention(5_000)], [ANNA, disposal, 5_000])
    expect([over.docket.disposed?.items, over.found]).toEqual([1, 0])
  })

  it('comes earlier when two sign, and never under a legal hold', () => {
    const early: readonly Act[] = [
      [ANNA, ask('early-disposal')],
      [BORIS, answer(0)],
    ]
    expect(after(...early, [ANNA, disposal]).docket.disposed).not.toBeNull()
    expect(after(...early, [ANNA, hold(true)], [ANNA, disposal]).docket.disposed).toBeNull()
  })

  it('is the last word: nothing counts after it', () => {
    const end = after(
      [ANNA, ask('early-disposal')],
      [BORIS, answer(0)],
      [ANNA, disposal],
      [ANNA, status('triage')],
    )
    expect([end.docket.status, end.found]).toEqual(['received', 1])
  })

  it('never happens without retention or a second person, whatever else is said', () => {
    fc.assert(
      fc.property(fc.array(caseBodies.docket, { maxLength: 30 }), (bodies) => {
        const mine = bodies.filter(({ kind }) => kind !== 'act-answered')
        const { docket: held } = after(...mine.map((body): Act => [ANNA, body, 1]))
        const allowed = held.retainUntilMs !== null && held.retainUntilMs <= 1
        expect(held.disposed === null || allowed).toBe(true)
        expect(held.status).not.toBe('close')
      }),
    )
  })
})
