import { describe, expect, it } from 'vitest'
import { type Compartment, type EventBody, fold } from '../src/index.ts'
import { joined, logged, memberKey } from './logged.ts'

const DAY_MS = 86_400_000
const key = new Uint8Array(32).fill(5)
const desk: Compartment = { kind: 'desk', id: new Uint8Array(16).fill(1), keys: [key] }

function invited(name: string, byte: number, untilMs: number = DAY_MS): EventBody {
  const invitation = new Uint8Array(16).fill(byte)
  return { kind: 'member-invited', invitation, name, takesIn: true, untilMs }
}

function openAfter(...told: readonly { by: number; body: EventBody }[]): string[] {
  const first = { by: 1, body: joined('anna') }
  const all = [first, ...told].map((one) => ({ ...one, compartment: desk }))
  return fold(logged(all))
    .enrolment.open(0)
    .map(({ facts }) => facts.name)
}

describe('who is asked in', () => {
  it('is open until somebody comes by that name, or it is withdrawn, or over', () => {
    expect(openAfter({ by: 1, body: invited('clara', 9) })).toEqual(['clara'])
    expect(openAfter({ by: 1, body: invited('clara', 9, 0) })).toEqual([])
    expect(
      openAfter({ by: 1, body: invited('clara', 9) }, { by: 2, body: joined('clara') }),
    ).toEqual([])
    const invitation = new Uint8Array(16).fill(9)
    const withdrawn: EventBody = { kind: 'invitation-withdrawn', invitation }
    expect(openAfter({ by: 1, body: invited('clara', 9) }, { by: 1, body: withdrawn })).toEqual([])
  })

  it('is asked in no more when somebody is read out of the desk: the keys are turned', () => {
    const readOut: EventBody = { kind: 'read-out', member: memberKey(2), reason: 'left' }
    expect(
      openAfter(
        { by: 2, body: joined('boris') },
        { by: 1, body: invited('clara', 9) },
        { by: 1, body: readOut },
      ),
    ).toEqual([])
  })

  it('cannot be asked in by an agent or by a stranger', () => {
    expect(
      openAfter({ by: 3, body: joined('agent', 'agent') }, { by: 3, body: invited('clara', 9) }),
    ).toEqual([])
    expect(openAfter({ by: 4, body: invited('clara', 9) })).toEqual([])
  })

  it('keeps the newest share of each colleague in each pair', () => {
    const pair = { kind: 'pair' as const, id: new Uint8Array(16).fill(7), keys: [key] }
    const share = (byte: number): EventBody => ({
      kind: 'share-kept',
      set: new Uint8Array(16).fill(byte),
      holders: 2,
      threshold: 2,
      share: new Uint8Array(33).fill(byte),
    })
    const opened: EventBody = {
      kind: 'compartment-opened',
      compartmentKind: 'pair',
      of: pair.id,
      reference: '',
    }
    const { shares } = fold(
      logged([
        { by: 1, body: joined('anna'), compartment: desk },
        { by: 1, body: opened, compartment: pair },
        { by: 1, body: share(1), compartment: pair },
        { by: 1, body: share(2), compartment: pair },
      ]),
    ).personal
    expect([...shares.values()].map(({ facts }) => facts.set[0])).toEqual([2])
  })
})
