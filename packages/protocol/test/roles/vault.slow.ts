import { Root, seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import {
  makeVault,
  MAX_RENEWALS,
  MAX_VAULT_CONTENT_BYTES,
  renewVault,
  VAULT_STREAM_BYTES,
  vaultKey,
  VaultPeel,
  writeVault,
} from '@postern/protocol/vault'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { POINT_BYTES } from '../../src/suite/ristretto.ts'

const env = seededEnv('vault property', portableSuite)
const keys = [0, 1].map(() => vaultKey(portableSuite, new Root(env.random(32))))

function opened(who: number, vault: Uint8Array): Uint8Array | null {
  const peeled = new VaultPeel(portableSuite, keyOf(who), vault, null).step(10_000)
  return peeled.kind === 'own' ? peeled.content : null
}

function keyOf(who: number): NonNullable<(typeof keys)[number]> {
  const key = keys[who]
  if (key === undefined) throw new TypeError('no such source')
  return key
}

/** One thing that happens to a profile; `crashed` means that it was computed and not kept. */
const happening = fc.record({
  crashed: fc.boolean(),
  /** Null: a reader's renewal; else the source who writes. */
  who: fc.option(fc.nat({ max: 1 })),
  content: fc.uint8Array({ maxLength: 200 }),
})

test('any mixture of renewals, first uses, writes and crashes opens to the last write that was kept', () => {
  fc.assert(
    fc.property(fc.array(happening, { minLength: 1, maxLength: 10 }), (happenings) => {
      let vault = makeVault(env)
      let last: { who: number; content: Uint8Array } | null = null
      for (const { crashed, who, content } of happenings) {
        const next = who === null ? renewVault(env, vault) : writeVault(env, keyOf(who), content)
        if (crashed || next === null) continue
        vault = next
        if (who !== null) last = { who, content: Uint8Array.from(content) }
      }
      for (const who of [0, 1])
        expect(opened(who, vault)).toEqual(last?.who === who ? last.content : null)
    }),
    { numRuns: 25 },
  )
})

test('a full vault opens after 2,048 renewals, and after one more the words are left alone', () => {
  const content = new Uint8Array(MAX_VAULT_CONTENT_BYTES).fill(5)
  let vault = writeVault(env, keyOf(0), content)
  for (let count = 1; count < MAX_RENEWALS; count += 1) vault = renewVault(env, vault) ?? vault
  expect(opened(0, vault)).toEqual(content)
  const worn = renewVault(env, vault) ?? vault
  expect(new VaultPeel(portableSuite, keyOf(0), worn, null).step(10_000)).toEqual({ kind: 'worn' })
  expect(VAULT_STREAM_BYTES - MAX_RENEWALS * POINT_BYTES).toBe(458_720 + 32)
}, 300_000)
