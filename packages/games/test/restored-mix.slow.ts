import { type Marker, type Marks, MemoryKeyStore, MemoryMarker, MemoryMixState } from '@postern/mix'
import { type Statement, toHex } from '@postern/protocol'
import { MemoryStore } from '@postern/runtime'
import { describe, expect, it } from 'vitest'
import { BatchWitness } from '../src/simulator/batch-witness.ts'
import { type Disks, House, memoryDisks, type MixName } from '../src/simulator/house.ts'
import { makeSource, statementOf, view } from '../src/simulator/source.ts'

type MixDisk = Disks['mixes'][MixName]

/** As an operator leaves it who has emptied the file. */
class EmptiedMarker implements Marker {
  readonly #marker = new MemoryMarker()
  #isEmpty = true

  async read(): Promise<Marks | null> {
    return this.#isEmpty ? null : await this.#marker.read()
  }

  async raise(marks: Marks): Promise<void> {
    await this.#marker.raise(marks)
  }

  async reset(marks: Marks): Promise<void> {
    this.#isEmpty = false
    await this.#marker.reset(marks)
  }
}

const DAY_MS = 86_400_000
/** Three statements are signed when the mix is lost. */
const FIRST_FREE = 4

/** With the marker a draft that is signed is known; without it that number is passed over, too. */
const RESTORED: [string, MixName, number, (disk: MixDisk) => MixDisk][] = [
  [
    'mix 1 whose state is old',
    'mix-1',
    FIRST_FREE,
    (disk) => ({ ...disk, state: new MemoryMixState() }),
  ],
  [
    'mix 1 on a new machine',
    'mix-1',
    FIRST_FREE + 1,
    () => ({
      state: new MemoryMixState(),
      marker: new MemoryMarker(),
      keys: new MemoryKeyStore(),
      batches: new MemoryStore(),
      documents: new MemoryStore(),
    }),
  ],
  [
    'mix 2 whose folder was put back, its marker emptied',
    'mix-2',
    FIRST_FREE + 1,
    (disk) => ({ ...disk, state: new MemoryMixState(), marker: new EmptiedMarker() }),
  ],
]

function arrived(house: House): string[] {
  const contacts = house.agents.flatMap(({ rooms }) => rooms).flatMap((room) => room.contacts())
  return contacts.map(({ conversation }) => toHex(conversation)).toSorted()
}

/** A house one of whose mixes finds another disk when it is started again. */
async function houseWith(role: MixName, after: (disk: MixDisk) => MixDisk): Promise<House> {
  const disks = memoryDisks()
  const mixes: Record<MixName, MixDisk> = { ...disks.mixes }
  const lose: Disks['lose'] = (lost) => {
    if (lost === role) mixes[role] = after(mixes[role])
  }
  const house = await House.open('restored', { ...disks, mixes, lose })
  await house.openDoor()
  return house
}

/** Rounds until the mix can open again what readers seal: under this number, a few minutes away. */
async function untilOpen(house: House, witness: BatchWitness, number: number): Promise<Statement> {
  for (let round = 0; round < 40; round++) {
    await house.round(20_000)
    await witness.look(house)
    const statement = await statementOf(house)
    if (statement.number === number) return statement
  }
  throw new TypeError('no successor')
}

describe('a mix that was restored (M8)', () => {
  it.each(RESTORED)(
    '%s takes part again within minutes of the next free number, and shows no number twice',
    async (_name, role, number, after) => {
      const house = await houseWith(role, after)
      const witness = new BatchWitness()
      const before = await statementOf(house)
      const desk = before.desks[0]?.id ?? new Uint8Array(0)
      const first = makeSource(house.env, desk, 'before')
      expect(await view(house, before, first)).toBe(true)
      for (let round = 0; round < 8; round++) {
        await house.round(2_500)
        await witness.look(house)
      }
      expect(arrived(house)).toEqual([first.name])
      house.nodes[role].fuse.arm(1, 'before')
      for (let round = 0; round < 4; round++) await house.round(2_500)
      if (number > FIRST_FREE) house.env.advance(DAY_MS - (house.env.nowMs() % DAY_MS))
      const statement = await untilOpen(house, witness, number)
      expect(house.nodes[role].crashes).toBe(1)
      const second = makeSource(house.env, desk, 'after')
      expect(await view(house, statement, second)).toBe(true)
      for (let round = 0; round < 8; round++) {
        await house.round(2_500)
        await witness.look(house)
      }
      expect(arrived(house)).toEqual([first.name, second.name].toSorted())
      expect(witness.seconds).toBe(0)
    },
  )
})
