import { portableSuite } from '@postern/protocol/portable'
import { seededEnv } from '@postern/protocol'
import { describe, expect, it } from 'vitest'
import {
  type Casebook,
  type Compartment,
  type EventBody,
  fold,
  keyName,
  makeCompartment,
} from '../src/index.ts'
import { keyOf } from './author-world.ts'
import { joined, logged, memberKey, type Told } from './logged.ts'

const env = seededEnv('fellowship', portableSuite)
const desk = makeCompartment(env, 'desk')
const file = makeCompartment(env, 'file')
const docket = makeCompartment(env, 'docket')
const ANNA = 1
const BORIS = 2
const VERA = 3
const AGENT = 9

const at = (by: number, compartment: Compartment, body: EventBody, key?: Uint8Array): Told => ({
  by,
  compartment,
  body,
  ...(key === undefined ? {} : { key }),
})
const opened = (compartment: Compartment): EventBody => ({
  kind: 'compartment-opened',
  compartmentKind: compartment.kind,
  of: docket.id,
  reference: 'lamp river stone',
})
const readIn = (member: number): EventBody => ({
  kind: 'read-in',
  member: memberKey(member),
  reason: 'knows the region',
})
const readOut = (member: number): EventBody => ({
  kind: 'read-out',
  member: memberKey(member),
  reason: 'left',
})
const turned = (key: Uint8Array, ...members: readonly number[]): EventBody => ({
  kind: 'key-turned',
  keyName: keyName(portableSuite, key),
  granted: members.map(memberKey),
})
const noted = (text: string): EventBody => ({
  kind: 'case-noted',
  subject: new Uint8Array(32),
  text,
})

const TEAM: readonly Told[] = [
  at(ANNA, desk, joined('anna')),
  at(BORIS, desk, joined('boris')),
  at(VERA, desk, joined('vera')),
  at(AGENT, desk, joined('agent', 'agent')),
  at(ANNA, docket, opened(docket)),
  at(ANNA, file, opened(file)),
]

function after(...told: readonly Told[]): Casebook {
  return fold(logged([...TEAM, ...told]))
}

function notesOf({ cases }: Casebook): string[] {
  return [...cases.values()].flatMap(({ file: held }) =>
    (held?.content.notes ?? []).map(({ facts }) => facts.text),
  )
}

const kindsOf = ({ findings }: Casebook): string[] => findings.map(({ kind }) => kind)

describe('who may say what', () => {
  it('is who was read in, from then on', () => {
    const before = after(at(BORIS, file, noted('too soon')))
    expect([notesOf(before), kindsOf(before)]).toEqual([[], ['stranger']])
    const then = after(at(ANNA, file, readIn(BORIS)), at(BORIS, file, noted('now')))
    expect([notesOf(then), kindsOf(then)]).toEqual([['now'], []])
  })

  it('is not lost when two devices of one member open the same', () => {
    const again = after(
      at(ANNA, file, noted('kept')),
      at(ANNA, docket, opened(docket)),
      at(ANNA, file, opened(file)),
    )
    expect([notesOf(again), kindsOf(again)]).toEqual([['kept'], []])
    expect(kindsOf(after(at(BORIS, file, opened(file))))).toEqual(['out-of-place'])
  })

  it('nobody reads himself in', () => {
    const casebook = after(at(BORIS, file, readIn(BORIS)), at(BORIS, file, noted('inside')))
    expect([notesOf(casebook), kindsOf(casebook)]).toEqual([[], ['stranger', 'stranger']])
  })

  it('ends with a reading out, and the attempt is found', () => {
    const casebook = after(
      at(ANNA, file, readIn(BORIS)),
      at(ANNA, file, readOut(BORIS)),
      at(BORIS, file, noted('still here')),
      at(ANNA, file, readIn(BORIS)),
      at(BORIS, file, noted('back again')),
    )
    expect([notesOf(casebook), kindsOf(casebook)]).toEqual([['back again'], ['read-out']])
  })

  it('ends everywhere for who leaves the desk, whose key never comes back', () => {
    const casebook = after(
      at(ANNA, file, readIn(BORIS)),
      at(ANNA, desk, readOut(BORIS)),
      at(BORIS, file, noted('in the file')),
      at(BORIS, desk, joined('boris')),
      at(BORIS, desk, { kind: 'second-eyes-set', on: true }),
    )
    expect(notesOf(casebook)).toEqual([])
    expect(kindsOf(casebook)).toEqual(['read-out', 'read-out', 'read-out'])
    const held = casebook.fellowships.of(file.id)
    expect(held && casebook.fellowships.members(held)).toHaveLength(1)
  })

  it('is nothing of people for an agent', () => {
    const conversation = memberKey(7)
    const replyId = new Uint8Array(8)
    const casebook = after(
      at(AGENT, desk, { kind: 'reply', conversation, replyId, text: 'from a stolen agent' }),
      at(AGENT, desk, readOut(ANNA)),
      at(AGENT, desk, { kind: 'drop-taken', drop: 4, items: 2 }),
    )
    expect([casebook.contacts.size, casebook.drops.size]).toEqual([0, 1])
    expect(kindsOf(casebook)).toEqual(['out-of-place', 'out-of-place'])
  })

  it('has its place: content in the file, duties in the docket', () => {
    const status: EventBody = { kind: 'status-set', status: 'triage', outcome: '', reason: '' }
    const casebook = after(at(ANNA, docket, noted('content')), at(ANNA, file, status))
    expect(kindsOf(casebook)).toEqual(['out-of-place', 'out-of-place'])
    const [one] = casebook.cases.values()
    expect(one?.docket.status).toBe('received')
  })

  it('lets nobody put a file of his own to another’s case', () => {
    const planted = makeCompartment(env, 'file')
    const casebook = fold(
      logged([
        ...TEAM.slice(0, 5),
        at(BORIS, planted, opened(planted)),
        at(BORIS, planted, noted('planted')),
        at(ANNA, file, opened(file)),
        at(ANNA, file, noted('hers')),
      ]),
    )
    expect(notesOf(casebook)).toEqual(['hers'])
  })
})

describe('a key that is turned', () => {
  const key = env.random(32)
  const out = [at(ANNA, file, readIn(BORIS)), at(ANNA, file, readOut(BORIS))]

  it('is wanted as soon as somebody has it who may not', () => {
    const needs = (casebook: Casebook): boolean => {
      const held = casebook.fellowships.of(file.id)
      return held !== null && casebook.fellowships.needsTurn(held)
    }
    expect(needs(after(at(ANNA, file, readIn(BORIS))))).toBe(false)
    expect(needs(after(...out))).toBe(true)
    expect(needs(after(at(ANNA, file, readIn(BORIS)), at(ANNA, desk, readOut(BORIS))))).toBe(true)
    expect(needs(after(...out, at(ANNA, file, turned(key, ANNA))))).toBe(false)
  })

  it('is the only one from then on', () => {
    const casebook = after(
      ...out,
      at(ANNA, file, turned(key, ANNA)),
      at(ANNA, file, noted('under the old one')),
      at(ANNA, file, noted('under the new one'), key),
    )
    expect(notesOf(casebook)).toEqual(['under the new one'])
    expect(kindsOf(casebook)).toEqual(['old-key'])
  })

  it('is not in force when it went to others than who is in', () => {
    for (const members of [[ANNA, BORIS], [], [VERA]]) {
      const casebook = after(
        ...out,
        at(ANNA, file, turned(key, ...members)),
        at(ANNA, file, noted('as before'), keyOf(file)),
      )
      expect(notesOf(casebook)).toEqual(['as before'])
    }
  })
})
