import type { DeskContext, PartTaken, ReceivedMessage } from '@postern/casework'
import type { Suite, TrustList } from '@postern/protocol'
import type { DeskDocuments } from './desk-documents.ts'
import type { DropMirror } from './drop-mirror.ts'
import { type ReadMessage, readParts } from './part-reader.ts'

interface MessageReaderParts {
  readonly suite: Suite
  readonly context: DeskContext
  readonly documents: DeskDocuments
  readonly mirror: DropMirror
}

/** Messages as they lie in the desk drops that this member has at hand. */
export class MessageReader {
  readonly #parts: MessageReaderParts

  constructor(parts: MessageReaderParts) {
    this.#parts = parts
  }

  /**
   * The message as it lies in the desk drops, files and all; `broken` also when the log gives its
   * author other words than those he signed.
   */
  async read(message: ReceivedMessage): Promise<ReadMessage> {
    const { conversation, messageId, parts, text } = message.facts
    const { trust } = this.#parts.documents
    const taken = parts.map((place, index): PartTaken => ({
      kind: 'part-taken',
      ...place,
      conversation,
      messageId,
      index,
      count: parts.length,
    }))
    if (trust === null) return { kind: 'absent' }
    const read = await this.gather(trust, taken)
    const isOther = read.kind === 'read' && text !== null && text !== read.message.content.text
    return isOther ? { kind: 'broken' } : read
  }

  /** One message out of its parts. */
  async gather(trust: TrustList, parts: readonly PartTaken[]): Promise<ReadMessage> {
    const { suite, context, mirror, documents } = this.#parts
    const maxInflatedBytes = documents.statement?.parameters.maxInflatedBytes ?? 4_194_304
    const reading = { suite, context, mirror, trust, maxInflatedBytes }
    return await readParts(reading, parts)
  }
}
