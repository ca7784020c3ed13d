import { type Env, Root } from '@postern/protocol'
import { makeVault, renewVault, type VaultKey, vaultKey, writeVault } from '@postern/protocol/vault'

/** What one browser keeps for the site: values by name. */
export type Profile = Map<string, Uint8Array>

/** One vault moment of a page view: what the profile holds afterwards. Null: nobody writes. */
export type Moment = (env: Env, profile: Profile, writing: Writing | null) => void

interface Writing {
  readonly key: VaultKey
  readonly content: Uint8Array
}

export function sourceOf(env: Env): VaultKey {
  return vaultKey(env.suite, new Root(env.random(32)))
}

/** As built: a write stands in the place of a renewal. (P4, V5) */
export const asBuilt: Moment = (env, profile, writing) => {
  const stored = profile.get('vault')
  const renewed = (stored && renewVault(env, stored)) ?? makeVault(env)
  profile.set('vault', writing ? writeVault(env, writing.key, writing.content) : renewed)
}

export const madeOnFirstUse: Moment = (env, profile, writing) => {
  if (writing !== null || profile.has('vault')) asBuilt(env, profile, writing)
}

export const renewedOnUse: Moment = (env, profile, writing) => {
  if (writing !== null || !profile.has('vault')) asBuilt(env, profile, writing)
}

/** A renewal that draws new points and leaves the stream behind them as it was. */
export const fixedInnerLayer: Moment = (env, profile, writing) => {
  const stored = profile.get('vault')
  asBuilt(env, profile, writing)
  const made = profile.get('vault')
  if (stored && made && writing === null) made.set(stored.subarray(INNER), INNER)
}

export const outboxBeside: Moment = (env, profile, writing) => {
  asBuilt(env, profile, writing)
  if (writing !== null)
    profile.set('outbox', env.suite.aeadSeal(writing.key.check, NONCE, NONE, writing.content))
}

/** Behind P, Q and the outermost point. */
const INNER = 96
const NONCE = new Uint8Array(12)
const NONE = new Uint8Array(0)
