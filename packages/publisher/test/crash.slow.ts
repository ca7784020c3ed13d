import { type Now, REHEARSAL, toHex, verifyNow } from '@postern/protocol'
import { type BlobStore, MemoryStore, nativeSuite } from '@postern/runtime'
import { describe, expect, it } from 'vitest'
import { World } from './world.ts'

class Crash extends Error {}

/** Stops a process for good at its n-th change of the store: before it takes place, or after. */
class CrashingStore implements BlobStore {
  readonly #inner: BlobStore
  readonly #when: 'before' | 'after'
  #left: number

  constructor(inner: BlobStore, at: number, when: 'before' | 'after') {
    this.#inner = inner
    this.#left = at
    this.#when = when
  }

  get(name: string): Promise<Uint8Array | null> {
    return this.#inner.get(name)
  }
  list(prefix: string): Promise<string[]> {
    return this.#inner.list(prefix)
  }
  put(name: string, bytes: Uint8Array): Promise<void> {
    return this.#change(() => this.#inner.put(name, bytes))
  }
  remove(name: string): Promise<void> {
    return this.#change(() => this.#inner.remove(name))
  }
  move(from: string, to: string): Promise<void> {
    return this.#change(() => this.#inner.move(from, to))
  }

  async #change(make: () => Promise<void>): Promise<void> {
    const isLast = --this.#left === 0
    if (this.#left < 0 || (isLast && this.#when === 'before')) throw new Crash()
    await make()
    if (isLast) throw new Crash()
  }
}

/** What the network saw: each number of each kind has one hash, and no number goes back. */
class Witness {
  readonly #hashes = new Map<string, string>()
  #last: Now | null = null

  async look(world: World): Promise<void> {
    const bytes = await world.get('/now')
    if (bytes === null) return
    const now = verifyNow(nativeSuite, bytes, world.trustList!)
    this.#once('now', now.number, nativeSuite.sha256(bytes))
    if (now.drop !== null) this.#once('drop', now.drop.number, now.drop.hash)
    for (const { number, hash } of now.days) this.#once('day', number, hash)
    for (const { number, hash } of now.statements) this.#once('epoch', number, hash)
    expect(now.number).toBeGreaterThanOrEqual(this.#last?.number ?? 0)
    expect(now.drop?.number ?? 0).toBeGreaterThanOrEqual(this.#last?.drop?.number ?? 0)
    for (const { number } of now.days) expect(await world.get(`/day/${number}`)).not.toBeNull()
    for (const { number } of now.statements)
      expect(await world.get(`/epoch/${number}`)).not.toBeNull()
    this.#last = now
  }

  end(): Now {
    return this.#last!
  }

  #once(kind: string, number: number, hash: Uint8Array): void {
    const known = this.#hashes.get(`${kind} ${number}`)
    this.#hashes.set(`${kind} ${number}`, toHex(hash))
    expect(known ?? toHex(hash), `${kind} ${number}`).toBe(toHex(hash))
  }
}

const DAY_MS = 192 * REHEARSAL.dropIntervalMs

/** Rounds over the first statements, a closed day, a short pause; false when no crash came. */
async function play(at: number, when: 'before' | 'after'): Promise<boolean> {
  const world = new World(`crash ${at}`)
  world.env.advance(DAY_MS - (world.env.nowMs() % DAY_MS) - 3 * REHEARSAL.dropIntervalMs)
  await world.layTrust()
  const disk = world.store
  world.store = new CrashingStore(disk, at, when)
  world.start()
  const witness = new Witness()
  let crashed = false
  for (let round = 0; round < 9; round++) {
    try {
      await world.publisher.tick()
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      crashed = true
      await witness.look(world)
      world.store = disk
      world.start()
    }
    await witness.look(world)
    world.env.advance(round === 5 ? 6 * REHEARSAL.dropIntervalMs : 2_500)
  }
  expect(witness.end().statements.map(({ number }) => number)).toEqual([1, 2, 3])
  expect(witness.end().days.length).toBeGreaterThanOrEqual(1)
  return crashed
}

describe('a publisher that is killed at any change of its disk', () => {
  it.each(['before', 'after'] as const)('goes on where it was: %s', async (when) => {
    let at = 1
    while (await play(at, when)) at++
    expect(at).toBeGreaterThan(20)
  })

  it('is told from one that shows before it has persisted', async () => {
    const world = new World('twin')
    await world.layTrust()
    const disk = world.store
    world.store = new Forgetful(disk)
    world.start()
    const witness = new Witness()
    await world.ticks(4, 2_500)
    await witness.look(world)
    world.start()
    await world.publisher.tick()
    await expect(witness.look(world)).rejects.toThrow()
  })
})

/** The broken twin: `/now` and drops are shown, but nothing of them reaches the disk. */
class Forgetful extends MemoryStore {
  readonly #disk: BlobStore

  constructor(disk: BlobStore) {
    super()
    this.#disk = disk
  }

  override get(name: string): Promise<Uint8Array | null> {
    return this.#disk.get(name)
  }
  override list(prefix: string): Promise<string[]> {
    return this.#disk.list(prefix)
  }
  override async put(name: string, bytes: Uint8Array): Promise<void> {
    if (!/^(now|drop)\//.test(name)) await this.#disk.put(name, bytes)
  }
  override remove(name: string): Promise<void> {
    return this.#disk.remove(name)
  }
}
