import { makeCell, REHEARSAL, type Statement, stampFits, toHex, utf8 } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { describe, expect, it } from 'vitest'
import { House } from '../src/simulator/house.ts'
import { makeSource, type Source, statementOf } from '../src/simulator/source.ts'

const STAMP_BITS = 9

/** Rounds until readers seal for a statement with this stamp. */
async function untilStamp(house: House, bits: number): Promise<Statement> {
  for (let round = 0; round < 20; round++) {
    await house.round(20_000)
    const statement = await statementOf(house)
    if (statement.parameters.stampBits === bits) return statement
  }
  throw new TypeError('no statement with this stamp')
}

function arrived(house: House): Set<string> {
  const contacts = house.agents.flatMap(({ rooms }) => rooms).flatMap((room) => room.contacts())
  return new Set(contacts.map(({ conversation }) => toHex(conversation)))
}

/** The same cell with a stamp that was not paid for. */
function unpaid(cell: Uint8Array): Uint8Array {
  const stamps = Array.from({ length: 256 }, (_, at) => cell.with(7, at))
  const found = stamps.find((one) => !stampFits(nativeSuite, one, STAMP_BITS))
  if (found === undefined) throw new TypeError('every stamp fits')
  return found
}

describe('a successor that starts early (B1, S3)', () => {
  it('raises the stamp for everybody within minutes, and loses no cell that was answered', async () => {
    const house = await House.open('flood')
    await house.openDoor()
    for (let round = 0; round < 4; round++) await house.round(2_000)
    const before = await statementOf(house)
    expect(before.parameters.stampBits).toBe(REHEARSAL.stampBits)
    const source = (name: string): Source => makeSource(house.env, before.desks[0]!.id, name)
    const cellOf = ({ part }: Source, statement: Statement): Uint8Array =>
      makeCell(house.env, statement, part)

    await house.requests.put('stamp-bits', utf8(`${STAMP_BITS}`))
    const inTime = source('sent just before')
    const askedMs = house.env.nowMs()
    await house.round(20_000)
    const early = await untilStamp(house, STAMP_BITS)
    expect(early.fromMs - askedMs).toBeLessThanOrEqual(240_000)
    expect(early.number).toBe(before.number + 3)

    expect(await house.post(cellOf(inTime, before))).toBe(true)
    const [paying, cheap] = [source('pays'), source('does not pay')]
    const paid = cellOf(paying, early)
    expect(stampFits(nativeSuite, paid, STAMP_BITS)).toBe(true)
    expect(await house.post(paid)).toBe(true)
    expect(await house.post(unpaid(cellOf(cheap, early)))).toBe(true)
    for (let round = 0; round < 6; round++) await house.round(5_000)
    expect(arrived(house)).toEqual(new Set([inTime.name, paying.name]))

    for (let round = 0; round < 4; round++) await house.round(180_000)
    const tooLate = source('still at the old price')
    expect(await house.post(cellOf(tooLate, before))).toBe(true)
    for (let round = 0; round < 6; round++) await house.round(5_000)
    expect(arrived(house)).toEqual(new Set([inTime.name, paying.name]))
  })
})
