import { type Env, PosternError } from '@postern/protocol'
import {
  type Keyring,
  keyringId,
  type OpenedKeyring,
  openWith,
  passphraseLockKey,
} from '../../member/keyring.ts'
import { PASSKEY_LOCKS, passkeyLockKey, PASSPHRASE_LOCK } from '../../member/lockbox.ts'
import { browserArgon2id } from '../browser-argon2id.ts'
import { askPasskey, type PasskeyTrouble } from './passkey.ts'
import { WaysIn } from './ways-in.ts'

/** An opened keyring, and how it can be opened and sealed again. */
export interface Unlocked {
  readonly keyring: Keyring
  readonly ways: WaysIn
}

/** Null when name and passphrase open nothing. Throws PosternError 'desk-unreachable'. */
export async function openByPassphrase(
  env: Env,
  name: string,
  passphrase: string,
): Promise<Unlocked | null> {
  const { suite } = env
  const sealed = await fetchKeyring(keyringId(suite, name))
  const keyOf = async (salt: Uint8Array): Promise<Uint8Array> =>
    await passphraseLockKey(suite, browserArgon2id, passphrase, salt)
  return unlocked(env, await openWith(suite, sealed, [PASSPHRASE_LOCK], keyOf))
}

/** Null when the passkey opens nothing here any more. Throws PosternError 'desk-unreachable'. */
export async function openByPasskey(env: Env): Promise<Unlocked | PasskeyTrouble | null> {
  const answered = await askPasskey(env)
  if (typeof answered === 'string') return answered
  const { suite } = env
  const sealed = await fetchKeyring(answered.keyringId)
  const keyOf = (salt: Uint8Array, at: number): Uint8Array =>
    passkeyLockKey(suite, answered.prf, salt, at)
  return unlocked(env, await openWith(suite, sealed, PASSKEY_LOCKS, keyOf))
}

/** Sealed, by its id. Throws PosternError 'desk-unreachable'. */
export async function fetchKeyring(id: string): Promise<Uint8Array> {
  return await fetched(`/keyring/${id}`)
}

/** Throws PosternError 'desk-unreachable' for anything but bytes. */
export async function fetched(path: string): Promise<Uint8Array> {
  try {
    const response = await fetch(path, { cache: 'no-store' })
    if (response.status === 200) return new Uint8Array(await response.arrayBuffer())
  } catch {
    throw new PosternError('desk-unreachable')
  }
  throw new PosternError('desk-unreachable')
}

function unlocked(env: Env, opened: OpenedKeyring | null): Unlocked | null {
  return opened && { keyring: opened.keyring, ways: new WaysIn(env, opened) }
}
