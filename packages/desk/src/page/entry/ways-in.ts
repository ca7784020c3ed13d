import type { Env } from '@postern/protocol'
import {
  type KeptPasskey,
  type Keyring,
  keyringId,
  type OpenedKeyring,
  passphraseLockKey,
  sealIn,
} from '../../member/keyring.ts'
import {
  holds,
  type Lockbox,
  makeLockbox,
  PASSKEY_LOCKS,
  passkeyLockKey,
  PASSPHRASE_LOCK,
  RECOVERY_LOCK,
  recoveryLockKey,
  withLock,
  withoutLock,
} from '../../member/lockbox.ts'
import { browserArgon2id } from '../browser-argon2id.ts'
import { type Answered, makePasskey, type PasskeyTrouble } from './passkey.ts'

/** How one's keyring can be opened, and the way to seal it again. */
export class WaysIn {
  readonly #env: Env
  readonly #keyringId: string
  #box: Lockbox
  #passkeys: readonly KeptPasskey[]

  constructor(env: Env, { keyring, box }: OpenedKeyring) {
    this.#env = env
    this.#keyringId = keyringId(env.suite, keyring.name)
    this.#box = box
    this.#passkeys = keyring.passkeys
  }

  /** None yet: for a new member, and for one whose old ways in are to end. */
  static none(env: Env, keyring: Keyring): WaysIn {
    return new WaysIn(env, { keyring: { ...keyring, passkeys: [] }, box: makeLockbox(env) })
  }

  get passkeys(): readonly KeptPasskey[] {
    return this.#passkeys
  }

  /** No lock is left for one more passkey. */
  get isFull(): boolean {
    return this.#passkeys.length >= PASSKEY_LOCKS.length
  }

  seal(keyring: Keyring): Uint8Array {
    return sealIn(this.#env, this.#box, { ...keyring, passkeys: this.#passkeys })
  }

  /** In the place of the one before. */
  async setPassphrase(passphrase: string): Promise<void> {
    const { suite } = this.#env
    const key = await passphraseLockKey(suite, browserArgon2id, passphrase, this.#box.salt)
    this.#box = withLock(suite, this.#box, PASSPHRASE_LOCK, key)
  }

  /** Asks the browser for a new passkey; what went wrong, or null. */
  async addPasskey(label: string): Promise<PasskeyTrouble | null> {
    const known = this.#passkeys.map(({ id }) => id)
    const made = await makePasskey(this.#env, this.#keyringId, known)
    if (typeof made === 'string') return made
    this.#add(made, label)
    return null
  }

  /** Its lock is random bytes again: the passkey may still be on its device and opens nothing here. */
  removePasskey({ lock }: KeptPasskey): void {
    this.#box = withoutLock(this.#env, this.#box, lock)
    this.#passkeys = this.#passkeys.filter((one) => one.lock !== lock)
  }

  /** True when the lock was not for this secret of one's colleagues, and is now. */
  lockForColleagues(secret: Uint8Array): boolean {
    const { suite } = this.#env
    const key = recoveryLockKey(suite, secret, this.#box.salt)
    if (holds(suite, this.#box, RECOVERY_LOCK, key)) return false
    this.#box = withLock(suite, this.#box, RECOVERY_LOCK, key)
    return true
  }

  #add({ id, prf }: Answered, label: string): void {
    const taken = new Set(this.#passkeys.map((one) => one.lock))
    const lock = PASSKEY_LOCKS.find((at) => !taken.has(at))
    if (lock === undefined) throw new TypeError('no lock is left')
    const { suite } = this.#env
    const key = passkeyLockKey(suite, prf, this.#box.salt, lock)
    this.#box = withLock(suite, this.#box, lock, key)
    this.#passkeys = [...this.#passkeys, { lock, id, label, addedMs: this.#env.nowMs() }]
  }
}
