/** What a killed process throws from inside: no code catches it. */
export class Crash extends Error {
  constructor() {
    super('crash')
  }
}

/** Counts the awaits of one incarnation of a process, and kills it at the chosen one. */
export class Fuse {
  #left: number
  #passed = 0
  #blown = false

  constructor(killAt: number) {
    this.#left = killAt
  }

  /** How many points were passed. */
  get passed(): number {
    return this.#passed
  }

  get isBlown(): boolean {
    return this.#blown
  }

  /** Throws at the chosen point and ever after: a dead process does nothing more. */
  pass(): void {
    if (this.#left <= 0) this.#blown = true
    if (this.#blown) throw new Crash()
    this.#left--
    this.#passed++
  }
}

/**
 * The same store or peer; the process can die when a call has had its effect and before anybody
 * learns of it. Dying before a call leaves what dying after the one before it leaves.
 */
export function fused<T extends object>(target: T, fuse: Fuse): T {
  return new Proxy(target, {
    get: (_, name) => {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return async (...given: unknown[]): Promise<unknown> => {
        if (fuse.isBlown) throw new Crash()
        const result: unknown = await Reflect.apply(member, target, given)
        fuse.pass()
        return result
      }
    },
  })
}
