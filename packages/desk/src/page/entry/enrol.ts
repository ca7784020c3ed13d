import { type Env, PosternError, toHex } from '@postern/protocol'
import { memberKeys } from '../../member/member-keys.ts'
import {
  enrolmentMessage,
  type InvitationKeys,
  invitationKeys,
  openWelcome,
} from '../../member/invitation.ts'
import { type Keyring, keyringId } from '../../member/keyring.ts'
import { browserArgon2id } from '../browser-argon2id.ts'
import { fetched } from './open-keyring.ts'
import { WaysIn } from './ways-in.ts'

/** An invitation whose words fit, and the keys that its owner will have: his own, made here. */
export interface Invited {
  readonly keys: InvitationKeys
  readonly keyring: Keyring
  readonly ways: WaysIn
}

/** Null when these words open no invitation. Throws PosternError 'desk-unreachable'. */
export async function openInvitation(env: Env, entropy: Uint8Array): Promise<Invited | null> {
  const keys = await invitationKeys(env.suite, browserArgon2id, entropy)
  const welcome = openWelcome(env.suite, keys, await fetched(`/invitation/${keys.id}`))
  if (welcome === null) return null
  const keyring = { ...welcome, memberSeed: env.random(32) }
  return { keys, keyring, ways: WaysIn.none(env, keyring) }
}

/** Throws PosternError 'desk-unreachable'. */
export async function enrol(
  { suite }: Env,
  { keys, keyring, ways }: Invited,
): Promise<'enrolled' | 'gone' | 'taken'> {
  const sealed = ways.seal(keyring)
  const { organisation } = keyring
  const member = memberKeys(suite, keyring.memberSeed).signing.publicKey
  const enrolling = { organisation, member, keyringId: keyringId(suite, keyring.name), sealed }
  const signature = keys.signing.sign(enrolmentMessage(suite, keys.id, enrolling))
  const query = `member=${toHex(member)}&keyring=${enrolling.keyringId}&signature=${toHex(signature)}`
  const status = await posted(`/enrolment/${keys.id}?${query}`, sealed)
  if (status === 401) return 'gone'
  if (status === 409) return 'taken'
  if (status === 200) return 'enrolled'
  throw new PosternError('desk-unreachable')
}

async function posted(path: string, body: Uint8Array): Promise<number> {
  try {
    return (await fetch(path, { method: 'POST', body: body.slice() })).status
  } catch {
    throw new PosternError('desk-unreachable')
  }
}
