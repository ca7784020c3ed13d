import {
  cutMessage,
  encodeMessage,
  type Env,
  inForce,
  makeCell,
  type Now,
  type OutboxPart,
  randomCell,
  type SigningKey,
  type Statement,
  toHex,
  type TrustList,
  unverifiedClaim,
  verifyNow,
  verifyStatement,
  verifyTrustList,
} from '@postern/protocol'
import { systemEnv } from '@postern/runtime'
import type { Place } from './place.ts'

/** A message cut into parts, known at the desk by its conversation key. */
export interface Letter {
  /** Hex. */
  readonly conversation: string
  readonly text: string
  readonly parts: readonly OutboxPart[]
}

/** Whose keys a letter is written with. */
export interface Author {
  readonly signing: SigningKey
  /** 32 bytes: under which answers come. */
  readonly seed: Uint8Array
}

export interface Attached {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The public documents as a reader's page takes them: everything verified from the root. */
export interface Documents {
  readonly trust: TrustList
  readonly now: Now
  readonly statement: Statement
}

/** A reader, or a source, over real HTTP, in the protocol's own code. */
export class Visitor {
  readonly env: Env
  readonly #place: Place

  constructor(place: Place, offsetMs: number = 0) {
    this.env = systemEnv({ offsetMs })
    this.#place = place
  }

  async documents(): Promise<Documents> {
    const { suite } = this.env
    const nowBytes = await this.get('/now')
    const claim = unverifiedClaim(nowBytes)
    if (claim === null) throw new Error('/now cannot be read')
    const trustBytes = await this.get(`/trust/${claim.trust}`)
    const trust = verifyTrustList(suite, trustBytes, this.#place.root, claim.timeMs)
    const now = verifyNow(suite, nowBytes, trust)
    const number = inForce(now.statements, now.timeMs)?.number
    const statement = verifyStatement(suite, await this.get(`/epoch/${number}`), trust)
    return { trust, now, statement }
  }

  async get(path: string): Promise<Uint8Array> {
    const response = await fetch(this.#place.front + path)
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  }

  cover(statement: Statement): Uint8Array {
    return makeCell(this.env, statement, null)
  }

  random(): Uint8Array {
    return randomCell(this.env)
  }

  /** A cell with one part of a letter, the first unless told. */
  real(statement: Statement, { parts }: Letter, index: number = 0): Uint8Array {
    return makeCell(this.env, statement, parts[index] ?? null)
  }

  /** To the statement's first desk; from somebody new unless told. */
  letter(
    { desks }: Statement,
    text: string,
    attached: readonly Attached[] = [],
    { signing, seed }: Author = this.#somebody(),
  ): Letter {
    const { suite } = this.env
    const attachments = attached.map(({ name, bytes }) => ({
      name,
      mediaType: 'text/plain',
      bytes,
      sha256: suite.sha256(bytes),
      kind: 'original' as const,
    }))
    const content = { text, attachments, exclusions: [], answers: new Uint8Array(0), read: [] }
    const message = encodeMessage(suite, { type: 1, seed, content })
    const [desk] = desks
    if (desk === undefined) throw new TypeError('a statement has a desk')
    const to = { deskId: desk.id, signing }
    const parts = cutMessage(suite, message).map((part) => ({ ...to, part }))
    return { conversation: toHex(signing.publicKey), text, parts }
  }

  #somebody(): Author {
    return { signing: this.env.suite.signingKey(this.env.random(32)), seed: this.env.random(32) }
  }

  /** The status of the answer; null when there was none. */
  async post(cell: Uint8Array, headers: Record<string, string> = {}): Promise<number | null> {
    const body = new Uint8Array(cell)
    const init = { method: 'POST', body, headers, signal: AbortSignal.timeout(10_000) }
    const response = await fetch(`${this.#place.front}/cell`, init).catch(() => null)
    await response?.arrayBuffer().catch(() => undefined)
    return response?.status ?? null
  }
}
