/** What a kill looks like to the code that is killed: nothing after it runs. */
export class Crash extends Error {}

/** Whether a kill comes just before a store or peer call takes place, or just after. */
export type CrashSide = 'before' | 'after'

/**
 * Kills one process at its n-th awaited call. Every store and every peer of the process goes
 * through its fuse; a burnt fuse lets nothing through until the process is started again.
 */
export class Fuse {
  #left = Infinity
  #side: CrashSide = 'before'
  #burnt = false
  #points = 0

  /** Calls that went through so far: how many points there are to kill at. */
  get points(): number {
    return this.#points
  }

  get burnt(): boolean {
    return this.#burnt
  }

  arm(point: number, side: CrashSide): void {
    this.#left = point
    this.#side = side
  }

  /** The process is started again; it is not killed a second time. */
  replace(): void {
    this.#burnt = false
    this.#left = Infinity
  }

  async through<T>(call: () => Promise<T>): Promise<T> {
    if (this.#burnt) throw new Crash()
    this.#points += 1
    const isLast = --this.#left === 0
    if (isLast && this.#side === 'before') this.#burn()
    const result = await call()
    if (isLast) this.#burn()
    if (this.#burnt) throw new Crash()
    return result
  }

  #burn(): never {
    this.#burnt = true
    throw new Crash()
  }
}

/** The same object, with each of its methods a point at which the fuse may kill. */
export function fused<T extends object>(fuse: Fuse, inner: T): T {
  return new Proxy(inner, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...given: unknown[]) =>
        fuse.through(async () => (await Reflect.apply(value, target, given)) as unknown)
    },
  })
}
