import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { concat, equalBytes } from '../../src/bytes/concat.ts'
import type { Env } from '../../src/env.ts'
import { seededEnv } from '../../src/env-seeded.ts'
import { openContent, sealTo } from '../../src/suite/hpke.ts'
import { cellEpoch, cellLayer1, sealCell } from '../../src/wire/cell.ts'
import { openEnvelope, sealEnvelope } from '../../src/wire/envelope.ts'
import { decodeInner, encodeInner, type Inner } from '../../src/wire/inner.ts'
import { layer1Enc, openLayer1, openLayer2, sealedEnc, sealInfo } from '../../src/wire/layer.ts'
import {
  CELL_BYTES,
  ENC_BYTES,
  ENVELOPE_BYTES,
  EPOCH_BYTES,
  FRAGMENT_BYTES,
  INNER_BYTES,
  LAYER_1_BYTES,
  LAYER_2_BYTES,
  STAMP_BYTES,
} from '../../src/wire/sizes.ts'
import { findStamp, stampFits } from '../../src/wire/stamp.ts'
import { type Statement, verifyStatement } from '../../src/wire/statement.ts'
import { signStatement, statementDraft } from '../../../../vectors/organisation.ts'
import { codeOf, flipped, scene, suite } from './scene.ts'

const { env, made, trust, statement } = scene('cell')
const [mix1, mix2] = made.mixKeys
const [desk] = made.desks
const fragment = env.random(FRAGMENT_BYTES)

function cellOf(sealing: Env, kind: Inner['kind'], under: Statement = statement): Uint8Array {
  const envelope = sealEnvelope(sealing, desk.key.publicKey, under.hash, fragment)
  return sealCell(sealing, under, encodeInner({ kind, envelope }))
}

/** Every layer in turn, as the mixes and the desk do it; null where one does not open. */
function openAll(cell: Uint8Array, hash: Uint8Array = statement.hash): Uint8Array | null {
  const layer2 = openLayer1(suite, mix1, hash, cellLayer1(cell))?.plaintext
  const inner = layer2 && openLayer2(suite, mix2, hash, layer2)?.plaintext
  const envelope = inner && decodeInner(inner).envelope
  return (envelope && openEnvelope(suite, desk.key, hash, envelope)?.plaintext) ?? null
}

const cell = cellOf(env, 'real')

test('a cell opens at mix 1, mix 2 and the desk, each layer of its size', () => {
  expect(cell.length).toBe(CELL_BYTES)
  expect(cellEpoch(cell)).toBe(statement.number)
  expect(stampFits(suite, cell, statement.parameters.stampBits)).toBe(true)
  const layer1 = cellLayer1(cell)
  expect(layer1.length).toBe(LAYER_1_BYTES)
  const layer2 = openLayer1(suite, mix1, statement.hash, layer1)?.plaintext ?? new Uint8Array(0)
  expect(layer2.length).toBe(LAYER_2_BYTES)
  const inner = openLayer2(suite, mix2, statement.hash, layer2)?.plaintext ?? new Uint8Array(0)
  expect(inner.length).toBe(INNER_BYTES)
  expect(decodeInner(inner).kind).toBe('real')
  expect(openAll(cell)).toEqual(fragment)
})

test('whoever is lent the content key reads the envelope without the desk key', () => {
  const envelope = sealEnvelope(env, desk.key.publicKey, statement.hash, fragment)
  const opened = openEnvelope(suite, desk.key, statement.hash, envelope)
  if (opened === null) throw new TypeError('not opened')
  expect(openContent(suite, opened.content, envelope)).toEqual(fragment)
})

test('no flipped bit behind the stamp and the epoch lets mix 1 open a cell', () => {
  const ends = [0, 1, 8 * ENC_BYTES - 1, 8 * ENC_BYTES, 8 * (LAYER_1_BYTES - EPOCH_BYTES) - 1]
  const anyBit = fc.integer({ min: 0, max: 8 * (LAYER_1_BYTES - EPOCH_BYTES) - 1 })
  const holds = (bit: number): void => {
    const layer1 = flipped(cellLayer1(cell), 8 * EPOCH_BYTES + bit)
    expect(openLayer1(suite, mix1, statement.hash, layer1)).toBe(null)
  }
  fc.assert(fc.property(anyBit, holds), { numRuns: 60, examples: ends.map((bit) => [bit]) })
})

