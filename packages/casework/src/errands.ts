import {
  addReceipt,
  addReply,
  cutReply,
  EMPTY_QUEUE,
  type HandOver,
  type Parameters,
  type ReceiptErrand,
  type Recipient,
  type ReplyQueue,
  type SlotErrand,
} from '@postern/protocol'
import type { Casebook } from './casebook.ts'
import { type Contact, replySeed, type SentReply } from './contact.ts'

/** A receipt, and the message it is for. */
export interface MessageReceipt extends ReceiptErrand {
  /** 16 bytes. */
  readonly messageId: Uint8Array
}

/** All that a desk has to say to its sources, in the order of its log. */
export interface Errands extends ReplyQueue {
  readonly slots: readonly SlotErrand[]
  readonly receipts: readonly MessageReceipt[]
}

/**
 * What trays must carry: every part of every answer that was not read, and a receipt for every
 * whole message, each with what the reader drops have shown of it already. Who was declined hears
 * nothing; letters have nobody who listens. (R6, R7)
 */
export function errandsOf(casebook: Casebook, parameters: Parameters): Errands {
  const listening = [...casebook.contacts.values()].filter(
    ({ standing }) => standing !== 'declined',
  )
  return {
    slots: listening.flatMap((contact) => slotErrands(contact, parameters)),
    receipts: listening.flatMap((contact) => receiptErrands(contact, parameters)),
  }
}

function slotErrands(contact: Contact, parameters: Parameters): SlotErrand[] {
  const seed = replySeed(contact)
  if (seed === null) return []
  const to = recipientOf(contact, seed)
  return contact.replies
    .filter(({ read }) => !read)
    .flatMap((reply) => partsOf(reply, to).map((part) => handedPart(part, reply, parameters)))
}

function partsOf({ facts }: SentReply, to: Recipient): readonly SlotErrand[] {
  return addReply(EMPTY_QUEUE, to, cutReply(facts.replyId, facts.text)).slots
}

function handedPart(errand: SlotErrand, reply: SentReply, parameters: Parameters): SlotErrand {
  const span = reply.carried.get(errand.part.index)
  return { ...errand, handed: span ? handOver(span, parameters) : null }
}

function receiptErrands(contact: Contact, parameters: Parameters): MessageReceipt[] {
  const answered = contact.messages.filter(({ facts }) => facts.messageKind !== 'letter')
  return answered.flatMap(({ facts, receiptNumber, carried }) =>
    addReceipt(EMPTY_QUEUE, recipientOf(contact, facts.seed), receiptNumber).receipts.map(
      (errand) => ({
        ...errand,
        messageId: facts.messageId,
        handed: carried && handOver(carried, parameters),
      }),
    ),
  )
}

function recipientOf({ conversation, standing }: Contact, seed: Uint8Array): Recipient {
  return { conversation, accepted: standing === 'accepted', seed }
}

function handOver(
  span: { readonly first: number; readonly last: number },
  { dropIntervalMs }: Parameters,
): HandOver {
  return { firstMs: span.first * dropIntervalMs, lastMs: span.last * dropIntervalMs }
}
