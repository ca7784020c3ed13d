import { describe, expect, it } from 'vitest'
import { seededEnv } from '../../src/env-seeded.ts'
import { recordAttempt } from '../../src/roles/attempts.ts'
import { throwAwayPick } from '../../src/roles/cell-pick.ts'
import { keepEnvelopes, openItem } from '../../src/roles/mix-step.ts'
import { EMPTY_OUTBOX, type Outbox, type OutboxPart } from '../../src/roles/outbox.ts'
import { attemptMoment, makeCell, randomCell, viewCell } from '../../src/roles/page-view.ts'
import { cellEpoch } from '../../src/wire/cell.ts'
import { openEnvelope } from '../../src/wire/envelope.ts'
import { decodeFragment, fragmentFits } from '../../src/wire/fragment.ts'
import { CELL_BYTES } from '../../src/wire/sizes.ts'
import { type Count, counted } from './counted.ts'
import { cutOf, house, suite, writer } from './house.ts'

const at = house('page-view')
const { statement, made } = at

/** An outbox whose signing key notes its calls in this count. */
function outboxOf(count: Count, fragments = 1): Outbox {
  const to = { ...writer(at), signing: count.env.suite.signingKey(at.env.random(32)) }
  return { waiting: cutOf(at, fragments).map((part) => ({ ...to, part })) }
}

function headOf(outbox: Outbox): OutboxPart {
  const [head] = outbox.waiting
  if (head === undefined) throw new TypeError('an empty outbox')
  return head
}

function innerOf(cell: Uint8Array): Uint8Array {
  const rules = { epoch: statement.number, statementHash: statement.hash, stampBits: 0 }
  const one = openItem(suite, made.mixKeys[0], { ...rules, role: 'mix-1' }, cell)
  const two = one && openItem(suite, made.mixKeys[1], { ...rules, role: 'mix-2' }, one.inner)
  if (!two) throw new TypeError('a cell that does not open')
  return two.inner
}

describe('one path (S1)', () => {
  /** Everything that one view draws and calls, without what came before it. */
  function trace(isReal: boolean): { calls: Record<string, number>; draws: string[] } {
    const count = counted(seededEnv('coupling', suite))
    const outbox = outboxOf(count)
    for (const name of Object.keys(count.calls)) Reflect.deleteProperty(count.calls, name)
    const view = { statement, batch: 1, outbox: isReal ? outbox : EMPTY_OUTBOX, attempts: null }
    expect(viewCell(count.env, view).head === null).toBe(!isReal)
    return { calls: count.calls, draws: count.draws }
  }

  it('draws the same and calls the same for real and for cover', () => {
    const [real, cover] = [trace(true), trace(false)]
    expect(real.draws).toEqual(cover.draws)
    expect(real.calls).toEqual(cover.calls)
    expect(real.calls).toMatchObject({ signingKey: 1, kemKey: 1, sign: 1, encapsulate: 3 })
  })

  it('changes nothing but what stands under a seal', () => {
    const real = makeCell(at.env, statement, headOf(outboxOf(counted(at.env))))
    const cover = makeCell(at.env, statement, null)
    expect(real.length).toBe(CELL_BYTES)
    expect(cover.length).toBe(CELL_BYTES)
    expect(real.subarray(0, 12)).toEqual(cover.subarray(0, 12))
    expect(innerOf(real)[0]).toBe(1)
    expect(innerOf(cover)[0]).toBe(0)
  })

  it('carries the fragment to its desk, signed for it', () => {
    const head = headOf(outboxOf(counted(at.env)))
    const [envelope] = keepEnvelopes([innerOf(makeCell(at.env, statement, head))])
    const opened = envelope && openEnvelope(suite, made.desks[0].key, statement.hash, envelope)
    const fragment = decodeFragment(opened?.plaintext ?? new Uint8Array(0))
    expect(fragment).toMatchObject(head.part)
    expect(fragmentFits(suite, made.id, made.desks[0].id, fragment)).toBe(true)
  })

  it('seals cover to no desk [a desk’s key would thin the noise]', () => {
    const envelope = innerOf(makeCell(at.env, statement, null)).subarray(1)
    for (const { key } of made.desks)
      expect(openEnvelope(suite, key, statement.hash, envelope)).toBeNull()
  })

  it('makes other throw-away keys in every view', () => {
    const [one, two] = [throwAwayPick(at.env), throwAwayPick(at.env)]
    expect(one.recipient).not.toEqual(two.recipient)
    expect(one.signing.publicKey).not.toEqual(two.signing.publicKey)
  })
})

describe('viewCell (V3)', () => {
  const outbox = outboxOf(counted(at.env), 2)
  const view = { statement, batch: 5, outbox, attempts: null }

  it('sends the head when it may, and seals it afresh at the next attempt', () => {
    const first = viewCell(at.env, view)
    const again = viewCell(at.env, view)
    expect(first.head).toBe(headOf(outbox))
    expect(again.head).toBe(headOf(outbox))
    expect(again.cell.subarray(12, 2_000)).not.toEqual(first.cell.subarray(12, 2_000))
  })

  it('sends cover while locked, and when an attempt was made, answered or not', () => {
    const attempts = recordAttempt(attemptMoment(at.env, statement, 5))
    for (const other of [{ outbox: null }, { attempts }, { outbox: EMPTY_OUTBOX }]) {
      const { cell, head } = viewCell(at.env, { ...view, ...other })
      expect(head).toBeNull()
      expect(innerOf(cell)[0]).toBe(0)
    }
  })

  it('sends random bytes without a verified statement, and the head stays (B3)', () => {
    const { cell, head } = viewCell(at.env, { ...view, statement: null })
    expect(head).toBeNull()
    expect(cell.length).toBe(CELL_BYTES)
    expect(cellEpoch(cell)).not.toBe(statement.number)
    expect(randomCell(at.env)).not.toEqual(cell)
  })
})