test('no flipped bit of the epoch leaves the cell to its statement', () => {
  for (let bit = 0; bit < 8 * EPOCH_BYTES; bit++)
    expect(cellEpoch(flipped(cell, 8 * STAMP_BYTES + bit))).not.toBe(statement.number)
})

test('no flipped bit of layer 2 or of an envelope opens', () => {
  const envelope = sealEnvelope(env, desk.key.publicKey, statement.hash, fragment)
  const layer2 = openLayer1(suite, mix1, statement.hash, cellLayer1(cell))?.plaintext
  if (layer2 === undefined) throw new TypeError('not opened')
  const anyBit = fc.integer({ min: 0, max: 8 * ENVELOPE_BYTES - 1 })
  const holds = (bit: number): void => {
    expect(openLayer2(suite, mix2, statement.hash, flipped(layer2, bit))).toBe(null)
    expect(openEnvelope(suite, desk.key, statement.hash, flipped(envelope, bit))).toBe(null)
  }
  fc.assert(fc.property(anyBit, holds), { numRuns: 30 })
})

test('a cell made from another statement opens at neither mix and at no desk (B2)', () => {
  const later = { ...statementDraft(made, env.nowMs()), fromMs: env.nowMs() }
  const other = verifyStatement(suite, signStatement(made, later), trust)
  expect(equalBytes(other.hash, statement.hash)).toBe(false)
  expect(other.number).toBe(statement.number)
  const strange = cellOf(env, 'real', other)
  expect(openAll(strange, other.hash)).toEqual(fragment)
  expect(openLayer1(suite, mix1, statement.hash, cellLayer1(strange))).toBe(null)
  const layer2 = openLayer1(suite, mix1, other.hash, cellLayer1(strange))?.plaintext
  if (layer2 === undefined) throw new TypeError('not opened')
  expect(openLayer2(suite, mix2, statement.hash, layer2)).toBe(null)
  const envelope = sealEnvelope(env, desk.key.publicKey, other.hash, fragment)
  expect(openEnvelope(suite, desk.key, statement.hash, envelope)).toBe(null)
})

test('a role cannot open what was sealed for another, though it held the key', () => {
  const layer2 = openLayer1(suite, mix1, statement.hash, cellLayer1(cell))?.plaintext
  if (layer2 === undefined) throw new TypeError('not opened')
  const infos = (['mix-1', 'mix-2', 'desk'] as const).map((role) => sealInfo(role, statement.hash))
  expect(new Set(infos.map((info) => info.toHex())).size).toBe(3)
  expect(openEnvelope(suite, mix2, statement.hash, layer2.subarray(0, ENVELOPE_BYTES))).toBe(null)
})

test('real and cover differ in nothing that is in clear', () => {
  const real = cellOf(seededEnv('view', suite), 'real')
  const cover = cellOf(seededEnv('view', suite), 'cover')
  expect(cover.length).toBe(real.length)
  expect(cellEpoch(cover)).toBe(cellEpoch(real))
  expect(layer1Enc(cellLayer1(cover))).toEqual(layer1Enc(cellLayer1(real)))
  const inner2 = [real, cover].map((each) =>
    openLayer1(suite, mix1, statement.hash, cellLayer1(each)),
  )
  const [layer2Real, layer2Cover] = inner2.map((opened) => opened?.plaintext ?? new Uint8Array(0))
  if (layer2Real === undefined || layer2Cover === undefined) throw new TypeError('not opened')
  expect(layer2Cover.length).toBe(layer2Real.length)
  expect(sealedEnc(layer2Cover)).toEqual(sealedEnc(layer2Real))
  expect(layer2Cover.subarray(ENC_BYTES)).not.toEqual(layer2Real.subarray(ENC_BYTES))
})

