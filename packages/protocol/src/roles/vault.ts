import { concat } from '../bytes/concat.ts'
import type { Env } from '../env.ts'
import type { VaultKey } from '../keys/vault-key.ts'
import { derive } from '../suite/kdf.ts'
import { xorKeyStream } from '../suite/key-stream.ts'
import { LABELS } from '../suite/labels.ts'
import {
  type GroupPoint,
  POINT_BYTES,
  pointOf,
  readPoint,
  scalarFrom,
  WIDE_SCALAR_BYTES,
} from '../suite/ristretto.ts'
import type { Suite } from '../suite/suite.ts'
import { encodeVaultStream, VAULT_BYTES, VAULT_STREAM_BYTES } from '../wire/vault.ts'

interface State {
  readonly p: GroupPoint
  readonly q: GroupPoint
  readonly stream: Uint8Array
}

/** A vault that is nobody's: every reader has one before anybody writes. (P4) */
export function makeVault(env: Env): Uint8Array {
  const q = pointOf(randomScalar(env))
  return renewed(env, { p: pointOf(randomScalar(env)), q, stream: env.random(VAULT_STREAM_BYTES) })
}

/**
 * The vault as its owner writes it, whatever stood there before; renewed once, so that it begins
 * with a point as every other does. PosternError 'vault-full' above the bound. (P4)
 */
export function writeVault(env: Env, key: VaultKey, content: Uint8Array): Uint8Array {
  const stream = encodeVaultStream(env.suite, key, content)
  const p = pointOf(randomScalar(env))
  return renewed(env, { p, q: p.multiply(key.scalar), stream })
}

/**
 * The same vault under other bytes, all of them, without its secret: done for every reader alike.
 * Null for bytes that are no vault. (P4)
 */
export function renewVault(env: Env, vault: Uint8Array): Uint8Array | null {
  const state = readState(vault)
  return state && renewed(env, state)
}

/** The key stream of one renewal: of e·Q for its writer, of x·E for the owner. */
export function vaultPad(suite: Suite, shared: GroupPoint): Uint8Array {
  return derive(suite, shared.toBytes(), LABELS.vaultPad, new Uint8Array(0), 32)
}

/**
 * P' = rP, Q' = rQ, E = eP', S' = E ‖ (S ⊕ key stream of eQ'), cut at its length. Scalars of one use may
 * take a time that depends on them; the owner's may not.
 */
function renewed(env: Env, { p, q, stream }: State): Uint8Array {
  const [r, e] = [randomScalar(env), randomScalar(env)]
  const [nextP, nextQ] = [p.multiplyUnsafe(r), q.multiplyUnsafe(r)]
  const behind = stream.slice(0, VAULT_STREAM_BYTES - POINT_BYTES)
  xorKeyStream(vaultPad(env.suite, nextQ.multiplyUnsafe(e)), 0, behind)
  return concat(nextP.toBytes(), nextQ.toBytes(), nextP.multiplyUnsafe(e).toBytes(), behind)
}

function readState(vault: Uint8Array): State | null {
  if (vault.length !== VAULT_BYTES) return null
  const p = readPoint(vault.subarray(0, POINT_BYTES))
  const q = readPoint(vault.subarray(POINT_BYTES, 2 * POINT_BYTES))
  return p && q && { p, q, stream: vault.subarray(2 * POINT_BYTES) }
}

function randomScalar(env: Env): bigint {
  return scalarFrom(env.random(WIDE_SCALAR_BYTES))
}
