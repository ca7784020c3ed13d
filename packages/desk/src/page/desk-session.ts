import { type Env, equalBytes, letterDesk, PosternError } from '@postern/protocol'
import { DeskMember } from '../member/desk-member.ts'
import type { DeskRoom } from '../member/desk-room.ts'
import { type DropCache, MemoryDropCache } from '../member/drop-cache.ts'
import type { LogCache } from '../member/log-cache.ts'
import type { Unlocked } from './entry/open-keyring.ts'
import type { WaysIn } from './entry/ways-in.ts'

/** While a tick reads a long log, what it has read so far is shown. */
const SHOWN_EVERY_MS = 500

/** Why the last tick failed; null when it did not. */
export type SessionTrouble = 'unreachable' | 'refused' | 'unverified' | null

/** An unlocked member at his desks: ticks by the clock and tells when something changed. */
export class DeskSession {
  readonly member: DeskMember
  readonly #env: Env
  /** How this member's keyring can be opened. */
  readonly ways: WaysIn
  /** The statement under which the keyring was last put back. */
  #keptUnder: number | null = null
  #trouble: SessionTrouble = null
  #onTick: () => void = () => undefined

  constructor(
    env: Env,
    unlocked: Unlocked,
    cache: DropCache | null,
    logCache: ((desk: Uint8Array) => LogCache) | null,
  ) {
    this.#env = env
    this.ways = unlocked.ways
    this.member = new DeskMember({
      env,
      origin: location.origin,
      send: async (request) => await fetch(request, { cache: 'no-store' }),
      cache: cache ?? new MemoryDropCache(),
      ...(logCache !== null && { logCache }),
      keyring: unlocked.keyring,
      breathe: async () => await new Promise((resolve) => setTimeout(resolve, 0)),
    })
  }

  get env(): Env {
    return this.#env
  }

  get trouble(): SessionTrouble {
    return this.#trouble ?? (this.member.documents.trouble === null ? null : 'unverified')
  }

  /** The desks that sources write to; the moderators' one is the newsroom's. */
  get rooms(): readonly DeskRoom[] {
    const { documents, rooms } = this.member
    const letters = letterDesk(documents.statement?.desks ?? [])
    return rooms.filter(({ desk }) => letters === null || !equalBytes(desk, letters.id))
  }

  /** Begins to tick, at once and then at each multiple of the tick. */
  start(onTick: () => void): void {
    this.#onTick = onTick
    void this.#run()
  }

  async #run(): Promise<void> {
    for (;;) {
      await this.#tick()
      this.#onTick()
      const { deskTickMs } = this.member.parameters
      const waitMs = deskTickMs - (this.#env.nowMs() % deskTickMs)
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }

  async #tick(): Promise<void> {
    const shown = setInterval(() => this.#onTick(), SHOWN_EVERY_MS)
    try {
      await this.member.tick()
      this.#trouble = null
      await this.#keepKeyring()
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      this.#trouble = error.code === 'desk-refused' ? 'refused' : 'unreachable'
    } finally {
      clearInterval(shown)
    }
  }

  /**
   * What was forgotten leaves the sealed keyring too (M9). It is put back once a statement, whether or
   * not it changed: the server must not see in it that a handler disposed of something. (D1) Beside
   * that it is put back when a way in has changed.
   */
  async #keepKeyring(): Promise<void> {
    const under = this.member.documents.statement?.number ?? null
    const secret = await this.member.recoverySecret()
    const isOther = secret !== null && this.ways.lockForColleagues(secret)
    if (!isOther && (under === null || under === this.#keptUnder)) return
    await this.keepWays()
    this.#keptUnder = under
  }

  /** After a way in has changed. Throws PosternError 'desk-unreachable': then it counts here alone. */
  async keepWays(): Promise<void> {
    await this.member.putKeyring(this.ways.seal(this.member.keyring))
  }
}
