import { utf8 } from '@postern/protocol'
import { expect, it } from 'vitest'
import { decodeDeskOffers } from '../src/desk-offers.ts'

const handedIn = (titles: object): Uint8Array => utf8(JSON.stringify({ offers: [], titles }))

it('takes the titles that a desk server hands in, and none that no statement can hold', () => {
  const titles = { ['ab'.repeat(16)]: { en: { title: 'A desk', description: 'Reads.' } } }
  expect(decodeDeskOffers(handedIn(titles)).titles).toEqual(titles)
  const long = { ['ab'.repeat(16)]: { en: { title: 'x'.repeat(81), description: '' } } }
  expect(() => decodeDeskOffers(handedIn(long))).toThrow('malformed')
})
