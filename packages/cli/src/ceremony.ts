import {
  keyringId,
  makeDesk,
  makeMember,
  type MadeDesk,
  type MadeMember,
  sealKeyring,
} from '@postern/desk'
import {
  type Argon2id,
  type Env,
  makeId,
  type SigningKey,
  signTrustList,
  TRUST_LIST_LIFE_MS,
  type TrustListDraft,
} from '@postern/protocol'
import { wordsOfEntropy } from '@postern/protocol/words'
import { makePeerIdentity, type PeerIdentity } from '@postern/runtime'
import type { DeskRecord } from '@postern/site'
import { type CustodyKey, makeCustodyKeys, publicCustodyKey } from './custody/custody-key.ts'
import { PEER_NAMES, type PeerName } from './ports.ts'

/** A desk as the ceremony made it, with what it is called. */
interface CeremonyDesk extends MadeDesk {
  readonly name: string
  readonly titles: DeskRecord['titles']
  /** Null where nobody writes in confidence. */
  readonly custody: readonly [first: CustodyKey, second: CustodyKey] | null
}

/** The demonstration's handler: the way in that `postern up` prints. */
interface CeremonyHandler {
  readonly name: string
  readonly passphrase: string
  /** What the desk server knows the keyring by, 32 hex digits. */
  readonly keyringId: string
  readonly sealedKeyring: Uint8Array
  readonly member: MadeMember
}

/** Everything secret and public that a rehearsal begins with. */
export interface Ceremony {
  readonly column: 'rehearsal'
  readonly organisation: Uint8Array
  readonly rootSeed: Uint8Array
  readonly root: SigningKey
  readonly signerSeed: Uint8Array
  /** Signs the front's day counts. */
  readonly frontSeed: Uint8Array
  readonly mixSeeds: Readonly<Record<'mix-1' | 'mix-2', Uint8Array>>
  readonly desks: readonly CeremonyDesk[]
  readonly handler: CeremonyHandler
  /** Keeps the trays of all desks full; real desks have one each, on a machine of their own. */
  readonly agent: MadeMember
  readonly identities: Readonly<Record<PeerName, PeerIdentity>>
  /** The first trust list, signed. */
  readonly trustList: Uint8Array
  /** The desk server's seed for unknown names. */
  readonly fakeSeed: Uint8Array
}

const HANDLER_NAME = 'demo'
const AGENT_NAME = 'agent'

/**
 * The rehearsal's ceremony: every key of an organisation, from one Env and nothing else. In a real
 * one the root's and the desks' parts are done by their holders, on their own machines.
 */
export async function makeCeremony(
  env: Env,
  argon2id: Argon2id,
  records: readonly DeskRecord[],
): Promise<Ceremony> {
  const organisation = makeId(env)
  const rootSeed = env.random(32)
  const root = env.suite.signingKey(rootSeed)
  const ground = { column: 'rehearsal', organisation, root: root.publicKey } as const
  const desks = records.map((record) => ceremonyDesk(env, organisation, record))
  const secrets = desks.map((desk) => desk.secrets)
  const member = makeMember(env, ground, HANDLER_NAME, 'handler', secrets)
  const keys = {
    column: 'rehearsal',
    organisation,
    rootSeed,
    root,
    signerSeed: env.random(32),
    mixSeeds: { 'mix-1': env.random(32), 'mix-2': env.random(32) },
    desks,
    handler: await makeHandler(env, argon2id, member),
    agent: makeMember(env, ground, AGENT_NAME, 'agent', secrets),
    identities: await makeIdentities(env),
    fakeSeed: env.random(32),
    frontSeed: env.random(32),
  } as const
  return { ...keys, trustList: signTrustList([root], firstTrustList(env, keys)) }
}

function ceremonyDesk(
  env: Env,
  organisation: Uint8Array,
  { name, titles }: DeskRecord,
): CeremonyDesk {
  const desk = makeDesk(env)
  const isWrittenTo = Object.keys(titles).length > 0
  const custody = isWrittenTo ? makeCustodyKeys(env, { organisation, desk: desk.id }) : null
  return { ...desk, name, titles, custody }
}

/** Words, made and not chosen: 80 bits behind Argon2id. */
async function makeHandler(
  env: Env,
  argon2id: Argon2id,
  member: MadeMember,
): Promise<CeremonyHandler> {
  const passphrase = wordsOfEntropy(env.suite, env.random(10)).join(' ')
  const sealedKeyring = await sealKeyring(env, argon2id, passphrase, member.keyring)
  const id = keyringId(env.suite, HANDLER_NAME)
  return { name: HANDLER_NAME, passphrase, keyringId: id, sealedKeyring, member }
}

async function makeIdentities(env: Env): Promise<Record<PeerName, PeerIdentity>> {
  const made = new Map<PeerName, PeerIdentity>()
  for (const name of PEER_NAMES) made.set(name, await makePeerIdentity(env))
  const of = (name: PeerName): PeerIdentity => {
    const identity = made.get(name)
    if (identity === undefined) throw new TypeError(`no identity of ${name}`)
    return identity
  }
  return {
    front: of('front'),
    'mix-1': of('mix-1'),
    'mix-2': of('mix-2'),
    publisher: of('publisher'),
    desk: of('desk'),
  }
}

function firstTrustList(env: Env, keys: Omit<Ceremony, 'trustList'>): TrustListDraft {
  const publicKey = (seed: Uint8Array): Uint8Array => env.suite.signingKey(seed).publicKey
  const issuedMs = env.nowMs()
  return {
    organisation: keys.organisation,
    number: 1,
    issuedMs,
    expiresMs: issuedMs + TRUST_LIST_LIFE_MS,
    root: keys.root.publicKey,
    nextRoot: null,
    signer: publicKey(keys.signerSeed),
    mixes: [
      { name: 'mix-1', key: publicKey(keys.mixSeeds['mix-1']) },
      { name: 'mix-2', key: publicKey(keys.mixSeeds['mix-2']) },
    ],
    desks: keys.desks.map(({ id, key, leastGeneration, custody }) => ({
      id,
      key,
      leastGeneration,
      ...(custody && {
        custody: [publicCustodyKey(env, custody[0]), publicCustodyKey(env, custody[1])] as const,
      }),
    })),
    witnesses: [],
  }
}
