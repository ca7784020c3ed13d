import { describe, expect, it } from 'vitest'
import { seededEnv } from '../../src/env-seeded.ts'
import { drawNoise, makeNoiseItems } from '../../src/roles/noise-items.ts'
import { BATCH_MOST_NOISE } from '../../src/wire/batch.ts'
import { openEnvelope } from '../../src/wire/envelope.ts'
import { decodeInner } from '../../src/wire/inner.ts'
import { openLayer2 } from '../../src/wire/layer.ts'
import { STANDARD } from '../../src/wire/parameters.ts'
import { ENVELOPE_BYTES, LAYER_2_BYTES } from '../../src/wire/sizes.ts'
import { house, suite } from './house.ts'

const at = house('noise-items')
const { statement, made } = at

describe('noise (M5)', () => {
  it('is of both classes at mix 1, and of the real class alone at mix 2', () => {
    const first = drawNoise(seededEnv('draw', suite), 'mix-1', STANDARD)
    expect(first.real).toBeGreaterThan(100)
    expect(first.cover).toBeGreaterThan(100)
    expect(first.real).not.toBe(first.cover)
    expect(drawNoise(seededEnv('draw', suite), 'mix-2', STANDARD)).toEqual({ ...first, cover: 0 })
  })

  it('is refused when a batch has no room for it [its readers could not take it]', () => {
    const flooded = { ...STANDARD, noiseMean: BATCH_MOST_NOISE }
    expect(() => drawNoise(seededEnv('draw', suite), 'mix-1', flooded)).toThrow(TypeError)
  })

  it('opens at mix 2 as readers’ cells do, in the counts that were drawn', () => {
    const items = makeNoiseItems(at.env, 'mix-1', statement, { real: 2, cover: 3 })
    const kinds = items.map((item) => {
      const opened = openLayer2(suite, made.mixKeys[1], statement.hash, item)
      return opened && decodeInner(opened.plaintext).kind
    })
    expect(items.every((item) => item.length === LAYER_2_BYTES)).toBe(true)
    expect(kinds).toEqual(['real', 'real', 'cover', 'cover', 'cover'])
  })

  it('is for no desk [a desk would subtract it]', () => {
    const envelopes = makeNoiseItems(at.env, 'mix-2', statement, { real: 3, cover: 0 })
    expect(envelopes.every((one) => one.length === ENVELOPE_BYTES)).toBe(true)
    for (const { key } of made.desks)
      for (const one of envelopes) expect(openEnvelope(suite, key, statement.hash, one)).toBeNull()
  })
})
