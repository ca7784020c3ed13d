import { Root, seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { expect, test } from 'vitest'
import { openDraft, sealDraft } from '../src/client/kept-draft.ts'

const env = seededEnv('kept-draft', portableSuite)
const root = (fill: number): Root => new Root(new Uint8Array(32).fill(fill))

test('a draft opens again under the same words only, and never stands in clear', () => {
  const sealed = sealDraft(env, root(1), 'the fifth payment')
  expect(openDraft(portableSuite, root(1), sealed)).toBe('the fifth payment')
  expect(openDraft(portableSuite, root(2), sealed)).toBe(null)
  expect(Buffer.from(sealed).includes('payment')).toBe(false)
  expect(
    openDraft(
      portableSuite,
      root(1),
      sealed.map((byte, at) => (at === 20 ? byte ^ 1 : byte)),
    ),
  ).toBe(null)
  expect(sealDraft(env, root(1), 'the fifth payment')).not.toEqual(sealed)
})
