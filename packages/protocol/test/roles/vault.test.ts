import { Root, seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import {
  makeVault,
  MAX_VAULT_CONTENT_BYTES,
  type Peeled,
  renewVault,
  VAULT_BYTES,
  type VaultKey,
  vaultKey,
  vaultLayer,
  VaultPeel,
  writeVault,
} from '@postern/protocol/vault'
import { describe, expect, test } from 'vitest'

const env = seededEnv('vault', portableSuite)
const keyOf = (): VaultKey => vaultKey(portableSuite, new Root(env.random(32)))
const hers = keyOf()
const content = Uint8Array.of(1, 2, 3)

function peel(key: VaultKey, vault: Uint8Array, known: Uint8Array | null = null): Peeled {
  return new VaultPeel(portableSuite, key, vault, known).step(10_000)
}

function renewals(vault: Uint8Array, count: number): Uint8Array {
  let now: Uint8Array = vault
  for (let at = 0; at < count; at += 1) now = renewVault(env, now) ?? new Uint8Array()
  return now
}

describe('a vault', () => {
  test('opens to what was written, as it is and after renewals', () => {
    const written = writeVault(env, hers, content)
    expect(written).toHaveLength(VAULT_BYTES)
    expect(peel(hers, written)).toEqual({ kind: 'own', content })
    expect(peel(hers, renewals(written, 3))).toEqual({ kind: 'own', content })
  })

  test('holds nothing, or as much as fits, and refuses one byte more', () => {
    const full = new Uint8Array(MAX_VAULT_CONTENT_BYTES).fill(9)
    expect(peel(hers, writeVault(env, hers, full))).toEqual({ kind: 'own', content: full })
    expect(peel(hers, writeVault(env, hers, new Uint8Array()))).toMatchObject({ kind: 'own' })
    const more = new Uint8Array(MAX_VAULT_CONTENT_BYTES + 1)
    expect(() => writeVault(env, hers, more)).toThrow('vault-full')
  })

  test('of nobody or of another source says the same to a key', () => {
    const others = writeVault(env, keyOf(), content)
    for (const vault of [makeVault(env), others, renewals(others, 2), env.random(VAULT_BYTES)])
      expect(peel(hers, vault)).toEqual({ kind: 'other' })
  })

  test('that was changed anywhere under the content says so and gives nothing', () => {
    const written = renewals(writeVault(env, hers, content), 1)
    for (const at of [64 + 64 + 4, 64 + 64 + 32, 64 + 64 + 32 + 4]) {
      const bent = written.slice()
      bent[at] = (bent[at] ?? 0) ^ 1
      expect(['worn', 'other']).toContain(peel(hers, bent).kind)
    }
  })

  test('of a wrong length, or without its points, is none', () => {
    const made = makeVault(env)
    expect(renewVault(env, made.subarray(1))).toBeNull()
    expect(renewVault(env, new Uint8Array(VAULT_BYTES))).toBeNull()
    expect(renewVault(env, new Uint8Array(VAULT_BYTES).fill(255))).toBeNull()
    expect(peel(hers, made.subarray(1))).toEqual({ kind: 'other' })
    expect(peel(hers, new Uint8Array())).toEqual({ kind: 'other' })
  })

  test('keeps no byte of its image through a renewal, but by chance', () => {
    for (const vault of [makeVault(env), writeVault(env, hers, content)]) {
      const next = renewals(vault, 1)
      const same = next.filter((byte, at) => byte === vault[at]).length
      expect(same / VAULT_BYTES).toBeGreaterThan(0.003)
      expect(same / VAULT_BYTES).toBeLessThan(0.005)
    }
  })
})

describe('peeling', () => {
  test('stops at a layer that is known, and goes on when somebody has written', () => {
    const written = writeVault(env, hers, content)
    const layer = vaultLayer(written)
    expect(peel(hers, written, layer)).toEqual({ kind: 'known' })
    expect(peel(hers, renewals(written, 2), layer)).toEqual({ kind: 'known' })
    const again = writeVault(env, hers, Uint8Array.of(4))
    expect(peel(hers, again, layer)).toEqual({ kind: 'own', content: Uint8Array.of(4) })
  })

  test('goes by as many layers as it is asked, and comes to the same', () => {
    const vault = renewals(writeVault(env, hers, content), 3)
    const one = new VaultPeel(portableSuite, hers, vault, null)
    const steps = Array.from({ length: 9 }, () => one.step(1).kind)
    expect(steps).toEqual([...Array.from({ length: 8 }, () => 'more'), 'own'])
  })
})
