import { type EventBody, fold, makeCompartment } from '@postern/casework'
import { seededEnv, toHex } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { describe, expect, it } from 'vitest'
import { joined, logged, type Told } from '../../../casework/test/logged.ts'
import { DeskIndex } from '../../src/page/search/desk-index.ts'
import { excerptOf } from '../../src/page/search/excerpt.ts'

const env = seededEnv('desk index', portableSuite)
const desk = makeCompartment(env, 'desk')
const docket = makeCompartment(env, 'docket')
const file = makeCompartment(env, 'file')

function message(conversation: Uint8Array, text: string): Told {
  const body: EventBody = {
    kind: 'message-assembled',
    messageId: env.random(16),
    conversation,
    messageKind: 'message',
    seed: env.random(32),
    text,
    files: [],
    exclusions: [],
    answers: new Uint8Array(0),
    about: null,
    parts: [],
  }
  return { by: 1, compartment: desk, body }
}

function indexOf(...told: readonly Told[]): DeskIndex {
  const index = new DeskIndex()
  index.look(fold(logged([{ by: 1, compartment: desk, body: joined('anna') }, ...told])))
  index.step(1_000)
  return index
}

const [one, two] = [env.random(32), env.random(32)]
const BOTH = [
  message(one, 'На складе у третьего причала ночью меняют номера вагонов'),
  message(one, 'Ещё один вагон ушёл в среду'),
  message(two, 'گزارشی دربارهٔ کارخانه‌های شهر'),
]

describe('search at the desk', () => {
  const index = indexOf(...BOTH)
  const found = (query: string): string[] | null => index.find(query)?.map(({ id }) => id) ?? null

  it.each([
    ['вагон', one],
    ['ВАГОНА среда', one],
    ['еще причалы', one],
    ['كارخانه', two],
    ['گزارش', two],
  ])('finds %s by its beginning, whatever its ending or its letters', (query, contact) => {
    expect(found(query)).toEqual([toHex(contact)])
  })

  it('finds nothing else, and looks for nothing where there is no word', () => {
    expect(found('поезд')).toEqual([])
    expect(found('вагон كارخانه')).toEqual([])
    expect(found(' … ')).toBeNull()
  })

  it('shows the words around what was looked for', () => {
    const casebook = fold(logged([{ by: 1, compartment: desk, body: joined('anna') }, ...BOTH]))
    const contact = casebook.contact(one)
    expect(contact && excerptOf(contact, 'вагонов')).toBe('…меняют номера вагонов')
    expect(contact && excerptOf(contact, 'среда')).toContain('Ещё один вагон')
    expect(contact && excerptOf(contact, '')).toBe('Ещё один вагон ушёл в среду')
  })

  it('has a case for who is read in, and nothing for who coordinates it blind', () => {
    const opened = (compartment: typeof docket, by: number): Told => ({
      by,
      compartment,
      body: {
        kind: 'compartment-opened',
        compartmentKind: compartment.kind,
        of: docket.id,
        reference: 'lamp river stone',
      },
    })
    const note: EventBody = {
      kind: 'case-noted',
      subject: new Uint8Array(32),
      text: 'Вторая смена',
    }
    const whole = [opened(docket, 1), opened(file, 1), { by: 1, compartment: file, body: note }]
    const blind = indexOf(opened(docket, 1))
    expect(indexOf(...whole).find('смена')).toEqual([{ kind: 'case', id: toHex(docket.id) }])
    expect(blind.find('смена')).toEqual([])
    expect(blind.find('river')).toHaveLength(1)
  })

  it('takes up what is new, piece by piece, and forgets what was disposed of with its casebook', () => {
    const told: Told[] = [{ by: 1, compartment: desk, body: joined('anna') }, ...BOTH]
    const grown = new DeskIndex()
    const casebook = fold(logged(told))
    grown.look(casebook)
    expect(grown.waiting).toBe(2)
    grown.step(1)
    expect(grown.waiting).toBe(1)
    grown.step(1)
    const more = logged([...told, message(two, 'خبر تازه')]).at(-1)
    if (more !== undefined) casebook.apply(more)
    grown.look(casebook)
    expect(grown.waiting).toBe(1)
    grown.step(9)
    expect(grown.find('خبر')).toHaveLength(1)
    grown.look(fold(logged(told.slice(0, 2))))
    grown.step(9)
    expect(grown.find('خبر')).toEqual([])
    expect(grown.find('среда')).toEqual([])
  })
})