test('sealing draws as much chance for cover as for real', () => {
  const real = seededEnv('chance', suite)
  const cover = seededEnv('chance', suite)
  cellOf(real, 'real')
  cellOf(cover, 'cover')
  expect(cover.random(32)).toEqual(real.random(32))
})

test('anything of another size is no cell and no layer', () => {
  const short = cell.subarray(0, -1)
  const long = concat(cell, Uint8Array.of(0))
  for (const other of [short, long, new Uint8Array(0)]) {
    expect(codeOf(() => cellLayer1(other))).toBe('wrong-size')
    expect(codeOf(() => cellEpoch(other))).toBe('wrong-size')
    expect(stampFits(suite, other, 0)).toBe(false)
    expect(openLayer1(suite, mix1, statement.hash, other.subarray(STAMP_BYTES))).toBe(null)
    expect(openLayer2(suite, mix2, statement.hash, other)).toBe(null)
    expect(openEnvelope(suite, desk.key, statement.hash, other)).toBe(null)
  }
  expect(codeOf(() => sealCell(env, statement, new Uint8Array(1)))).toBe('wrong-size')
  expect(codeOf(() => sealEnvelope(env, desk.key.publicKey, statement.hash, short))).toBe(
    'wrong-size',
  )
})

test('what was sealed for a role in another size opens nowhere', () => {
  const short = (role: 'mix-1' | 'mix-2' | 'desk', key: Uint8Array): Uint8Array =>
    sealTo(env, key, sealInfo(role, statement.hash), new Uint8Array(100))
  const layer1 = concat(new Uint8Array(EPOCH_BYTES), short('mix-1', mix1.publicKey))
  expect(openLayer1(suite, mix1, statement.hash, layer1)).toBe(null)
  expect(openLayer2(suite, mix2, statement.hash, short('mix-2', mix2.publicKey))).toBe(null)
  const envelope = short('desk', desk.key.publicKey)
  expect(openEnvelope(suite, desk.key, statement.hash, envelope)).toBe(null)
})

test('a statement that nobody verified seals nothing', () => {
  const unverified = structuredClone(statement)
  const inner = encodeInner({ kind: 'cover', envelope: new Uint8Array(ENVELOPE_BYTES) })
  expect(() => sealCell(env, unverified, inner)).toThrow(TypeError)
})

test('a kind that is neither cover nor real is refused', () => {
  const inner = encodeInner({ kind: 'real', envelope: new Uint8Array(ENVELOPE_BYTES) })
  expect(inner[0]).toBe(1)
  expect(encodeInner({ ...decodeInner(inner), kind: 'cover' })[0]).toBe(0)
  inner[0] = 2
  expect(codeOf(() => decodeInner(inner))).toBe('unknown-kind')
  expect(codeOf(() => decodeInner(inner.subarray(1)))).toBe('wrong-size')
})

test('a stamp pays what is asked, and for its own cell only', () => {
  const layer1 = cellLayer1(cell)
  const paid = concat(findStamp(suite, layer1, 10), layer1)
  expect(stampFits(suite, paid, 10)).toBe(true)
  const unpaid = Array.from({ length: 64 }, (_, bit) => flipped(paid, bit))
  expect(unpaid.filter((each) => stampFits(suite, each, 10)).length).toBeLessThan(3)
  const others = Array.from({ length: 64 }, (_, n) => flipped(paid, 8 * STAMP_BYTES + 997 * n))
  expect(others.filter((each) => stampFits(suite, each, 10)).length).toBeLessThan(3)
})

test('without bits asked the stamp is eight zeros for everybody', () => {
  expect(findStamp(suite, cellLayer1(cell), 0)).toEqual(new Uint8Array(STAMP_BYTES))
})

test('a cell without its stamp is refused', () => {
  const bare = concat(new Uint8Array(STAMP_BYTES).fill(0xff), cellLayer1(cell))
  expect(stampFits(suite, bare, 0)).toBe(true)
  expect(stampFits(suite, bare, 12)).toBe(false)
})
