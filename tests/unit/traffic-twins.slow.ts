import { expect, test } from 'vitest'
import { SITES } from '../src/traffic/sites.ts'
import { TwinSites } from '../src/traffic/twin-sites.ts'

test('every twin of the traffic games can be made from the sources as they are', async () => {
  const nobody = { root: new Uint8Array(32), organisation: new Uint8Array(16) }
  const { count } = await TwinSites.build(nobody)
  expect(count).toBe(SITES.filter(({ patches }) => patches.length > 0).length)
})
