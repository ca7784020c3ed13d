import { type Env, type Parameters, REHEARSAL, STANDARD, toHex } from '@postern/protocol'
import { DeskClient, type Send } from './desk-client.ts'
import { DeskDocuments } from './desk-documents.ts'
import { DeskRoom } from './desk-room.ts'
import type { DropCache } from './drop-cache.ts'
import { type LogCache, MemoryLogCache } from './log-cache.ts'
import { DropMirror } from './drop-mirror.ts'
import type { Breathe } from './intake.ts'
import { type Keyring, keyringId } from './keyring.ts'
import { memberKeys } from './member-keys.ts'
import { NewsroomClient } from './newsroom-client.ts'
import type { RecoveryRequest } from './recovery.ts'
import type { RecoveryState } from './recovery-work.ts'
import { StoryClient } from './story-client.ts'

export interface DeskMemberParts {
  readonly env: Env
  /** Where the desk server is: `https://host`, no path. */
  readonly origin: string
  readonly send: Send
  readonly cache: DropCache
  /** The sealed log of each desk; by default in memory. */
  readonly logCache?: (desk: Uint8Array) => LogCache
  readonly keyring: Keyring
  readonly breathe?: Breathe
}

/**
 * A member of one or more desks at work, in a browser or as an agent. All that it asks of the desk
 * server it asks at its tick: one bundle to each desk, the drops in their order, the trays by the
 * clock. What a person does waits in memory for the next tick and changes none of it. (D1, R3)
 */
export class DeskMember {
  readonly #parts: DeskMemberParts
  readonly #documents: DeskDocuments
  readonly #mirror: DropMirror
  readonly #client: DeskClient
  readonly rooms: readonly DeskRoom[]
  readonly newsroom: NewsroomClient
  readonly stories: StoryClient

  constructor(parts: DeskMemberParts) {
    const { env, origin, send, keyring } = parts
    const keys = memberKeys(env.suite, keyring.memberSeed)
    const client = new DeskClient(origin, send, keyring.organisation, keys.signing)
    const documents = new DeskDocuments(env, client, keyring.root)
    const mirror = new DropMirror(env.suite, client, parts.cache)
    const clock: Env = { ...env, nowMs: () => documents.timeMs() }
    const breathe = parts.breathe ?? noBreath
    const logCache = parts.logCache ?? ((): LogCache => new MemoryLogCache())
    this.#parts = parts
    this.#client = client
    this.#documents = documents
    this.#mirror = mirror
    this.newsroom = new NewsroomClient(env, client)
    this.stories = new StoryClient(env, client)
    this.rooms = keyring.desks.map((secrets) => {
      const cache = logCache(secrets.desk)
      return new DeskRoom({
        env: clock,
        client,
        documents,
        mirror,
        keyring,
        keys,
        secrets,
        cache,
        breathe,
      })
    })
  }

  get documents(): DeskDocuments {
    return this.#documents
  }

  get parameters(): Parameters {
    const column = this.#parts.keyring.column === 'standard' ? STANDARD : REHEARSAL
    return this.#documents.statement?.parameters ?? column
  }

  /** The keyring as it is now: what is to be forgotten is gone from it. */
  get keyring(): Keyring {
    return { ...this.#parts.keyring, desks: this.rooms.map(({ secrets }) => secrets) }
  }

  /** Hex; the desk server knows this member's keyring by it. */
  get keyringId(): string {
    return keyringId(this.#parts.env.suite, this.#parts.keyring.name)
  }

  /** Drops that are still to be fetched before all is at hand. */
  get dropsMissing(): number {
    return this.#mirror.missing(this.parameters)
  }

  /** Typed here and not yet in a desk's log. */
  get pending(): number {
    return this.rooms.reduce((sum, { log }) => sum + log.pending, 0)
  }

  room(desk: Uint8Array): DeskRoom | null {
    return this.rooms.find((room) => toHex(room.desk) === toHex(desk)) ?? null
  }

  /**
   * One tick of the clock (`deskTickMs`). Throws PosternError 'desk-unreachable' or 'desk-refused';
   * what waits goes on waiting, and the next tick begins anew.
   */
  async tick(): Promise<void> {
    await this.#documents.step()
    for (const { log } of this.rooms) await log.sync()
    const untaken = new Set(this.rooms.flatMap((room) => room.untaken()))
    await this.#mirror.step(
      this.parameters,
      [...untaken].toSorted((a, b) => a - b),
    )
    for (const room of this.rooms) await room.prepare(this.parameters)
    await this.#recoveryRoom?.recovery.prepare()
    for (const room of this.rooms) await room.send()
  }

  /** What opens the keyring's lock for colleagues; null until each of them has his share. */
  async recoverySecret(): Promise<Uint8Array | null> {
    return (await this.#recoveryRoom?.recovery.secret()) ?? null
  }

  /** The first desk with colleagues enough: there is one lock, so there is one set of shares. */
  get #recoveryRoom(): DeskRoom | undefined {
    if (this.#parts.keyring.role === 'agent') return undefined
    return this.rooms.find(({ log, recovery }) => log.caughtUp && recovery.state !== null)
  }

  /** What members ask who can open their keyrings no more. Throws what the client throws. */
  async recoveries(): Promise<RecoveryRequest[]> {
    return await this.#client.recoveries()
  }

  get recovery(): RecoveryState | null {
    return this.#recoveryRoom?.recovery.state ?? null
  }

  /** Replaces the keyring that the desk server keeps, sealed by who has the passphrase. */
  async putKeyring(sealed: Uint8Array): Promise<void> {
    await this.#client.putKeyring(sealed)
  }
}

async function noBreath(): Promise<void> {
  return
}
