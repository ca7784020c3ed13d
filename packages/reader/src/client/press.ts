import {
  type AboutKind,
  type Argon2id,
  type Attachment,
  type Content,
  type FoundPart,
  type FragmentPart,
  fromHex,
} from '@postern/protocol'

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

/** What is looked for in one drop. */
export interface ReceiptSearch {
  readonly seed: Uint8Array
  /** A whole recent drop. */
  readonly drop: Uint8Array
  readonly numbers: readonly number[]
  readonly repeats: readonly number[]
}

/** What stands in the composer when "send" is pressed. */
export interface Draft extends Besides {
  readonly text: string
  readonly attachments: readonly Attachment[]
  /** Newest reply ids that were read, 8 bytes each. */
  readonly read: readonly Uint8Array[]
}

/** What a message says besides its text and files. */
export interface Besides {
  /** Names of people who are not to read it. */
  readonly exclusions: readonly string[]
  /** The earlier message that it takes back or corrects; null for one that stands for itself. */
  readonly about: AboutEarlier | null
}

/** The draft as it travels. (S6) */
export function contentOf({ about, ...draft }: Draft): Content {
  const earlier = about && { about: { kind: about.kind, messageId: fromHex(about.id) } }
  return { ...draft, answers: new Uint8Array(0), ...earlier }
}

export interface AboutEarlier {
  readonly kind: AboutKind
  /** Lower-case hex. */
  readonly id: string
}
