import type {
  Case,
  CustodyAct,
  DeskContext,
  ItemTaken,
  ReceivedMessage,
  Request,
} from '@postern/casework'
import { type BagProgress, caseBag, once, sealedBag, type Verifier } from '@postern/evidence'
import { type Env, equalBytes, toHex } from '@postern/protocol'
import type { CaseWork } from './case-work.ts'
import type { DeskClient } from './desk-client.ts'
import type { LogFollower } from './log-follower.ts'
import type { ReadMessage } from './part-reader.ts'

interface EvidenceWorkParts {
  readonly env: Env
  readonly context: DeskContext
  readonly client: DeskClient
  readonly log: LogFollower
  readonly cases: CaseWork
  readonly read: (message: ReceivedMessage) => Promise<ReadMessage>
}

/** What an export needs to be told. */
export interface ExportOrder {
  readonly request: Request
  /** Of age, one or more. */
  readonly recipients: readonly string[]
  readonly verifier: Omit<Verifier, 'authority'>
  readonly say: (progress: BagProgress) => void
}

/** What is done with items of evidence. Each act is queued for the custody log before its effect is shown. */
export class EvidenceWork {
  readonly #parts: EvidenceWorkParts

  constructor(parts: EvidenceWorkParts) {
    this.#parts = parts
  }

  /** Its bytes as they lie in the desk drops; null when its drop is not at hand, or for who may not know its source. */
  async bytesOf(held: Case, item: Uint8Array): Promise<Uint8Array | null> {
    const place = held.registry?.sources.items.get(toHex(item))
    const message = place && this.#parts.log.casebook.message(place.messageId)
    if (place === undefined || !message) return null
    const read = await this.#parts.read(message)
    if (read.kind !== 'read') return null
    return read.message.content.attachments[place.index]?.bytes ?? null
  }

  /** Says in the custody log what was done with an item. */
  note(
    held: Case,
    item: Uint8Array,
    act: CustodyAct,
    detail: string,
    sha256: Uint8Array | null,
  ): void {
    this.#parts.cases.tell(held, 'file', { kind: 'custody', item, act, detail, sha256 })
  }

  /** Hashes an item's bytes anew and says what came of it. Null when they are not at hand. */
  async check(
    held: Case,
    { item, sha256, copy }: ItemTaken,
  ): Promise<'hash-checked' | 'hash-differs' | null> {
    const bytes = await this.bytesOf(held, item)
    if (bytes === null || copy === 'sealed-for-two') return null
    const found = this.#parts.env.suite.sha256(bytes)
    const act = equalBytes(found, sha256) ? 'hash-checked' : 'hash-differs'
    this.note(held, item, act, '', found)
    return act
  }

  /** The case's file as a sealed bag, in a stream. Throws Error when a recipient is none. */
  async export(held: Case, order: ExportOrder): Promise<ReadableStream<Uint8Array>> {
    const { env, context, client, log } = this.#parts
    const { file } = held
    if (file === null) throw new TypeError('who has not the file exports nothing')
    const { reference } = held.fellowship
    const atMs = env.nowMs()
    const leaving = {
      reference,
      content: file.content,
      organisation: context.organisation,
      desk: context.desk,
      compartment: file.fellowship.compartment.id,
      nameOf: (member: string) => log.casebook.members.get(member)?.facts.name ?? '',
      reason: order.request.facts.reason,
      atMs,
      open: async ({ item }: ItemTaken) => {
        const bytes = await this.bytesOf(held, item)
        return bytes && once(bytes)
      },
    }
    const verifier = { ...order.verifier, authority: await client.authority() }
    const files = caseBag(env.suite, leaving, verifier, order.say)
    return await sealedBag(reference.replaceAll(' ', '-'), files, order.recipients, atMs)
  }

  /** The export is made: the approval is used, and each item's custody says where it went. */
  exported(held: Case, { request, recipients }: ExportOrder, sha256: Uint8Array): void {
    const result = `SHA-256 ${toHex(sha256)}`
    this.#parts.cases.tell(held, 'docket', { kind: 'act-done', request: request.id, result })
    const detail = `${result}, ${recipients.join(' ')}`
    for (const { facts } of held.file?.content.items.values() ?? [])
      this.note(held, facts.item, 'exported', detail, facts.sha256)
  }
}
