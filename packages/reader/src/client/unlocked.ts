import {
  type Attachment,
  type Env,
  fromHex,
  type Outbox,
  type Parameters,
  PosternError,
  type Root,
  toHex,
} from '@postern/protocol'
import {
  checkRoom,
  messageIn,
  queueAgain,
  queueMessage,
  tieAnswers,
  waitingParts,
} from '@postern/protocol/vault'
import type { ThreadView } from './keeper-view.ts'
import type { OpenBook } from './open-book.ts'
import type { Besides, Press } from './press.ts'
import { Thread } from './thread.ts'

interface Writing extends Besides {
  readonly desk: string
  readonly text: string
  readonly attachments: readonly Attachment[]
  /** Under a seed of its own. (R8) */
  readonly isTied: boolean
}

const SEED_BYTES = 32

/** One source between unlocking and locking: her keys, her book, and a thread a desk. */
export class Unlocked {
  readonly open: OpenBook
  readonly #env: Env
  readonly root: Root
  readonly #begunHere: boolean
  readonly #threads = new Map<string, Thread>()

  /** `begunHere`: her words were made in this document, and nothing was sent under them before. */
  constructor(env: Env, root: Root, open: OpenBook, begunHere: boolean) {
    this.#env = env
    this.root = root
    this.open = open
    this.#begunHere = begunHere
  }

  thread(desk: string): Thread {
    const deskId = fromHex(desk)
    const secrets = (): Thread => {
      const made = this.root.conversation(this.#env.suite, deskId)
      return new Thread(deskId, made, this.open, this.#begunHere)
    }
    const thread = this.#threads.get(desk) ?? secrets()
    this.#threads.set(desk, thread)
    return thread
  }

  threadView(desk: string): ThreadView {
    const { received, receivedBefore, gone, entries } = this.thread(desk)
    return { received, receivedBefore, gone, entries }
  }

  /** What waits, in its order, each part with the key that signs it. */
  outbox(): Outbox {
    const waiting = waitingParts(this.open.book).map(({ message: { deskId }, part }) => ({
      deskId,
      signing: this.thread(toHex(deskId)).signing,
      part,
    }))
    return { waiting }
  }

  tie(isTied: boolean): void {
    this.open.change(tieAnswers(isTied))
  }

  async send(press: Press, parameters: Parameters, writing: Writing): Promise<number> {
    const { desk, text, attachments, exclusions, about, isTied } = writing
    const thread = this.thread(desk)
    const seed = isTied ? this.#env.random(SEED_BYTES) : null
    const draft = { text, attachments, exclusions, about, read: thread.readIds }
    const parts = await press.pack(seed ?? thread.seed, draft)
    const files = attachments.map(({ name, bytes, sha256 }) => ({
      name,
      bytes: bytes.length,
      sha256,
    }))
    checkRoom(this.open.book, parameters, parts.length)
    const earlier = about && { kind: about.kind, messageId: fromHex(about.id) }
    const message = { deskId: thread.deskId, seed, text, files, about: earlier }
    this.open.changeIfFits(queueMessage(message, parts))
    return parts.length
  }

  sendAgain(parameters: Parameters, id: string): number {
    const message = messageIn(this.open.book, id)
    if (!message || message.waiting !== 0 || message.bytes.length === 0) return 0
    checkRoom(this.open.book, parameters, message.parts)
    this.open.change(queueAgain(id))
    return message.parts
  }
}

export function mustBeOpen(unlocked: Unlocked | null): Unlocked {
  if (unlocked === null) throw new PosternError('locked')
  return unlocked
}
