import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addMessage,
  consume,
  EMPTY_OUTBOX,
  type Outbox,
  outboxHead,
  outboxRoom,
  waitingMessages,
} from '../../src/roles/outbox.ts'
import { outboxEstimate } from '../../src/roles/outbox-estimate.ts'
import type { FragmentPart } from '../../src/wire/fragment.ts'
import { STANDARD } from '../../src/wire/parameters.ts'
import { codeOf, house, statementOf, writer } from './house.ts'
import { statementDraft } from '../../../../vectors/organisation.ts'

const at = house('outbox')
const [first, second] = [writer(at, 0), writer(at, 1)]
const HOUR_MS = 3_600_000

function parts(count: number): FragmentPart[] {
  const messageId = at.env.random(16)
  return Array.from({ length: count }, (_, index) => ({
    messageId,
    index,
    count,
    body: at.env.random(1),
  }))
}

function filled(...counts: number[]): Outbox {
  return counts.reduce<Outbox>((box, n) => addMessage(box, STANDARD, first, parts(n)), EMPTY_OUTBOX)
}

describe('outbox', () => {
  it('gives back what was put, in order, across messages and desks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 5 })), { maxLength: 6 }),
        (messages) => {
          const put = messages.map(([isFirst, n]) => ({
            to: isFirst ? first : second,
            cut: parts(n),
          }))
          let box = put.reduce<Outbox>(
            (b, { to, cut }) => addMessage(b, STANDARD, to, cut),
            EMPTY_OUTBOX,
          )
          const sent: FragmentPart[] = []
          for (
            let head = outboxHead(box, at.statement);
            head;
            head = outboxHead(box, at.statement)
          ) {
            sent.push(head.part)
            box = consume(box, head)
          }
          expect(sent).toEqual(put.flatMap(({ cut }) => cut))
          expect(box).toEqual(EMPTY_OUTBOX)
        },
      ),
    )
  })

  it('holds 34 fragments and 32 of one message, or takes nothing of it', () => {
    const box = filled(32)
    expect(outboxRoom(box, STANDARD)).toBe(2)
    expect(codeOf(() => addMessage(box, STANDARD, first, parts(3)))).toBe('outbox-full')
    expect(codeOf(() => filled(33))).toBe('message-too-long')
    expect(addMessage(box, STANDARD, first, parts(2)).waiting.length).toBe(34)
    expect(box.waiting.length).toBe(32)
  })

  it('keeps its head until it is consumed, and consumes nothing else', () => {
    const box = filled(2, 1)
    const head = outboxHead(box, at.statement)
    expect(outboxHead(box, at.statement)).toBe(head)
    const left = head && consume(box, head)
    expect(left?.waiting).toEqual(box.waiting.slice(1))
    expect(left && head && consume(left, head)).toEqual(left)
  })

  it('lets a fragment wait whose desk is not in the statement, and not the ones behind it', () => {
    const desks = statementDraft(at.made, at.env.nowMs()).desks.slice(1)
    const without = statementOf(at, { desks })
    const box = addMessage(filled(1), STANDARD, second, parts(1))
    expect(outboxHead(box, without)).toBe(box.waiting[1])
    expect(outboxHead(filled(1), without)).toBeNull()
  })

  it('says what is left of which message', () => {
    const box = addMessage(filled(3), STANDARD, second, parts(2))
    const head = outboxHead(box, at.statement)
    const left = head && waitingMessages(consume(box, head))
    expect(left?.map((one) => [one.left, one.count])).toEqual([
      [2, 3],
      [2, 2],
    ])
  })
})

describe('outboxEstimate', () => {
  it('does not count on more than one part an interval', () => {
    const often = outboxEstimate(filled(10), STANDARD, 1_000)
    expect(often?.partsPerDay).toBeCloseTo(8, 5)
    expect(often?.lastMs).toBeGreaterThan(9 * 3 * HOUR_MS)
  })

  it('says five parts a day for eight visits at random times, and one a day for one', () => {
    expect(outboxEstimate(filled(1), STANDARD, 8)?.partsPerDay).toBeCloseTo(5.25, 2)
    const daily = outboxEstimate(filled(3), STANDARD, 1)
    expect(daily?.firstMs).toBe(24 * HOUR_MS)
    expect(daily?.lastMs).toBeCloseTo(72 * HOUR_MS)
  })

  it('grows with what waits and shrinks with visits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 33 }),
        fc.integer({ min: 1, max: 200 }),
        (n, visits) => {
          const now = outboxEstimate(many(n), STANDARD, visits)?.lastMs ?? 0
          expect(outboxEstimate(many(n + 1), STANDARD, visits)?.lastMs).toBeGreaterThan(now)
          expect(outboxEstimate(many(n), STANDARD, visits + 1)?.lastMs).toBeLessThan(now)
        },
      ),
    )
  })

  it('says nothing about an empty outbox or a source who never visits', () => {
    expect(outboxEstimate(EMPTY_OUTBOX, STANDARD, 8)).toBeNull()
    expect(outboxEstimate(filled(1), STANDARD, 0)).toBeNull()
  })

  function many(count: number): Outbox {
    return filled(...Array.from({ length: count }, () => 1))
  }
})
