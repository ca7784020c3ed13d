import { equalBytes, toHex } from '@postern/protocol'
import type { Carried } from './carried-event.ts'
import {
  type Contact,
  emptyContact,
  type PartialMessage,
  type SentReply,
  widened,
} from './contact.ts'
import type { ContactDeclined, Note, Reply, ReplyRead } from './contact-event.ts'
import type { UnknownEvent } from './event-body.ts'
import type { DeskKeyBegan, DropTaken, MessageAssembled, PartTaken } from './intake-event.ts'
import type { LoggedEvent } from './log-reader.ts'
import type { MemberJoined } from './member-event.ts'

export interface Member {
  readonly key: Uint8Array
  readonly facts: MemberJoined
}

/** An event of a kind that this version does not know. */
export interface KeptUnknown {
  readonly facts: UnknownEvent
  readonly author: Uint8Array
  readonly position: number
}

/** Claims older than so many others are over long ago. */
const CLAIMS_KEPT = 256

/**
 * The state of a desk: a fold over its events in the log's order. No clock, no chance, no I/O. Any
 * prefix of the events folds, and an event that comes twice changes nothing.
 */
export class Casebook {
  readonly members: Map<string, Member> = new Map()
  /** By the statement's number: the first word about each counts. */
  readonly deskKeys: Map<number, DeskKeyBegan> = new Map()
  /** By batch number: how many envelopes it held. */
  readonly drops: Map<number, number> = new Map()
  /** By conversation key in hex, in the order of their first part. */
  readonly contacts: Map<string, Contact> = new Map()
  /** By message id in hex: the parts of messages that are all there and not yet one message. */
  readonly assemblable: Map<string, readonly PartTaken[]> = new Map()
  /** By interval: the id of the act that claimed it first; the newest intervals only. */
  readonly trayClaims: Map<number, Uint8Array> = new Map()
  readonly unknown: KeptUnknown[] = []
  readonly #seen = new Set<string>()
  readonly #messages = new Map<string, Contact['messages'][number]>()
  readonly #replies = new Map<string, SentReply>()
  readonly #perSeed = new Map<string, number>()

  apply(logged: LoggedEvent): void {
    const { id, author, body } = logged.event
    const act = toHex(author) + toHex(id)
    if (this.#seen.has(act)) return
    this.#seen.add(act)
    switch (body.kind) {
      case 'member-joined':
        return this.#join(author, body)
      case 'desk-key':
        return this.#beginDeskKey(body)
      case 'drop-taken':
        return this.#takeDrop(body)
      case 'part-taken':
        return this.#takePart(body)
      case 'message-assembled':
        return this.#assemble(body, logged)
      case 'contact-accepted':
        return this.#accept(body.conversation)
      case 'contact-declined':
        return this.#decline(body)
      case 'reply':
        return this.#reply(body, logged)
      case 'reply-read':
        return this.#markRead(body)
      case 'note':
        return this.#note(body, logged)
      case 'carried':
        return this.#carry(body)
      case 'trays-claimed':
        return this.#claim(body.interval, id)
      case 'unknown':
        this.unknown.push({ facts: body, author, position: logged.position })
    }
  }

  /** The contact with this conversation key, or null. */
  contact(conversation: Uint8Array): Contact | null {
    return this.contacts.get(toHex(conversation)) ?? null
  }

  reply(replyId: Uint8Array): SentReply | null {
    return this.#replies.get(toHex(replyId)) ?? null
  }

  /** A whole message by its id, or null. */
  message(messageId: Uint8Array): Contact['messages'][number] | null {
    return this.#messages.get(toHex(messageId)) ?? null
  }

  /** The messages of a contact that are not whole, and what they lack. */
  partials(contact: Contact): PartialMessage[] {
    return [...contact.parts.values()]
      .filter(([first]) => first !== undefined && this.message(first.messageId) === null)
      .map(partialOf)
  }

  #join(author: Uint8Array, facts: MemberJoined): void {
    this.members.set(toHex(author), { key: author, facts })
  }

