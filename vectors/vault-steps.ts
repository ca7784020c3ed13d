import { type Env, Root, seededEnv, type Suite } from '@postern/protocol'
import {
  decodeBook,
  makeVault,
  renewVault,
  VAULT_BYTES,
  type VaultKey,
  vaultKey,
  VaultPeel,
  writeVault,
} from '@postern/protocol/vault'
import type { Inputs, Step } from './inputs.ts'

/** More than any vault has layers. */
const ALL_LAYERS = 10_000

/** The steps of P4. A vault is told by its history, because its bytes would fill a page of base64. */
export const VAULT_STEPS: Readonly<Record<string, Step>> = {
  'make-vault': (suite, inputs) => vaultOf(suite, inputs),
  'renew-vault': (suite, inputs) =>
    renewVault(seededEnv(inputs.text('envSeed'), suite), inputs.bytes('vault')),
  'open-vault': (suite, inputs) => {
    const vault = bent(inputs, vaultOf(suite, inputs))
    const key = keyOf(suite, inputs.bytes('openingRoot'))
    const peeled = new VaultPeel(suite, key, vault, null).step(ALL_LAYERS)
    return peeled.kind === 'other' ? null : peeled
  },
  'decode-book': (_, inputs) => decodeBook(inputs.bytes('book')),
}

/** Made for nobody, or written under a root; then renewed so often; one stream of chance for it all. */
function vaultOf(suite: Suite, inputs: Inputs): Uint8Array {
  const env = seededEnv(inputs.text('envSeed'), suite)
  const made = inputs.has('root') ? writtenIn(env, inputs) : makeVault(env)
  const renewals = Array.from({ length: inputs.number('renewals') })
  return renewals.reduce<Uint8Array>((vault) => renewVault(env, vault) ?? new Uint8Array(), made)
}

function writtenIn(env: Env, inputs: Inputs): Uint8Array {
  return writeVault(env, keyOf(env.suite, inputs.bytes('root')), inputs.bytes('content'))
}

function keyOf(suite: Suite, root: Uint8Array): VaultKey {
  return vaultKey(suite, new Root(root))
}

/** As it was found: one bit changed, or cut short, where the scenario says so. */
function bent(inputs: Inputs, vault: Uint8Array): Uint8Array {
  const found = vault.slice(0, inputs.has('cutTo') ? inputs.number('cutTo') : VAULT_BYTES)
  if (!inputs.has('flipBit')) return found
  const bit = inputs.number('flipBit')
  const at = Math.floor(bit / 8)
  return found.fill((found[at] ?? 0) ^ (1 << (bit % 8)), at, at + 1)
}
