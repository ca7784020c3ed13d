import { portableSuite } from '@postern/protocol/portable'
import { seededEnv } from '@postern/protocol'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CaseFile,
  corroborationOf,
  type EventBody,
  fold,
  gradeOf,
  makeCompartment,
  Requests,
} from '../src/index.ts'
import { caseBodies } from './event-arbitrary.ts'
import { joined, logged, type Told } from './logged.ts'

const env = seededEnv('case file', portableSuite)
const desk = makeCompartment(env, 'desk')
const docket = makeCompartment(env, 'docket')
const file = makeCompartment(env, 'file')
const registry = makeCompartment(env, 'registry')
const id = (fill: number): Uint8Array => new Uint8Array(16).fill(fill)

const OPENED: readonly Told[] = [
  { by: 1, compartment: desk, body: joined('anna') },
  ...[docket, file, registry].map((compartment): Told => ({
    by: 1,
    compartment,
    body: {
      kind: 'compartment-opened',
      compartmentKind: compartment.kind,
      of: docket.id,
      reference: 'lamp river stone',
    },
  })),
]

function fileAfter(...bodies: readonly EventBody[]): { content: CaseFile; found: number } {
  const told = bodies.map((body): Told => ({ by: 1, compartment: file, body }))
  const casebook = fold(logged([...OPENED, ...told]))
  const [held] = casebook.cases.values()
  if (!held?.file) throw new TypeError('no file')
  return { content: held.file.content, found: casebook.findings.length }
}

const said = (fill: number): EventBody => ({
  kind: 'asserted',
  assertion: id(fill),
  basis: id(9),
  text: 'The column left at noon.',
})
const corroborates = (
  independence: 'undeclared' | 'independent' | 'dependent',
  reason: string,
  from: number = 2,
): EventBody => ({
  kind: 'linked',
  from: id(from),
  to: id(1),
  relation: 'corroborates',
  independence,
  reason,
})

describe('grading', () => {
  it('is F and 6 until somebody judges, each apart, with what was judged before', () => {
    const grade = (content: CaseFile): unknown => {
      const [assertion] = content.assertions.values()
      return assertion && gradeOf(assertion)
    }
    expect(grade(fileAfter(said(1)).content)).toEqual({ reliability: 'F', credibility: 6 })
    const judged = fileAfter(
      said(1),
      { kind: 'credibility-judged', assertion: id(1), grade: 2, reason: 'seen from the air' },
      { kind: 'reliability-judged', assertion: id(1), grade: 'C', reason: 'right twice' },
      { kind: 'credibility-judged', assertion: id(1), grade: 3, reason: 'older picture' },
    ).content
    expect(grade(judged)).toEqual({ reliability: 'C', credibility: 3 })
    const [assertion] = judged.assertions.values()
    expect(assertion?.credibility.map((one) => one.grade)).toEqual([2, 3])
  })

  it('of what nobody asserted does not count', () => {
    const { found } = fileAfter({
      kind: 'reliability-judged',
      assertion: id(5),
      grade: 'A',
      reason: '',
    })
    expect(found).toBe(1)
  })
})

describe('corroboration', () => {
  const count = (...links: readonly EventBody[]): number => {
    const { content } = fileAfter(said(1), said(2), ...links)
    return corroborationOf(content, id(1)).length
  }

  it('counts when independence is declared, with a reason, and not otherwise', () => {
    expect(count(corroborates('independent', 'two villages, no contact'))).toBe(1)
    expect(count(corroborates('independent', '  '))).toBe(0)
    expect(count(corroborates('undeclared', 'looks alike'))).toBe(0)
    expect(count(corroborates('dependent', 'both read the same post'))).toBe(0)
    expect(count(corroborates('independent', 'itself', 1))).toBe(0)
  })

  it('falls with what it rests on', () => {
    const recall: EventBody = { kind: 'recalled', target: id(2), reason: 'he made it up' }
    expect(count(corroborates('independent', 'two villages'), recall)).toBe(0)
  })
})

describe('the time of an act', () => {
  const noteAt = (atMs: number): Told => ({
    by: 1,
    compartment: file,
    atMs,
    body: { kind: 'case-noted', subject: new Uint8Array(32), text: 'seen' },
  })
  const kindsAfter = (...told: readonly Told[]): string[] =>
    fold(logged([...OPENED, ...told])).findings.map(({ kind }) => kind)

  it('may lag a little, as clocks do, and is found when it goes back', () => {
    expect(kindsAfter(noteAt(2_000_000), noteAt(1_500_000))).toEqual([])
    expect(kindsAfter(noteAt(2_000_000), noteAt(1_300_000))).toEqual(['back-dated'])
  })
})

describe('a case', () => {
  const any = fc.oneof(
    ...[docket, file, registry].map((compartment) => {
      const bodies = {
        docket: caseBodies.docket,
        file: caseBodies.file,
        registry: caseBodies.registry,
      }
      const { kind } = compartment
      if (kind !== 'docket' && kind !== 'file' && kind !== 'registry') throw new TypeError(kind)
      return bodies[kind].map((body): Told => ({ by: 1, compartment, body }))
    }),
  )
  const seen = (events: ReturnType<typeof logged>): unknown => {
    const { cases, findings } = fold(events)
    return structuredClone({
      findings,
      cases: [...cases.values()].map((one) => ({
        docket: Object.entries(one.docket).map(([, value]) =>
          value instanceof Requests ? value.all : value,
        ),
        file: one.file && Object.entries(one.file.content),
        registry: one.registry?.sources,
        events: one.events,
      })),
    })
  }

  it('folds from any prefix to the same state, and is not moved by what comes twice', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), fc.nat({ max: 30 }), (told, at) => {
        const events = logged([...OPENED, ...told])
        const casebook = fold(events.slice(0, at))
        for (const event of events.slice(at)) casebook.apply(event)
        const whole = fold(events)
        expect(casebook.findings).toEqual(whole.findings)
        expect(seen([...events, ...events.slice(at, at + 6)])).toEqual(seen(events))
      }),
      { numRuns: 60 },
    )
  })

  it('keeps every item that was ever taken, and no custody of what is not there', () => {
    fc.assert(
      fc.property(fc.array(caseBodies.file, { maxLength: 30 }), (bodies) => {
        const { content } = fileAfter(...bodies)
        const taken = new Set(
          bodies.flatMap((body) => (body.kind === 'item-taken' ? [body.item.join()] : [])),
        )
        expect(content.items.size).toBe(taken.size)
        for (const { facts } of content.custody)
          if (facts.kind === 'custody')
            expect(
              content.items.has(facts.item.toHex()) || content.derivatives.has(facts.item.toHex()),
            ).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
