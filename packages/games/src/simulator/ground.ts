import { type MadeDesk, makeDesk, makeMember } from '@postern/desk'
import {
  type Env,
  makeId,
  type SigningKey,
  signTrustList,
  toHex,
  TRUST_LIST_LIFE_MS,
} from '@postern/protocol'

/** A desk, and the agent that keeps its trays full. */
interface GroundDesk extends MadeDesk {
  readonly agent: ReturnType<typeof makeMember>
}

/** All keys of an organisation, and its first trust list. */
export interface Ground {
  readonly organisation: Uint8Array
  readonly root: SigningKey
  readonly signer: SigningKey
  readonly mixes: Readonly<Record<'mix-1' | 'mix-2', SigningKey>>
  readonly desks: readonly GroundDesk[]
  readonly trustList: Uint8Array
}

export function makeGround(env: Env, deskCount: number): Ground {
  const key = (): SigningKey => env.suite.signingKey(env.random(32))
  const organisation = makeId(env)
  const root = key()
  const common = { column: 'rehearsal', organisation, root: root.publicKey } as const
  const desks = Array.from({ length: deskCount }, () => {
    const desk = makeDesk(env)
    return { ...desk, agent: makeMember(env, common, 'agent', 'agent', [desk.secrets]) }
  })
  const keys = {
    organisation,
    root,
    signer: key(),
    mixes: { 'mix-1': key(), 'mix-2': key() },
    desks,
  }
  return { ...keys, trustList: trustListOf(env, keys) }
}

function trustListOf(env: Env, keys: Omit<Ground, 'trustList'>): Uint8Array {
  const issuedMs = env.nowMs()
  return signTrustList([keys.root], {
    organisation: keys.organisation,
    number: 1,
    issuedMs,
    expiresMs: issuedMs + TRUST_LIST_LIFE_MS,
    root: keys.root.publicKey,
    nextRoot: null,
    signer: keys.signer.publicKey,
    mixes: (['mix-1', 'mix-2'] as const).map((name) => ({ name, key: keys.mixes[name].publicKey })),
    desks: keys.desks.map(({ id, key, leastGeneration }) => ({ id, key, leastGeneration })),
    witnesses: [],
  })
}

/** The desk server's configuration for these desks. */
export function deskServerConfig(env: Env, ground: Ground): import('@postern/desk').DeskConfig {
  return {
    role: 'desk',
    column: 'rehearsal',
    organisation: toHex(ground.organisation),
    root: toHex(ground.root.publicKey),
    clockOffsetMs: 0,
    peers: { identity: { certificatePem: '-', keyPem: '-' }, allow: {}, known: {} },
    desks: ground.desks.map(({ id, agent }) => ({
      id: toHex(id),
      titles: { en: { title: 'A desk', description: 'Reads what comes.' } },
      members: [{ key: toHex(agent.key), keyring: null }],
    })),
    fakeSeed: toHex(env.random(32)),
  }
}
