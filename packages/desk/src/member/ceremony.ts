import { deskKeySeed, KeyTree, linkAt, makeCompartment, type MemberRole } from '@postern/casework'
import { type DeskKeyOffer, type Env, makeId, signDeskKey, type Suite } from '@postern/protocol'
import type { DeskSecrets, Keyring } from './keyring.ts'
import { memberKeys } from './member-keys.ts'

/** A new desk: what its members hold, and what goes into the trust list. */
export interface MadeDesk {
  readonly secrets: DeskSecrets
  /** 16 bytes. */
  readonly id: Uint8Array
  /** The desk's identity key, 32 bytes. */
  readonly key: Uint8Array
  readonly leastGeneration: number
}

/** What all members of an organisation have in common. */
export interface MemberGround {
  readonly column: 'standard' | 'rehearsal'
  readonly organisation: Uint8Array
  /** The root's public key. */
  readonly root: Uint8Array
}

/** A new member: his keyring, and the public key that the desk server knows him by. */
export interface MadeMember {
  readonly keyring: Keyring
  /** 32 bytes. */
  readonly key: Uint8Array
}

const FIRST_GENERATION = 1
/** Keys are made from the first statement on. */
const FIRST_STATEMENT = 0

/** The identity, the compartment, the key tree and the first link of the intake chain of a new desk. */
export function makeDesk(env: Env): MadeDesk {
  const identitySeed = env.random(32)
  const link = { generation: FIRST_GENERATION, number: FIRST_STATEMENT, key: env.random(32) }
  const compartment = makeCompartment(env, 'desk')
  const tree = KeyTree.fromRoot(env.suite, env.random(32)).encode()
  const intake = { compartment: makeCompartment(env, 'intake'), link }
  const secrets = { desk: makeId(env), identitySeed, compartment, tree, intake }
  const { publicKey } = env.suite.signingKey(identitySeed)
  return { secrets, id: secrets.desk, key: publicKey, leastGeneration: FIRST_GENERATION }
}

export function makeMember(
  env: Env,
  ground: MemberGround,
  name: string,
  role: MemberRole,
  desks: readonly DeskSecrets[],
): MadeMember {
  const memberSeed = env.random(32)
  const { signing } = memberKeys(env.suite, memberSeed)
  const keyring = { ...ground, name, role, memberSeed, desks, passkeys: [] }
  return { keyring, key: signing.publicKey }
}

/** What a member holds who does not take messages in: others hand on to him what he may read. */
export function withoutIntake(secrets: DeskSecrets): DeskSecrets {
  return { ...secrets, intake: null }
}

/**
 * The desk's signed key for one statement, the same whoever of its members makes it; null when the
 * statement's link was forgotten.
 */
export function deskKeyOffer(
  suite: Suite,
  organisation: Uint8Array,
  { desk, identitySeed, intake }: DeskSecrets,
  epoch: number,
): DeskKeyOffer | null {
  const at = intake && linkAt(suite, intake.link, epoch)
  if (intake === null || at === null) return null
  const { link } = intake
  const { publicKey } = suite.kemKey(deskKeySeed(suite, at))
  const offer = { desk, generation: link.generation, epoch, key: publicKey }
  return signDeskKey(suite.signingKey(identitySeed), organisation, offer)
}
