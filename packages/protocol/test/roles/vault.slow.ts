import { concat, Root, seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import {
  makeVault,
  MAX_RENEWALS,
  renewVault,
  VAULT_BODY_BYTES,
  VAULT_STREAM_BYTES,
  vaultKey,
  VaultPeel,
  writeVault,
} from '@postern/protocol/vault'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { vaultPad } from '../../src/roles/vault.ts'
import { xorKeyStream } from '../../src/suite/key-stream.ts'
import { POINT_BYTES, readPoint } from '../../src/suite/ristretto.ts'

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

/** Renewed so often with r = e = 1: the same layers as any others, in a hundredth of the time. */
function renewedOften(vault: Uint8Array, times: number): Uint8Array {
  const [p, q] = [vault.subarray(0, POINT_BYTES), readPoint(vault.subarray(POINT_BYTES, 64))]
  if (q === null) throw new TypeError('no vault')
  const pad = new Uint8Array(VAULT_STREAM_BYTES)
  xorKeyStream(vaultPad(portableSuite, q), 0, pad)
  let stream = vault.slice(64)
  for (let count = 0; count < times; count += 1) {
    const next = new Uint8Array(VAULT_STREAM_BYTES)
    next.set(p)
    for (let at = POINT_BYTES; at < VAULT_STREAM_BYTES; at += 1)
      next[at] = (stream[at - POINT_BYTES] ?? 0) ^ (pad[at - POINT_BYTES] ?? 0)
    stream = next
  }
  return concat(vault.subarray(0, 64), stream)
}

test('a vault opens under 2,048 renewals, and under one more the words are left alone', () => {
  const content = Uint8Array.of(1, 2, 3)
  const last = renewedOften(writeVault(env, keyOf(0), content), MAX_RENEWALS - 1)
  expect(opened(0, last)).toEqual(content)
  const worn = renewedOften(last, 1)
  expect(new VaultPeel(portableSuite, keyOf(0), worn, null).step(10_000)).toEqual({ kind: 'worn' })
  expect(VAULT_STREAM_BYTES - MAX_RENEWALS * POINT_BYTES).toBe(VAULT_BODY_BYTES + 32)
})
