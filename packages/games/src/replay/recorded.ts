import {
  type Batch,
  encodeFragment,
  ENVELOPE_BYTES,
  type KemKey,
  makeCell,
  openBatch,
  type OpeningRules,
  sealBatch,
  sealEnvelope,
  signFragment,
  type Statement,
  verifyTrustList,
} from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { type Disks, House, memoryDisks } from '../simulator/house.ts'
import { makeSource, type Source, statementOf } from '../simulator/source.ts'
import type { AtDesk } from './system.ts'

/** Cells of a house that runs, as an adversary recorded them, and what opens them. */
export interface Recorded {
  readonly house: House
  readonly statement: Statement
  readonly sources: readonly Source[]
  readonly cells: readonly Uint8Array[]
  readonly key: KemKey
  readonly rules: OpeningRules
}

export async function record(seed: string, count: number): Promise<Recorded> {
  const disks = memoryDisks()
  const house = await House.open(seed, disks)
  await house.openDoor()
  const statement = await statementOf(house)
  const desk = statement.desks[0]
  if (desk === undefined) throw new TypeError('the statement has a desk')
  const sources = Array.from({ length: count }, (_, at) =>
    makeSource(house.env, desk.id, `recorded ${at}`),
  )
  const cells = sources.map(({ part }) => makeCell(house.env, statement, part))
  return { house, statement, sources, cells, ...(await openingOf(disks, statement)) }
}

async function openingOf(
  disks: Disks,
  { number, hash, parameters }: Statement,
): Promise<Pick<Recorded, 'key' | 'rules'>> {
  const seed = await disks.mixes['mix-1'].keys.get(number)
  if (seed === null) throw new TypeError('mix 1 has a key')
  const rules = {
    role: 'mix-1',
    epoch: number,
    statementHash: hash,
    stampBits: parameters.stampBits,
  } as const
  return { key: nativeSuite.kemKey(seed), rules }
}

/** Two drops that a malicious mix 2 signs, with the same envelopes of the same sources in both. */
export function dropsTwice({ house, statement, sources }: Recorded): Batch[] {
  const shown = statement.desks[0]
  if (shown === undefined) throw new TypeError('the statement has a desk')
  const envelopes = sources.map(({ part: { signing, part, deskId } }) => {
    const fragment = encodeFragment(signFragment(signing, statement.organisation, deskId, part))
    return sealEnvelope(house.env, shown.key, statement.hash, fragment)
  })
  return [1, 2].map((number) => signedDrop(house, statement, number, envelopes))
}

function signedDrop(
  { ground }: House,
  { organisation, hash, number: epoch }: Statement,
  number: number,
  items: readonly Uint8Array[],
): Batch {
  const key = ground.mixes['mix-2']
  const none = new Uint8Array(32)
  const counts = { in: items.length, refused: 0 }
  const names = { organisation, mix: 'mix-2', statement: hash, epoch, number } as const
  const draft = { ...names, ...counts, previous: none, input: none }
  const bytes = sealBatch(nativeSuite, key, draft, items)
  return openBatch(nativeSuite, bytes, key.publicKey, ENVELOPE_BYTES)
}

/** What the desk's members know. */
export function atDesk({ house }: Recorded): AtDesk {
  const { organisation, root, desks, trustList } = house.ground
  const [desk] = desks
  if (desk === undefined) throw new TypeError('the house has a desk')
  const trust = verifyTrustList(nativeSuite, trustList, root.publicKey, house.env.nowMs())
  const context = { organisation, desk: desk.id, deskKey: desk.key }
  const { intake } = desk.secrets
  if (intake === null) throw new TypeError('a desk that takes nothing in')
  return { context, link: intake.link, trust }
}
