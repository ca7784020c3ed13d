import type { Compartment, Contact, EventBody, ProposedReply } from '@postern/casework'
import { cutReply, type Env, makeReplyId, toHex } from '@postern/protocol'
import type { LogFollower } from './log-follower.ts'

interface AnswerWorkParts {
  readonly env: Env
  readonly log: LogFollower
  /** This member's alone. */
  readonly own: Compartment
  readonly desk: Compartment
  /** Says it where the contact's events stand. */
  readonly say: (contact: Contact | null, body: EventBody) => void
}

/** A text that the desk keeps for its answers. */
export interface Template {
  readonly name: string
  readonly language: string
  readonly text: string
}

/** What stands before an answer: drafts, templates, and a second pair of eyes. */
export class AnswerWork {
  readonly #parts: AnswerWorkParts
  /** By conversation in hex: the draft that was kept last from here. */
  readonly #kept = new Map<string, string>()

  constructor(parts: AnswerWorkParts) {
    this.#parts = parts
  }

  /** Answers leave only when a second member has read them. */
  get needsSecondEyes(): boolean {
    return this.#parts.log.casebook.settings.secondEyes
  }

  get templates(): readonly Template[] {
    return [...this.#parts.log.casebook.settings.templates.values()]
  }

  setTemplate({ name, language, text }: Template): void {
    this.#toDesk({ kind: 'template-set', name, language, text })
  }

  setSecondEyes(on: boolean): void {
    this.#toDesk({ kind: 'second-eyes-set', on })
  }

  /** Half an answer as it was kept last, on whatever device; empty when there is none. */
  draft(conversation: Uint8Array): string {
    const id = toHex(conversation)
    return this.#kept.get(id) ?? this.#parts.log.casebook.personal.drafts.get(id) ?? ''
  }

  /** Sealed for its author alone; an empty one takes the draft away. Nothing is said twice. */
  keepDraft(conversation: Uint8Array, text: string): void {
    if (text === this.draft(conversation)) return
    this.#kept.set(toHex(conversation), text)
    const { env, log, own } = this.#parts
    log.enqueue(own, { kind: 'draft-kept', conversation, text }, env.nowMs())
  }

  /** An answer for another to read first. Throws PosternError 'reply-too-long'. */
  propose(contact: Contact, text: string): void {
    const { env, say } = this.#parts
    const replyId = makeReplyId(env)
    cutReply(replyId, text)
    const { conversation } = contact
    say(contact, { kind: 'reply-proposed', conversation, replyId, text })
  }

  approve(contact: Contact, { facts }: ProposedReply): void {
    this.#parts.say(contact, { kind: 'reply-approved', replyId: facts.replyId })
  }

  #toDesk(body: EventBody): void {
    const { env, log, desk } = this.#parts
    log.enqueue(desk, body, env.nowMs())
  }
}
