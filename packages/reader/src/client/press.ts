import type { Argon2id, Attachment, FoundPart, FragmentPart } from '@postern/protocol'

/** What a person's acts cost in time; done in a worker of its own, so that no page view waits. */
export interface Press {
  /** RFC 9106, the password and salt as bytes. */
  argon2id(...given: Parameters<Argon2id>): Promise<Uint8Array>
  /** Encodes, deflates and cuts once (S4). PosternError 'message-too-large' above 32 parts. */
  pack(seed: Uint8Array, draft: Draft): Promise<FragmentPart[]>
  /** The slots of a drop or day file that open under the seed. (R5) */
  searchSlots(seed: Uint8Array, file: Uint8Array): Promise<FoundPart[]>
  /** Which messages the desk has whole, by the receipts of a recent drop. (R6) */
  searchReceipts(search: ReceiptSearch): Promise<number[]>
}

interface ReceiptSearch {
  readonly seed: Uint8Array
  /** A whole recent drop. */
  readonly drop: Uint8Array
  readonly numbers: readonly number[]
  readonly repeats: readonly number[]
}

/** What stands in the composer when "send" is pressed. */
export interface Draft {
  readonly text: string
  readonly attachments: readonly Attachment[]
  /** Newest reply ids that were read, 8 bytes each. */
  readonly read: readonly Uint8Array[]
}
