import { equalBytes, toHex } from '@postern/protocol'
import type { Carried } from './carried-event.ts'
import type { Assigned, ClockWithheld, Tagged } from './case-event.ts'
import type { Compartment } from './compartment.ts'
import {
  type Contact,
  emptyContact,
  type PartialMessage,
  replySeed,
  sayAnew,
  type SentReply,
  widened,
} from './contact.ts'
import type { ContactDeclined, ContactDisposed, Note, Reply, ReplyRead } from './contact-event.ts'
import type { MessageAssembled, PartTaken } from './intake-event.ts'
import type { LoggedEvent } from './log-reader.ts'
import type { ReplyApproved, ReplyProposed } from './setting-event.ts'
import type { Requests } from './two-person.ts'

/** A source who has written within this time is never disposed of. */
export const GRACE_MS: number = 30 * 86_400_000
/** After so long without a word a contact may be disposed of by one person. */
export const CONTACT_RETENTION_MS: number = 365 * 86_400_000

/** A certificate: what was disposed of, when, by whom. */
export interface Certificate {
  readonly facts: ContactDisposed
  readonly by: Uint8Array
  readonly atMs: number
}

/** Everybody who wrote to the desk, and everything said. */
export class ContactBook {
  /** By conversation key in hex, in the order of their first part. */
  readonly contacts: Map<string, Contact> = new Map()
  /** By message id in hex: the parts of messages that are all there and not yet one message. */
  readonly assemblable: Map<string, readonly PartTaken[]> = new Map()
  readonly certificates: Certificate[] = []
  /** From here on an answer wants a second pair of eyes. */
  secondEyes = false
  readonly #requests: Requests
  readonly #messages = new Map<string, Contact['messages'][number]>()
  readonly #replies = new Map<string, SentReply>()
  readonly #perSeed = new Map<string, number>()

  constructor(requests: Requests) {
    this.#requests = requests
  }

  /** False when the event does not count. */
  apply(logged: LoggedEvent): boolean {
    const { body } = logged.event
    switch (body.kind) {
      case 'part-taken':
        return this.#takePart(body, logged)
      case 'message-assembled':
        return this.#assemble(body, logged)
      case 'contact-accepted':
        return this.#accept(body.conversation, logged)
      case 'contact-declined':
        return this.#decline(body, logged)
      case 'reply':
        return this.secondEyes ? false : this.#reply(body, logged)
      case 'reply-proposed':
        return this.#propose(body, logged)
      case 'reply-approved':
        return this.#approve(body, logged)
      case 'reply-read':
        return this.#markRead(body, logged)
      case 'note':
        return this.#note(body, logged)
      case 'assigned':
        return this.#assign(body, logged)
      case 'tagged':
        return this.#tag(body, logged)
      case 'clock-withheld':
        return this.#withhold(body, logged)
      case 'contact-disposed':
        return this.#dispose(body, logged)
      default:
        return false
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

  carry({ interval, parts, receipts }: Carried): void {
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

  #takePart(part: PartTaken, logged: LoggedEvent): boolean {
    const { parts } = this.#contactOf(part.conversation, logged)
    const message = toHex(part.messageId)
    const held = parts.get(message) ?? []
    if (held.some(({ index }) => index === part.index)) return true
    const grown = [...held, part]
    parts.set(message, grown)
    if (grown.length === part.count && !this.#messages.has(message))
      this.assemblable.set(message, grown)
    return true
  }

  #assemble(facts: MessageAssembled, logged: LoggedEvent): boolean {
    const id = toHex(facts.messageId)
    if (this.#messages.has(id)) return true
    const seed = toHex(facts.seed)
    const receiptNumber = this.#perSeed.get(seed) ?? 0
    const { event, position } = logged
    const contact = this.#contactOf(facts.conversation, logged)
    const message = {
      facts,
      receiptNumber,
      atMs: event.atMs,
      carried: null,
      withdrawn: false,
      correctedBy: null,
      position,
    }
    this.#perSeed.set(seed, receiptNumber + 1)
    this.assemblable.delete(id)
    this.#messages.set(id, message)
    const before = replySeed(contact)
    contact.messages.push(message)
    const now = replySeed(contact)
    if (before && now && !equalBytes(before, now)) sayAnew(contact)
    honour(contact, facts)
    return true
  }

  #accept(conversation: Uint8Array, logged: LoggedEvent): boolean {
    const contact = this.#contactOf(conversation, logged)
    contact.standing = 'accepted'
    contact.declined = null
    return true
  }

  #decline(body: ContactDeclined, logged: LoggedEvent): boolean {
    const contact = this.#contactOf(body.conversation, logged)
    contact.standing = 'declined'
    contact.declined = body
    return true
  }

  #reply(facts: Reply, logged: LoggedEvent): boolean {
    if (this.reply(facts.replyId) !== null) return true
    const { event, position } = logged
    const { author, atMs } = event
    const reply = { facts, author, atMs, carried: new Map(), read: false, position }
    this.#replies.set(toHex(facts.replyId), reply)
    this.#contactOf(facts.conversation, logged).replies.push(reply)
    return true
  }

