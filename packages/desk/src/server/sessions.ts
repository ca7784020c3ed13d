import { equalBytes, type Env, fromHex, LABELS, prf, toHex, Writer } from '@postern/protocol'
import { sessionMessage } from '../member/session-message.ts'
import type { Membership } from './membership.ts'

/** Who is behind a token: a member's key, and the desks that know it. */
export interface Session {
  readonly member: string
  /** Ids of desks, hex. */
  readonly desks: ReadonlySet<string>
  readonly expiresMs: number
}

const NONCE_LIFE_MS = 60_000
const SESSION_MS: number = 60 * 60_000
/** A session more ends the oldest: 64 members with a few devices each on eight desks. */
const MOST_SESSIONS = 2_048
const MOST_NONCES = 4_096

/**
 * Sessions by a signature over a nonce, in memory alone. A nonce proves its own age, so that asking
 * for many costs nothing, and serves once.
 */
export class Sessions {
  readonly #env: Env
  readonly #organisation: Uint8Array
  readonly #membership: Membership
  readonly #secret: Uint8Array
  readonly #sessions = new Map<string, Session>()
  readonly #used = new Set<string>()

  constructor(env: Env, organisation: Uint8Array, membership: Membership) {
    this.#env = env
    this.#organisation = organisation
    this.#membership = membership
    this.#secret = env.random(32)
  }

  /** 32 bytes: time 8 ‖ random 8 ‖ mark 16. */
  challenge(): Uint8Array {
    const head = new Writer().u64(this.#env.nowMs()).bytes(this.#env.random(8)).finish()
    return new Writer().bytes(head).bytes(this.#mark(head)).finish()
  }

  /** The token, or null whatever was wrong. */
  async begin(
    member: Uint8Array,
    nonce: Uint8Array,
    signature: Uint8Array,
  ): Promise<string | null> {
    const desks = await this.#membership.desksOf(toHex(member))
    const message = sessionMessage(this.#organisation, nonce)
    const signed = this.#env.suite.verify(member, message, signature)
    if (!signed || desks.size === 0 || !this.#useNonce(nonce)) return null
    const token = toHex(this.#env.random(32))
    const expiresMs = this.#env.nowMs() + SESSION_MS
    this.#sessions.set(this.#name(token), { member: toHex(member), desks, expiresMs })
    dropOldest(this.#sessions, MOST_SESSIONS)
    return token
  }

  /** Of a member who was put out; on his other desks he signs himself in again. */
  end(member: string): void {
    for (const [name, session] of this.#sessions)
      if (session.member === member) this.#sessions.delete(name)
  }

  /** The session of an `Authorization` header; null when there is none or it is over. */
  of(header: string | null): Session | null {
    const token = /^Bearer ([0-9a-f]{64})$/.exec(header ?? '')?.[1]
    const session = token === undefined ? undefined : this.#sessions.get(this.#name(token))
    if (session === undefined || session.expiresMs <= this.#env.nowMs()) return null
    return session
  }

  #useNonce(nonce: Uint8Array): boolean {
    if (nonce.length !== 32) return false
    const head = nonce.subarray(0, 16)
    if (!equalBytes(nonce.subarray(16), this.#mark(head))) return false
    const madeMs = Number(new DataView(head.buffer, head.byteOffset).getBigUint64(0))
    if (this.#env.nowMs() - madeMs > NONCE_LIFE_MS || this.#used.has(toHex(nonce))) return false
    this.#used.add(toHex(nonce))
    const oldest = this.#used.keys().next()
    if (this.#used.size > MOST_NONCES && !oldest.done) this.#used.delete(oldest.value)
    return true
  }

  #mark(head: Uint8Array): Uint8Array {
    return prf(this.#env.suite, this.#secret, LABELS.sessionNonce, head).subarray(0, 16)
  }

  /** Tokens themselves are not kept. */
  #name(token: string): string {
    return toHex(prf(this.#env.suite, this.#secret, LABELS.sessionToken, fromHex(token)))
  }
}

function dropOldest(sessions: Map<string, Session>, most: number): void {
  const oldest = sessions.keys().next()
  if (sessions.size > most && !oldest.done) sessions.delete(oldest.value)
}
