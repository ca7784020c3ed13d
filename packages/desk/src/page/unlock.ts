import { type Env, PosternError } from '@postern/protocol'
import { type Keyring, keyringId, openKeyring, sealKeyring } from '../member/keyring.ts'
import { browserArgon2id } from './browser-argon2id.ts'

/** An opened keyring, and the way to seal it anew when something in it was forgotten. */
export interface Unlocked {
  readonly keyring: Keyring
  reseal(keyring: Keyring): Promise<Uint8Array>
}

/** Null when name and passphrase open nothing. Throws PosternError 'desk-unreachable'. */
export async function unlock(env: Env, name: string, passphrase: string): Promise<Unlocked | null> {
  const sealed = await fetchKeyring(keyringId(env.suite, name))
  const keyring = await openKeyring(env.suite, browserArgon2id, passphrase, sealed)
  if (keyring === null) return null
  return {
    keyring,
    reseal: async (now) => await sealKeyring(env, browserArgon2id, passphrase, now),
  }
}

async function fetchKeyring(id: string): Promise<Uint8Array> {
  try {
    const response = await fetch(`/keyring/${id}`)
    if (response.status === 200) return new Uint8Array(await response.arrayBuffer())
  } catch {
    throw new PosternError('desk-unreachable')
  }
  throw new PosternError('desk-unreachable')
}
