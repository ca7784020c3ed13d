import { deskKeySeed, linkAt } from '@postern/casework'
import {
  type DeskKey,
  encodeFragment,
  type KemKey,
  makeCell,
  openForDesk,
  type OpenedEnvelope,
  type OpeningRules,
  sealEnvelope,
  signFragment,
  type Statement,
} from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { type Disks, House, memoryDisks } from '../simulator/house.ts'
import { makeSource, type Source, statementOf } from '../simulator/source.ts'

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

/** The same sources' envelopes, each opened twice: at its own place and at another one. */
export function openedTwice({ house, statement, sources }: Recorded): OpenedEnvelope[] {
  const [desk] = house.ground.desks
  const shown = statement.desks[0]
  if (desk === undefined || shown === undefined) throw new TypeError('the house has a desk')
  const link = linkAt(nativeSuite, desk.secrets.link, statement.number)
  if (link === null) throw new TypeError('the desk has a key')
  const key = nativeSuite.kemKey(deskKeySeed(nativeSuite, link))
  const keys: DeskKey[] = [{ key, statementHash: statement.hash }]
  const identity = { organisation: statement.organisation, deskId: desk.id }
  return sources.flatMap(({ part: { signing, part, deskId } }, at) => {
    const fragment = encodeFragment(signFragment(signing, statement.organisation, deskId, part))
    const envelope = sealEnvelope(house.env, shown.key, statement.hash, fragment)
    const places = [
      { drop: 1, position: at },
      { drop: 2, position: at },
    ]
    return places.flatMap(
      (place) => openForDesk(nativeSuite, identity, keys, envelope, place) ?? [],
    )
  })
}