  #beginDeskKey(body: DeskKeyBegan): void {
    if (!this.deskKeys.has(body.epoch)) this.deskKeys.set(body.epoch, body)
  }

  #takeDrop(body: DropTaken): void {
    if (!this.drops.has(body.drop)) this.drops.set(body.drop, body.items)
  }

  #takePart(part: PartTaken): void {
    const parts = this.#contactOf(part.conversation).parts
    const message = toHex(part.messageId)
    const held = parts.get(message) ?? []
    if (held.some(({ index }) => index === part.index)) return
    const grown = [...held, part]
    parts.set(message, grown)
    if (grown.length === part.count && !this.#messages.has(message))
      this.assemblable.set(message, grown)
  }

  #assemble(facts: MessageAssembled, { event, position }: LoggedEvent): void {
    const id = toHex(facts.messageId)
    if (this.#messages.has(id)) return
    const seed = toHex(facts.seed)
    const receiptNumber = this.#perSeed.get(seed) ?? 0
    const message = { facts, receiptNumber, atMs: event.atMs, carried: null, position }
    this.#perSeed.set(seed, receiptNumber + 1)
    this.assemblable.delete(id)
    this.#messages.set(id, message)
    this.#contactOf(facts.conversation).messages.push(message)
  }

  #accept(conversation: Uint8Array): void {
    const contact = this.#contactOf(conversation)
    contact.standing = 'accepted'
    contact.declined = null
  }

  #decline(body: ContactDeclined): void {
    const contact = this.#contactOf(body.conversation)
    contact.standing = 'declined'
    contact.declined = body
  }

  #reply(facts: Reply, { event, position }: LoggedEvent): void {
    if (this.reply(facts.replyId) !== null) return
    const { author, atMs } = event
    const reply = { facts, author, atMs, carried: new Map(), read: false, position }
    this.#replies.set(toHex(facts.replyId), reply)
    this.#contactOf(facts.conversation).replies.push(reply)
  }

  #markRead({ conversation, replyIds }: ReplyRead): void {
    for (const reply of this.#contactOf(conversation).replies)
      if (replyIds.some((id) => equalBytes(id, reply.facts.replyId))) reply.read = true
  }

  #note(facts: Note, { event, position }: LoggedEvent): void {
    const { author, atMs } = event
    this.#contactOf(facts.conversation).notes.push({ facts, author, atMs, position })
  }

  #carry({ interval, parts, receipts }: Carried): void {
    for (const { replyId, index } of parts) {
      const reply = this.reply(replyId)
      if (reply === null) continue
      reply.carried.set(index, widened(reply.carried.get(index) ?? null, interval))
    }
    for (const messageId of receipts) {
      const message = this.message(messageId)
      if (message !== null) message.carried = widened(message.carried, interval)
    }
  }

  #claim(interval: number, actId: Uint8Array): void {
    if (!this.trayClaims.has(interval)) this.trayClaims.set(interval, actId)
    const oldest = this.trayClaims.keys().next()
    if (this.trayClaims.size > CLAIMS_KEPT && !oldest.done) this.trayClaims.delete(oldest.value)
  }

  #contactOf(conversation: Uint8Array): Contact {
    const id = toHex(conversation)
    const contact = this.contacts.get(id) ?? emptyContact(conversation)
    this.contacts.set(id, contact)
    return contact
  }
}

/** The state after these events, from nothing. */
export function fold(events: Iterable<LoggedEvent>): Casebook {
  const casebook = new Casebook()
  for (const event of events) casebook.apply(event)
  return casebook
}

function partialOf(parts: readonly PartTaken[]): PartialMessage {
  const [first] = parts
  if (first === undefined) throw new TypeError('a message without parts')
  const all = Array.from({ length: first.count }, (_, index) => index)
  const missing = all.filter((index) => parts.every((part) => part.index !== index))
  return { messageId: first.messageId, count: first.count, missing }
}
