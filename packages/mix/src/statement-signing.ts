import {
  type Env,
  equalBytes,
  LABELS,
  type MixRole,
  type Parameters,
  PosternError,
  REHEARSAL,
  type SigningKey,
  signPayload,
  STANDARD,
  type Statement,
  verifyStatementDraft,
} from '@postern/protocol'
import type { Log, Peer } from '@postern/runtime'
import type { EpochKeys } from './epoch-keys.ts'
import { getBytes } from './get-bytes.ts'
import type { Marker } from './marker.ts'
import type { MixDocuments } from './mix-documents.ts'
import type { MixState } from './mix-state.ts'

const MOST_DRAFT_BYTES = 65_536
const DAY_MS = 86_400_000
/** Statements are signed two days ahead; more than a week ahead is no plan but a mistake. */
const MOST_AHEAD_MS: number = 8 * DAY_MS
/** The first after a pause begins with the epoch that this moment is in. */
const MOST_BEHIND_MS: number = DAY_MS + 10 * 60_000

interface Parts {
  readonly env: Env
  readonly log: Log
  readonly role: MixRole
  readonly column: Parameters['column']
  readonly identity: SigningKey
  readonly publisher: Peer
  readonly state: MixState
  readonly marker: Marker
  readonly documents: MixDocuments
  readonly keys: EpochKeys
}

/** Signs epoch statements: each number at most once, and only what this mix can stand for. */
export class StatementSigning {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Looks at the drafts of the epochs that a key is held for. PosternError 'draft-refused' when
   * one of them is not to be signed; the others are signed all the same.
   */
  async step(): Promise<void> {
    const current = this.#parts.documents.statementInForce()?.number ?? 0
    let refused = false
    for (const number of await this.#parts.keys.epochs()) {
      if (number > current && !(await this.#signDraft(number))) refused = true
    }
    if (refused) throw new PosternError('draft-refused')
  }

  /** False when there is a draft that is not to be signed. */
  async #signDraft(number: number): Promise<boolean> {
    const { state, publisher, log } = this.#parts
    if ((await state.signature(number)) !== null) return true
    const payload = await getBytes(publisher, `/draft/${number}`, MOST_DRAFT_BYTES)
    if (payload === null) return true
    const draft = this.#verified(payload)
    if (draft === null || !(await this.#mayBeSigned(number, draft))) {
      log.count('statement-refused')
      return false
    }
    await this.#sign(draft, payload)
    return true
  }

  /**
   * Kept before it can be asked for: whoever gets a signature finds the same one after a crash.
   * The marker is raised in between, so that a state without it is known to be too old.
   */
  async #sign(draft: Statement, payload: Uint8Array): Promise<void> {
    const { state, marker, identity, log } = this.#parts
    const { number, hash: payloadHash } = draft
    const { signature } = signPayload(identity, LABELS.statement, payload)
    await state.keepSignature({ number, payloadHash, signature })
    await marker.raise({ batch: 0, signed: number })
    log.count('statement-signed')
  }

  /** Desk keys are signed by their desks, of a generation that the trust list allows (B1). */
  #verified(payload: Uint8Array): Statement | null {
    const { env, documents } = this.#parts
    try {
      return documents.trust && verifyStatementDraft(env.suite, payload, documents.trust)
    } catch (error) {
      if (error instanceof PosternError) return null
      throw error
    }
  }

  /**
   * The other mix's key needs no look: without that mix's own signature the statement is none.
   */
  async #mayBeSigned(number: number, draft: Statement): Promise<boolean> {
    const { role, keys } = this.#parts
    const own = await keys.publicKey(number)
    const named = draft.mixKeys[role === 'mix-1' ? 0 : 1]
    return (
      draft.number === number &&
      own !== null &&
      equalBytes(own, named) &&
      !equalBytes(...draft.mixKeys) &&
      this.#isOfColumn(draft.parameters) &&
      this.#beginsSanely(draft)
    )
  }

  /** Noise, intervals and bounds are the column's own; the stamp alone may be raised (S3). */
  #isOfColumn(parameters: Parameters): boolean {
    const own = this.#parts.column === 'standard' ? STANDARD : REHEARSAL
    const raised = { ...own, stampBits: Math.max(own.stampBits, parameters.stampBits) }
    return JSON.stringify(sorted(raised)) === JSON.stringify(sorted(parameters))
  }

  /** A successor may start before those that were signed ahead of it, not before the one in force. */
  #beginsSanely({ fromMs }: Statement): boolean {
    const { env, documents } = this.#parts
    const current = documents.statementInForce()
    if (current !== null && fromMs <= current.fromMs) return false
    return fromMs >= env.nowMs() - MOST_BEHIND_MS && fromMs <= env.nowMs() + MOST_AHEAD_MS
  }
}

function sorted(parameters: Parameters): [string, unknown][] {
  return Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1))
}
