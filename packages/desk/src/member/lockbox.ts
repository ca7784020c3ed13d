import { Cursor, derive, type Env, LABELS, type Suite, Writer } from '@postern/protocol'

/**
 * What a sealed keyring is locked with: one key that seals it, and eight locks. Each lock holds the
 * key under one of its own, or is random bytes, and nobody can say which.
 */
export interface Lockbox extends Locks {
  /** 32 bytes. */
  readonly key: Uint8Array
}

/** The outside of it, as everybody sees it. */
export interface Locks {
  /** 16 bytes; new whenever the key is, so that no lock's key seals twice. */
  readonly salt: Uint8Array
  /** LOCKS times LOCK_BYTES. */
  readonly locks: readonly Uint8Array[]
}

/** Where each way in has its lock. */
export const PASSPHRASE_LOCK = 0
export const PASSKEY_LOCKS: readonly number[] = [1, 2, 3, 4, 5, 6]
export const RECOVERY_LOCK = 7

const LOCKS = 8
const SALT_BYTES = 16
const LOCK_BYTES: number = 32 + 16
const NONCE_BYTES = 12
const NO_NONCE: Uint8Array = new Uint8Array(NONCE_BYTES)
/** salt 16 ‖ locks 8 × 48 ‖ nonce 12 ‖ what is sealed, and its tag 16. */
export const LOCKBOX_BYTES: number = SALT_BYTES + LOCKS * LOCK_BYTES + NONCE_BYTES + 16

/** A new key that no lock holds yet. */
export function makeLockbox(env: Env): Lockbox {
  const locks = Array.from({ length: LOCKS }, () => env.random(LOCK_BYTES))
  return { salt: env.random(SALT_BYTES), key: env.random(32), locks }
}

/** The same box with one more way in. */
export function withLock(suite: Suite, box: Lockbox, at: number, lockKey: Uint8Array): Lockbox {
  const lock = suite.aeadSeal(lockKey, NO_NONCE, lockFacts(box.salt, at), box.key)
  return { ...box, locks: box.locks.with(at, lock) }
}

/** The same box with one way in less. */
export function withoutLock(env: Env, box: Lockbox, at: number): Lockbox {
  return { ...box, locks: box.locks.with(at, env.random(LOCK_BYTES)) }
}

/** Whether this key opens this lock of the box. */
export function holds(suite: Suite, box: Locks, at: number, lockKey: Uint8Array): boolean {
  return opened(suite, box, at, lockKey) !== null
}

export function sealBox(env: Env, box: Lockbox, plain: Uint8Array): Uint8Array {
  const nonce = env.random(NONCE_BYTES)
  const head = new Writer().bytes(box.salt)
  for (const lock of box.locks) head.bytes(lock)
  return head
    .bytes(nonce)
    .bytes(env.suite.aeadSeal(box.key, nonce, box.salt, plain))
    .finish()
}

/** What is sealed, and its box; null when none of these locks opens. */
export async function openBox(
  suite: Suite,
  sealed: Uint8Array,
  locks: readonly number[],
  keyOf: (salt: Uint8Array, at: number) => Promise<Uint8Array> | Uint8Array,
): Promise<{ readonly box: Lockbox; readonly plain: Uint8Array } | null> {
  if (sealed.length < LOCKBOX_BYTES) return null
  const outside = locksOf(sealed)
  const { salt } = outside
  const cursor = new Cursor(sealed.subarray(SALT_BYTES + LOCKS * LOCK_BYTES))
  const nonce = cursor.take(NONCE_BYTES)
  const body = cursor.rest()
  for (const at of locks) {
    const key = opened(suite, outside, at, await keyOf(salt, at))
    const plain = key && suite.aeadOpen(key, nonce, salt, body)
    if (key !== null && plain !== null) return { box: { ...outside, key }, plain }
  }
  return null
}

/** Of a whole sealed box. */
export function locksOf(sealed: Uint8Array): Locks {
  const cursor = new Cursor(sealed.subarray(0, SALT_BYTES + LOCKS * LOCK_BYTES))
  const salt = cursor.take(SALT_BYTES).slice()
  return { salt, locks: Array.from({ length: LOCKS }, () => cursor.take(LOCK_BYTES).slice()) }
}

/** Key of a passkey's lock out of its PRF's 32 bytes (WebAuthn Level 3, section 10.1.4). */
export function passkeyLockKey(
  suite: Suite,
  prf: Uint8Array,
  salt: Uint8Array,
  at: number,
): Uint8Array {
  return derive(suite, prf, LABELS.keyringPasskey, lockFacts(salt, at), 32)
}

/** Key of the lock that colleagues open together, out of their secret of 32 bytes. */
export function recoveryLockKey(suite: Suite, secret: Uint8Array, salt: Uint8Array): Uint8Array {
  return derive(suite, secret, LABELS.keyringRecovery, salt, 32)
}

function opened(
  suite: Suite,
  { salt, locks }: Locks,
  at: number,
  lockKey: Uint8Array,
): Uint8Array | null {
  const lock = locks[at]
  return lock === undefined ? null : suite.aeadOpen(lockKey, NO_NONCE, lockFacts(salt, at), lock)
}

function lockFacts(salt: Uint8Array, at: number): Uint8Array {
  return new Writer().bytes(salt).u8(at).finish()
}
