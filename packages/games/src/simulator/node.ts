import { PosternError } from '@postern/protocol'
import type { Peer } from '@postern/runtime'
import { Crash, Fuse } from './fuse.ts'

/** What every shell's factory gives. */
export interface Shell {
  handle(request: Request, peer?: string): Promise<Response>
  tick(): Promise<void>
}

/**
 * One process on one machine: its shell lives until it is killed, its stores (held by `boot`)
 * outlive it. Dead, it is unreachable; `tick` starts it again.
 */
export class Node<S extends Shell> {
  readonly fuse: Fuse = new Fuse()
  readonly #boot: (fuse: Fuse) => Promise<S>
  readonly #onCrash: () => void
  #shell: S | null = null
  #crashes = 0

  constructor(boot: (fuse: Fuse) => Promise<S>, onCrash: () => void) {
    this.#boot = boot
    this.#onCrash = onCrash
  }

  get crashes(): number {
    return this.#crashes
  }

  /** The running shell, or null while the process is dead. */
  get shell(): S | null {
    return this.#shell
  }

  /** The supervisor's turn and then the schedule's. */
  async tick(): Promise<void> {
    await this.alive(async () => {
      this.#shell ??= await this.#start()
      await this.#shell.tick()
    })
  }

  /** This process as another one sees it. */
  peer(caller: string): Peer {
    return { fetch: async (request) => await this.request(request, caller) }
  }

  /** PosternError 'peer-unreachable' when the process is dead or is killed while it answers. */
  async request(request: Request, caller?: string): Promise<Response> {
    const shell = this.#shell
    const answer = await this.alive(async () => await shell?.handle(request, caller))
    if (answer === undefined) throw new PosternError('peer-unreachable')
    return answer
  }

  /** Runs something of this process; undefined when it was killed meanwhile. */
  async alive<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Crash) || !this.fuse.burnt) throw error
      this.#shell = null
      this.#crashes += 1
      this.#onCrash()
      return undefined
    }
  }

  async #start(): Promise<S> {
    this.fuse.replace()
    return await this.#boot(this.fuse)
  }
}