  #propose(facts: ReplyProposed, logged: LoggedEvent): boolean {
    const { author, atMs } = logged.event
    const { proposed } = this.#contactOf(facts.conversation, logged)
    proposed.push({ facts, author, atMs })
    return true
  }

  /** It leaves as its author wrote it; nobody approves his own. */
  #approve({ replyId }: ReplyApproved, logged: LoggedEvent): boolean {
    for (const contact of this.contacts.values()) {
      const at = contact.proposed.findIndex(({ facts }) => equalBytes(facts.replyId, replyId))
      const found = contact.proposed[at]
      if (found === undefined) continue
      if (equalBytes(found.author, logged.event.author)) return false
      contact.proposed.splice(at, 1)
      return this.#reply({ ...found.facts, kind: 'reply' }, logged)
    }
    return false
  }

  #markRead({ conversation, replyIds }: ReplyRead, logged: LoggedEvent): boolean {
    for (const reply of this.#contactOf(conversation, logged).replies)
      if (replyIds.some((id) => equalBytes(id, reply.facts.replyId))) reply.read = true
    return true
  }

  #note(facts: Note, logged: LoggedEvent): boolean {
    const { event, position } = logged
    const { author, atMs } = event
    this.#contactOf(facts.conversation, logged).notes.push({ facts, author, atMs, position })
    return true
  }

  #assign({ subject, to }: Assigned, logged: LoggedEvent): boolean {
    const { author, atMs } = logged.event
    this.#contactOf(subject, logged).assignment = { to, by: author, atMs }
    return true
  }

  #tag({ subject, tags }: Tagged, logged: LoggedEvent): boolean {
    this.#contactOf(subject, logged).tags = tags
    return true
  }

  #withhold({ subject, clock, reason }: ClockWithheld, logged: LoggedEvent): boolean {
    const { withheld } = this.#contactOf(subject, logged)
    withheld.push({ clock, reason, atMs: logged.event.atMs })
    return true
  }

  /** Grace is for every source; before the retention's end two persons must have signed. */
  #dispose(facts: ContactDisposed, { event }: LoggedEvent): boolean {
    const gone = [...this.contacts.values()].filter((contact) =>
      facts.leaves.some((leaf) => contact.leaves.has(leaf)),
    )
    const lastMs = Math.max(0, ...gone.map(lastMessageMs))
    if (event.atMs - lastMs < GRACE_MS) return false
    const early = event.atMs - lastMs < CONTACT_RETENTION_MS
    if (early && !this.#requests.use('early-disposal')) return false
    for (const { conversation, parts } of gone) {
      this.contacts.delete(toHex(conversation))
      for (const id of parts.keys()) this.assemblable.delete(id)
    }
    this.certificates.push({ facts, by: event.author, atMs: event.atMs })
    return true
  }

  #contactOf(conversation: Uint8Array, { event, compartment }: LoggedEvent): Contact {
    const id = toHex(conversation)
    const contact = this.contacts.get(id) ?? emptyContact(conversation, compartment)
    if (event.leaf !== 0) contact.leaves.add(event.leaf)
    if (ranks(compartment) > ranks(contact.compartment)) contact.compartment = compartment
    this.contacts.set(id, contact)
    return contact
  }
}

/** What a source takes back or corrects is hers to: of her own conversation, and nobody else's. */
function honour(contact: Contact, { about, messageId }: MessageAssembled): void {
  const meant = contact.messages.find(
    ({ facts }) => about !== null && equalBytes(facts.messageId, about.messageId),
  )
  if (meant === undefined || equalBytes(meant.facts.messageId, messageId)) return
  if (about?.kind === 'withdraw') meant.withdrawn = true
  else meant.correctedBy = messageId
}

/** From intake to the desk, and from there to fewer: never back to more. */
function ranks({ kind }: Compartment): number {
  return kind === 'intake' ? 0 : kind === 'desk' ? 1 : 2
}

function lastMessageMs({ messages }: Contact): number {
  return Math.max(0, ...messages.map(({ atMs }) => atMs))
}

function partialOf(parts: readonly PartTaken[]): PartialMessage {
  const [first] = parts
  if (first === undefined) throw new TypeError('a message without parts')
  const all = Array.from({ length: first.count }, (_, index) => index)
  const missing = all.filter((index) => parts.every((part) => part.index !== index))
  return { messageId: first.messageId, count: first.count, missing }
}
