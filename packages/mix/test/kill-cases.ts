import {
  equalBytes,
  ITEM_BYTES,
  openBatch,
  REHEARSAL,
  type Statement,
  toHex,
} from '@postern/protocol'
import { describe, expect, it } from 'vitest'
import { createMix, type Mix } from '../src/mix.ts'
import { Crash, Fuse, fused } from './fuse.ts'
import { bytesOf, get, House, lastOf, memoryStores, partsOf, peerOf, type Stores } from './house.ts'
import { swiftSuite } from './swift-suite.ts'

const NEVER = Number.MAX_SAFE_INTEGER

/** Two mixes that can be killed, and everything that anybody ever saw of them. */
class Ward {
  readonly house: House
  readonly #stores: readonly [Stores, Stores] = [memoryStores(), memoryStores()]
  /** Hashes of all bytes shown under a name. */
  readonly shown = new Map<string, Set<string>>()
  #mixes: readonly Mix[] = []

  constructor(seed: string) {
    this.house = new House(seed, swiftSuite)
  }

  get mixes(): readonly Mix[] {
    return this.#mixes
  }

  async start(fuse: Fuse): Promise<void> {
    const { house } = this
    const [first, second] = this.#stores.map((stores) => fusedStores(stores, fuse))
    if (first === undefined || second === undefined) throw new TypeError('two mixes')
    const mix1 = await createMix(fusedParts(house, 'mix-1', house.front, first, fuse))
    this.#mixes = [mix1]
    const mix2 = await createMix(fusedParts(house, 'mix-2', peerOf(mix1, 'mix-2'), second, fuse))
    this.#mixes = [mix1, mix2]
  }

  /** Does it, and once more after a start when it was killed in the middle. */
  async survive(fuse: Fuse, work: () => Promise<void>): Promise<void> {
    try {
      await this.start(fuse)
      await work()
    } catch (error) {
      if (!(error instanceof Crash)) throw error
    }
    await this.start(new Fuse(NEVER))
    await this.look()
  }

  async tick(): Promise<void> {
    for (const mix of this.#mixes) {
      await mix.tick()
      await this.look()
    }
  }

  /** What any peer could have seen by now. */
  async look(): Promise<void> {
    for (const [at, mix] of this.#mixes.entries()) {
      const last = await lastOf(mix)
      for (let n = 1; n <= last; n++) await this.#note(mix, at, `/batch/${n}`)
      for (let n = 1; n <= 4; n++) await this.#note(mix, at, `/signature/${n}`)
    }
  }

  async #note(mix: Mix, at: number, path: string): Promise<void> {
    const response = await get(mix, path)
    if (response.status !== 200) return
    const bytes = new Uint8Array(await response.arrayBuffer())
    const name = `${at}${path}`
    const seen = this.shown.get(name) ?? new Set()
    this.shown.set(name, seen.add(toHex(swiftSuite.sha256(bytes))))
  }

  /** Every mark that reached the desk, ascending, and whether headers chain without a gap. */
  async delivered(statement: Statement): Promise<{ marks: number[]; chained: boolean }> {
    const [, mix2] = this.#mixes
    if (mix2 === undefined) throw new TypeError('no mix 2')
    const marks: number[] = []
    let previous: Uint8Array = new Uint8Array(32)
    let chained = true
    const last = await lastOf(mix2)
    for (let n = 1; n <= last; n++) {
      const bytes = await bytesOf(mix2, `/batch/${n}`)
      const key = this.house.mixes[1].publicKey
      const batch = openBatch(swiftSuite, bytes, key, ITEM_BYTES['mix-2'])
      chained &&= equalBytes(batch.header.previous, previous)
      previous = batch.headerHash
      marks.push(...this.house.marksIn(batch.items, statement))
    }
    return { marks: marks.sort((a, b) => a - b), chained }
  }
}

function fusedStores(stores: Stores, fuse: Fuse): Stores {
  return {
    state: fused(stores.state, fuse),
    marker: fused(stores.marker, fuse),
    keys: fused(stores.keys, fuse),
    batches: fused(stores.batches, fuse),
    documents: fused(stores.documents, fuse),
  }
}

function fusedParts(
  ...[house, role, upstream, stores, fuse]: [...Parameters<typeof partsOf>, Fuse]
) {
  const parts = partsOf(house, role, upstream, stores)
  const { opener, publisher } = parts
  return {
    ...parts,
    upstream: fused(upstream, fuse),
    publisher: fused(publisher, fuse),
    opener: fused(opener, fuse),
  }
}

/** One firing of both mixes under a fuse, then two without; gives how many points there were. */
async function killInFiring(
  killAt: number,
): Promise<{ ward: Ward; points: number; marks: number[]; chained: boolean }> {
  const ward = new Ward('kill in a firing')
  const { house } = ward
  await ward.start(new Fuse(NEVER))
  const statement = await house.begin(ward.mixes)
  for (const mark of [1, 2, 3, 4]) house.post(statement, mark)
  const fuse = new Fuse(killAt)
  house.env.advance(REHEARSAL.mixIntervalMs)
  await ward.survive(fuse, () => ward.tick())
  await ward.tick()
  for (const mark of [5, 6]) house.post(statement, mark)
  house.env.advance(REHEARSAL.mixIntervalMs)
  await ward.tick()
  return { ward, points: fuse.passed, ...(await ward.delivered(statement)) }
}

/** Keys, signatures and the first batch under a fuse. */
async function killInBeginning(
  killAt: number,
): Promise<{ ward: Ward; points: number; marks: number[] }> {
  const ward = new Ward('kill in the beginning')
  const { house } = ward
  const fuse = new Fuse(killAt)
  await ward.survive(fuse, () => ward.tick())
  await ward.tick()
  await house.draft(ward.mixes, 1)
  const left = new Fuse(Math.max(0, killAt - fuse.passed))
  await ward.survive(left, () => ward.tick())
  await ward.tick()
  const statement = await house.publish(ward.mixes, 1)
  await ward.tick()
  house.post(statement, 1)
  house.env.advance(REHEARSAL.mixIntervalMs)
  await ward.tick()
  const { marks } = await ward.delivered(statement)
  return { ward, points: fuse.passed + left.passed, marks }
}

const shownOnce = (ward: Ward): boolean => [...ward.shown.values()].every(({ size }) => size === 1)

/**
 * Kills two mixes at every await (or every so many), and asks what arrived and what was shown.
 * A few seconds of work for each hundred points.
 */
export function killCases(every: number): void {
  describe('a mix that is killed', () => {
    it('in a firing loses nothing, doubles nothing, and shows one output a number', async () => {
      const { points } = await killInFiring(NEVER)
      expect(points).toBeGreaterThan(60)
      for (let killAt = 0; killAt <= points; killAt += every) {
        const { ward, marks, chained } = await killInFiring(killAt)
        const outcome = { killAt, marks, chained, once: shownOnce(ward) }
        expect(outcome).toEqual({ killAt, marks: [1, 2, 3, 4, 5, 6], chained: true, once: true })
      }
    }, 240_000)

    it('in an epoch’s beginning signs one statement and keeps one key', async () => {
      const { points } = await killInBeginning(NEVER)
      expect(points).toBeGreaterThan(30)
      for (let killAt = 0; killAt <= points; killAt += every) {
        const { ward, marks } = await killInBeginning(killAt)
        expect({ killAt, marks, once: shownOnce(ward) }).toEqual({ killAt, marks: [1], once: true })
      }
    }, 240_000)
  })
}
