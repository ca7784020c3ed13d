import { expect, test } from 'vitest'
import { fromUtf8, utf8 } from '../../src/bytes/utf8.ts'
import {
  decodeDeskKeyOffers,
  decodeMixKeyOffers,
  deskKeyFits,
  encodeDeskKeyOffers,
  encodeMixKeyOffers,
  mixKeyFits,
  signDeskKey,
  signMixKey,
} from '../../src/wire/key-offer.ts'
import { codeOf, scene, suite } from './scene.ts'

const { made } = scene('key offer')
const [desk, other] = made.desks
const deskOffer = signDeskKey(desk.identity, made.id, {
  desk: desk.id,
  generation: 3,
  epoch: 41,
  key: desk.key.publicKey,
})
const [mix1, mix2] = made.mixIdentities
const mixOffer = signMixKey(mix1, made.id, {
  mix: 'mix-1',
  epoch: 41,
  key: made.mixKeys[0].publicKey,
})

test('offers travel and are believed under their own identity only', () => {
  const [received] = decodeDeskKeyOffers(encodeDeskKeyOffers([deskOffer]))
  if (received === undefined) throw new TypeError('no offer')
  expect(received).toEqual(deskOffer)
  expect(deskKeyFits(suite, made.id, received, desk.identity.publicKey)).toBe(true)
  expect(deskKeyFits(suite, made.id, received, other.identity.publicKey)).toBe(false)
  expect(decodeMixKeyOffers(encodeMixKeyOffers([mixOffer]))).toEqual([mixOffer])
  expect(mixKeyFits(suite, made.id, mixOffer, mix1.publicKey)).toBe(true)
  expect(mixKeyFits(suite, made.id, mixOffer, mix2.publicKey)).toBe(false)
})

test('every field is under the signature', () => {
  const fits = (change: Partial<typeof deskOffer>, organisation: Uint8Array = made.id): boolean =>
    deskKeyFits(suite, organisation, { ...deskOffer, ...change }, desk.identity.publicKey)
  expect(fits({})).toBe(true)
  expect(fits({ desk: other.id })).toBe(false)
  expect(fits({ generation: 4 })).toBe(false)
  expect(fits({ epoch: 42 })).toBe(false)
  expect(fits({ key: other.key.publicKey })).toBe(false)
  expect(fits({}, new Uint8Array(16))).toBe(false)
  const mixFits = (change: Partial<typeof mixOffer>): boolean =>
    mixKeyFits(suite, made.id, { ...mixOffer, ...change }, mix1.publicKey)
  expect(mixFits({})).toBe(true)
  expect(mixFits({ mix: 'mix-2' })).toBe(false)
  expect(mixFits({ epoch: 42 })).toBe(false)
  expect(mixFits({ key: made.mixKeys[1].publicKey })).toBe(false)
})

test('malformed offers are refused', () => {
  const text = fromUtf8(encodeMixKeyOffers([mixOffer]))
  const code = (changed: string): string | null => codeOf(() => decodeMixKeyOffers(utf8(changed)))
  expect(code(text.replace('mix-1', 'mix-3'))).toBe('malformed')
  expect(code(text.replace('"epoch":41', '"epoch":4294967296'))).toBe('malformed')
  expect(code(text.replace('"offers"', '"offer"'))).toBe('malformed')
  const many = Array.from({ length: 17 }, () => mixOffer)
  expect(codeOf(() => decodeMixKeyOffers(encodeMixKeyOffers(many)))).toBe('malformed')
})
