import { describe, expect, it } from 'vitest'
import { type Compartment, type EventBody, fold } from '../src/index.ts'
import { joined, logged, memberKey } from './logged.ts'

const key = new Uint8Array(32).fill(5)
const desk: Compartment = { kind: 'desk', id: new Uint8Array(16).fill(1), keys: [key] }
const own: Compartment = { kind: 'pair', id: new Uint8Array(16).fill(2), keys: [key] }
const shared: Compartment = { kind: 'pair', id: new Uint8Array(16).fill(3), keys: [key] }

function opened({ id }: Compartment): EventBody {
  return { kind: 'compartment-opened', compartmentKind: 'pair', of: id, reference: '' }
}

function kept(name: string, query: string, view: string = 'all'): EventBody {
  return { kind: 'view-kept', name, query, view }
}

function viewsAfter(...told: readonly { body: EventBody; compartment: Compartment }[]): string[] {
  const both: EventBody = { kind: 'read-in', member: memberKey(2), reason: '' }
  const before = [
    { by: 1, body: joined('anna'), compartment: desk },
    { by: 2, body: joined('boris'), compartment: desk },
    { by: 1, body: opened(own), compartment: own },
    { by: 1, body: opened(shared), compartment: shared },
    { by: 1, body: both, compartment: shared },
  ]
  const { personal } = fold(logged([...before, ...told.map((one) => ({ by: 1, ...one }))]))
  return [...personal.views.values()].map(({ name, query }) => `${name}: ${query}`)
}

describe('what a member keeps for himself', () => {
  it('is the last under each name, and gone when it is empty', () => {
    const all = [kept('bridge', 'мост'), kept('port', 'порт'), kept('bridge', 'мосты')]
    const told = all.map((body) => ({ body, compartment: own }))
    expect(viewsAfter(...told)).toEqual(['bridge: мосты', 'port: порт'])
    expect(viewsAfter(...told, { body: kept('port', '', ''), compartment: own })).toEqual([
      'bridge: мосты',
    ])
  })

  it('is not what a colleague says in the pair with him', () => {
    expect(viewsAfter({ body: kept('planted', 'x'), compartment: shared })).toEqual([])
  })
})
