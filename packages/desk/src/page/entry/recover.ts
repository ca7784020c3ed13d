import { type Env, type KemKey, PosternError, toHex } from '@postern/protocol'
import { type Keyring, keyringId, openWith } from '../../member/keyring.ts'
import { holds, locksOf, RECOVERY_LOCK, recoveryLockKey } from '../../member/lockbox.ts'
import {
  joinShares,
  openShares,
  type RecoveryRequest,
  requestName,
  type Share,
  spokenWords,
} from '../../member/recovery.ts'
import { fetched, fetchKeyring } from './open-keyring.ts'

/** How far colleagues have come. */
export type Progress =
  | { readonly kind: 'waiting'; readonly shares: number; readonly needed: number | null }
  | { readonly kind: 'opened'; readonly keyring: Keyring }

/** A request to be let in again. Its key lives in this page alone: whoever closes it asks anew. */
export class Recovery {
  readonly #env: Env
  readonly #kem: KemKey
  readonly #request: RecoveryRequest

  constructor(env: Env, name: string) {
    this.#env = env
    this.#kem = env.suite.kemKey(env.random(32))
    this.#request = { keyringId: keyringId(env.suite, name), key: this.#kem.publicKey }
  }

  /** What colleagues compare before they help. */
  get words(): string[] {
    return spokenWords(requestName(this.#env.suite, this.#request))
  }

  /** Asks again, for the server forgets, and looks what has come. Throws PosternError 'desk-unreachable'. */
  async look(): Promise<Progress> {
    const { suite } = this.#env
    const { keyringId: id, key } = this.#request
    await put(`/recovery/${id}`, key)
    const path = `/recovery-shares/${toHex(requestName(suite, this.#request))}`
    const shares = openShares(suite, this.#request, this.#kem, await fetched(path))
    const needed = shares[0]?.threshold ?? null
    if (needed === null || shares.length < needed)
      return { kind: 'waiting', shares: shares.length, needed }
    const keyring = await this.#open(await fetchKeyring(id), shares)
    return keyring === null
      ? { kind: 'waiting', shares: shares.length, needed }
      : { kind: 'opened', keyring }
  }

  async #open(sealed: Uint8Array, shares: readonly Share[]): Promise<Keyring | null> {
    const { suite } = this.#env
    const outside = locksOf(sealed)
    const fits = (secret: Uint8Array): boolean =>
      holds(suite, outside, RECOVERY_LOCK, recoveryLockKey(suite, secret, outside.salt))
    const secret = await joinShares(shares, fits)
    if (secret === null) return null
    const keyOf = (salt: Uint8Array): Uint8Array => recoveryLockKey(suite, secret, salt)
    return (await openWith(suite, sealed, [RECOVERY_LOCK], keyOf))?.keyring ?? null
  }
}

async function put(path: string, body: Uint8Array): Promise<void> {
  try {
    const { ok } = await fetch(path, { method: 'PUT', body: body.slice() })
    if (ok) return
  } catch {
    throw new PosternError('desk-unreachable')
  }
  throw new PosternError('desk-unreachable')
}
