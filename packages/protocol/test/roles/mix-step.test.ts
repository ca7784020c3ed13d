import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat } from '../../src/bytes/concat.ts'
import { Writer } from '../../src/bytes/writer.ts'
import { admit, keepEnvelopes, openItem, type OpeningRules } from '../../src/roles/mix-step.ts'
import { makeCell } from '../../src/roles/page-view.ts'
import { MemoryReplaySet } from '../../src/roles/replay-set.ts'
import { sealLayer1 } from '../../src/wire/layer.ts'
import { REHEARSAL } from '../../src/wire/parameters.ts'
import {
  CELL_BYTES,
  ENC_BYTES,
  EPOCH_BYTES,
  LAYER_2_BYTES,
  STAMP_BYTES,
} from '../../src/wire/sizes.ts'
import { findStamp } from '../../src/wire/stamp.ts'
import { cutOf, flipped, house, type Scene, statementOf, suite, writer } from './house.ts'

function rulesOf({ statement }: Scene, role: 'mix-1' | 'mix-2'): OpeningRules {
  const { number: epoch, hash: statementHash, parameters } = statement
  return { role, epoch, statementHash, stampBits: parameters.stampBits }
}

const at = house('mix-step')
const [key1, key2] = at.made.mixKeys
const rules1 = rulesOf(at, 'mix-1')
const rules2 = rulesOf(at, 'mix-2')
const cell = makeCell(at.env, at.statement, null)
const layer2 = openItem(suite, key1, rules1, cell)?.inner ?? new Uint8Array(0)

describe('openItem (M3)', () => {
  it('opens a cell to layer 2 at mix 1, and that to inner at mix 2', () => {
    expect(layer2.length).toBe(LAYER_2_BYTES)
    expect(openItem(suite, key2, rules2, layer2)?.inner[0]).toBe(0)
  })

  it('opens nothing at the other mix, nor with the other role', () => {
    expect(openItem(suite, key2, rules1, cell)).toBeNull()
    expect(openItem(suite, key1, rules2, layer2)).toBeNull()
    expect(openItem(suite, key1, { ...rules1, role: 'mix-2' }, cell)).toBeNull()
  })

  it('refuses every single changed bit, of enc and of ciphertext', () => {
    const bit = fc.nat((CELL_BYTES - STAMP_BYTES) * 8 - 1)
    fc.assert(
      fc.property(bit, (n) => {
        expect(openItem(suite, key1, rules1, flipped(cell, STAMP_BYTES * 8 + n))).toBeNull()
      }),
      { numRuns: 60 },
    )
    const lastOfEnc = (STAMP_BYTES + EPOCH_BYTES + ENC_BYTES) * 8 - 1
    expect(openItem(suite, key1, rules1, flipped(cell, lastOfEnc))).toBeNull()
  })

  it.each([0, 1, CELL_BYTES - 1, CELL_BYTES + 1])('refuses %i bytes', (length) => {
    expect(openItem(suite, key1, rules1, new Uint8Array(length))).toBeNull()
    expect(openItem(suite, key2, rules2, new Uint8Array(length))).toBeNull()
  })

  it('refuses another epoch, though the layer under it would open', () => {
    const { statement } = at
    const layer1 = sealLayer1(at.env, statement.mixKeys[0], statement.hash, 40, layer2)
    const wrong = concat(findStamp(suite, layer1, 0), layer1)
    expect(openItem(suite, key1, rules1, wrong)).toBeNull()
    expect(openItem(suite, key1, { ...rules1, epoch: 40 }, wrong)).not.toBeNull()
  })

  it('refuses a cell made from another statement with the same number and keys (B2)', () => {
    const other = statementOf(at, { fromMs: at.statement.fromMs + 1 })
    expect(openItem(suite, key1, rules1, makeCell(at.env, other, null))).toBeNull()
  })

  it('refuses a stamp that does not pay', () => {
    const paid = house('mix-step/stamp', REHEARSAL)
    const good = makeCell(paid.env, paid.statement, null)
    const rules = rulesOf(paid, 'mix-1')
    const opens = (stamp: number): boolean => {
      const stamped = concat(new Writer().u64(stamp).finish(), good.subarray(STAMP_BYTES))
      return openItem(suite, paid.made.mixKeys[0], rules, stamped) !== null
    }
    const opened = Array.from({ length: 40 }, (_, stamp) => opens(stamp)).filter(Boolean).length
    expect(openItem(suite, paid.made.mixKeys[0], rules, good)).not.toBeNull()
    expect(opened).toBeLessThan(12)
  })
})

describe('admit (M4)', () => {
  const open = (item: Uint8Array): ReturnType<typeof openItem> =>
    openItem(suite, key1, rules1, item)

  it('lets the first one win, within a batch and across batches', () => {
    const seen = new MemoryReplaySet()
    expect(admit(seen, [open(cell), open(cell)])).toEqual({ items: [layer2], refused: 1 })
    expect(admit(seen, [open(cell)])).toEqual({ items: [], refused: 1 })
  })

  it('knows a cell again under another stamp', () => {
    const stamped = concat(new Writer().u64(77).finish(), cell.subarray(STAMP_BYTES))
    expect(admit(new MemoryReplaySet(), [open(cell), open(stamped)]).refused).toBe(1)
  })

  it('is not burned by garbled copies of a cell that came first', () => {
    const seen = new MemoryReplaySet()
    const garbled = Array.from({ length: 8 }, (_, n) => flipped(cell, CELL_BYTES * 8 - 1 - n))
    const admitted = admit(seen, [...garbled, cell].map(open))
    expect(admitted).toEqual({ items: [layer2], refused: 8 })
  })

  it('keeps the order of what came', () => {
    const cells = [0, 1, 2].map(() => makeCell(at.env, at.statement, null))
    const inners = cells.map((one) => open(one)?.inner)
    expect(admit(new MemoryReplaySet(), cells.map(open)).items).toEqual(inners)
  })

  it('counts what was refused in one sum', () => {
    const admitted = admit(new MemoryReplaySet(), [null, open(cell), null, open(cell)])
    expect(Object.keys(admitted)).toEqual(['items', 'refused'])
    expect(admitted.refused).toBe(3)
  })
})

describe('keepEnvelopes (M7)', () => {
  it('keeps what is real and drops the rest without a count', () => {
    const head = { ...writer(at), part: cutOf(at, 1)[0] ?? null }
    if (head.part === null) throw new TypeError('no part')
    const real = makeCell(at.env, at.statement, { ...head, part: head.part })
    const inners = [cell, real].map((one) => {
      const first = openItem(suite, key1, rules1, one)?.inner ?? new Uint8Array(0)
      return openItem(suite, key2, rules2, first)?.inner ?? new Uint8Array(0)
    })
    const strange = concat(Uint8Array.of(2), inners[1]?.subarray(1) ?? new Uint8Array(0))
    expect(inners.map((inner) => inner[0])).toEqual([0, 1])
    expect(keepEnvelopes([...inners, strange])).toEqual([inners[1]?.subarray(1)])
  })
})
