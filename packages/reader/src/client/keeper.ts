import {
  addMessage,
  attemptMoment,
  type Attachment,
  type Attempts,
  consume,
  EMPTY_OUTBOX,
  type Env,
  equalBytes,
  type FragmentPart,
  fromHex,
  type Outbox,
  outboxRoom,
  type Parameters,
  PosternError,
  recordAttempt,
  type Root,
  rootFromWords,
  STANDARD,
  toHex,
  viewCell,
  type ViewCell,
  waitingMessages,
} from '@postern/protocol'
import { makeWords, type ReadWords, readWords } from '@postern/protocol/words'
import type { DocumentMemory } from './document-memory.ts'
import type { KeeperView, ThreadView } from './keeper-view.ts'
import { openDraft, sealDraft } from './kept-draft.ts'
import { Library, type Wanted } from './library.ts'
import type { Besides, Press } from './press.ts'
import { Thread } from './thread.ts'

/** What is compiled into the client: it trusts nothing else at first. (B1) */
export interface Trusted {
  /** Ed25519, 32 bytes. */
  readonly root: Uint8Array
  readonly organisation: Uint8Array
}

/** What eight typed words come to. */
export type WordsReading = Exclude<ReadWords, { kind: 'words' }> | { readonly kind: 'words' }

/** A cell to POST, and the number by which to say what became of it. */
export interface CellTicket {
  readonly ticket: number
  readonly cell: Uint8Array
}

interface Unlocked {
  readonly root: Root
  /** These words were made in this document, and nothing was sent under them before. */
  readonly begunHere: boolean
  readonly threads: Map<string, Thread>
  outbox: Outbox
}

const NOTHING_BESIDES: Besides = { exclusions: [], about: null }

/**
 * The one who keeps everything of a visit, in the worker that every page starts alike: documents,
 * the cell of each view, and, once unlocked, the outbox and the threads. Its steps for a page view
 * ask once whether something waits and are otherwise the same for everyone. (V2–V4, V6, S1)
 */
export class Keeper {
  readonly #env: Env
  readonly #trusted: Trusted
  readonly #press: Press
  readonly #library: Library
  readonly #recalled: Promise<void>
  #unlocked: Unlocked | null = null
  #draft: Uint8Array | null = null
  #attempts: Attempts | null = null
  #tickets = 0
  #made: ViewCell | null = null
  readonly #posted = new Map<number, ViewCell>()

  constructor(env: Env, trusted: Trusted, memory: DocumentMemory, press: Press) {
    this.#env = env
    this.#trusted = trusted
    this.#press = press
    this.#library = new Library(env, memory, trusted.root)
    this.#recalled = this.#library.recall()
  }

  /** The first step of a view; waits until what earlier documents kept has been taken up. */
  async takeNow(bytes: Uint8Array | null): Promise<Wanted> {
    await this.#recalled
    this.#made = null
    return this.#library.takeNow(bytes)
  }

  /** The document at `path` that a step asked for, or null when it did not come. */
  takeDocument(path: string, bytes: Uint8Array | null): Wanted {
    const [kind, number] = path.split('/')
    return kind === 'trust'
      ? this.#library.takeTrust(Number(number), bytes)
      : this.#library.takeStatement(Number(number), bytes)
  }

  /** The cell of this view, made before its moment. (V3) */
  cell(): CellTicket {
    this.#made = viewCell(this.#env, {
      statement: this.#library.statement,
      batch: this.#library.now?.batch ?? 0,
      outbox: this.#unlocked?.outbox ?? null,
      attempts: this.#attempts,
    })
    this.#tickets += 1
    return { ticket: this.#tickets, cell: this.#made.cell }
  }

  /** This view's cell goes to the network now: an attempt, whatever is answered. (V3) */
  posted(ticket: number): void {
    const made = this.#made
    const { statement, now } = this.#library
    if (made === null || ticket !== this.#tickets) return
    this.#made = null
    this.#posted.set(ticket, made)
    if (!made.head || !statement || !now) return
    this.#attempts = recordAttempt(attemptMoment(this.#env, statement, now.batch))
    this.#unlocked?.threads.get(toHex(made.head.deskId))?.addTried(made.head.part)
  }

  /** The head is consumed on success only; a later attempt seals it afresh. (V3) */
  answered(ticket: number, taken: boolean): void {
    const head = this.#posted.get(ticket)?.head
    this.#posted.delete(ticket)
    if (taken && head && this.#unlocked)
      this.#unlocked.outbox = consume(this.#unlocked.outbox, head)
  }

  filesWanted(): string[] {
    return this.#library.filesWanted()
  }

  takeFile(path: string, bytes: Uint8Array): void {
    const [kind, number] = path.split('/')
    if (kind === 'drop') this.#library.takeDrop(Number(number), bytes)
    else this.#library.takeDay(Number(number), bytes)
  }

  makeWords(): string[] {
    return makeWords(this.#env)
  }

  readWords(text: string): WordsReading {
    const reading = readWords(this.#env.suite, text)
    return reading.kind === 'words' ? { kind: 'words' } : reading
  }

  /** Whether the typed words are the ones that were shown, however they were typed. */
  isSame(typed: string, shown: string): boolean {
    const { suite } = this.#env
    const [a, b] = [readWords(suite, typed), readWords(suite, shown)]
    return a.kind === 'words' && b.kind === 'words' && equalBytes(a.entropy, b.entropy)
  }

  /**
   * Makes the keys from eight good words; TypeError for others. `begunHere` says that they were made
   * here and never used before. Gives the draft that a lock has kept. Causes no request. (P2, R5)
   */
  async unlock(text: string, begunHere: boolean): Promise<string | null> {
    const reading = readWords(this.#env.suite, text)
    if (reading.kind !== 'words') throw new TypeError('words that were not read before')
    const argon2id: Press['argon2id'] = (...given) => this.#press.argon2id(...given)
    const root = await rootFromWords(argon2id, reading.entropy, this.#trusted.organisation)
    this.#unlocked = { root, begunHere, threads: new Map(), outbox: EMPTY_OUTBOX }
    return this.#takeDraft(root)
  }

  /** What was being written when these words were locked in this document; given once. */
  #takeDraft(root: Root): string | null {
    const draft = this.#draft && openDraft(this.#env.suite, root, this.#draft)
    if (draft !== null) this.#draft = null
    return draft
  }

  /**
   * Forgets words, threads and what waits. The time of the last attempt stays, and `draft`, sealed
   * under the words, until they are typed again or the document ends.
   */
  lock(draft = ''): void {
    if (this.#unlocked && draft !== '')
      this.#draft = sealDraft(this.#env, this.#unlocked.root, draft)
    this.#unlocked?.root.forget()
    this.#unlocked = null
  }

  /**
   * Packs and queues one message. PosternError 'message-too-large', 'message-too-long',
   * 'outbox-full', 'bad-content' or 'locked'; nothing is queued then.
   */
  async send(
    desk: string,
    text: string,
    attachments: readonly Attachment[],
    besides: Besides = NOTHING_BESIDES,
  ): Promise<number> {
    const unlocked = this.#mustBeOpen()
    const thread = this.#thread(unlocked, desk)
    const draft = { text, attachments, ...besides, read: thread.readIds }
    const parts = await this.#press.pack(thread.seed, draft)
    this.#queue(unlocked, thread, parts)
    const files = attachments.map((one) => ({
      name: one.name,
      bytes: one.bytes.length,
      sha256: toHex(one.sha256),
    }))
    thread.addSent({ text, files, about: besides.about }, parts)
    return parts.length
  }

  /**
   * Queues a message once more, as it was cut, because a part of it may be lost; the desk keeps one
   * of each part. Returns the parts queued, 0 while some of them still wait. PosternError
   * 'outbox-full' or 'locked'. (S4, S5)
   */
  sendAgain(desk: string, id: string): number {
    const unlocked = this.#mustBeOpen()
    const thread = this.#thread(unlocked, desk)
    const parts = waitingParts(unlocked.outbox, id) > 0 ? [] : thread.cutOf(id)
    this.#queue(unlocked, thread, parts)
    return parts.length
  }

  #queue(unlocked: Unlocked, thread: Thread, parts: readonly FragmentPart[]): void {
    const to = { deskId: thread.deskId, signing: thread.signing }
    unlocked.outbox = addMessage(unlocked.outbox, this.#parameters(), to, parts)
  }

  /** What the page shows: of everyone, and of one desk's thread when unlocked. */
  look(desk: string | null): KeeperView {
    const { door, now, lastStatement, searched } = this.#library
    const unlocked = this.#unlocked
    return {
      door,
      crowd: now?.crowd ?? null,
      desks: (lastStatement?.desks ?? []).map(({ id, titles }) => ({ id: toHex(id), titles })),
      parameters: this.#parameters(),
      searched,
      room: outboxRoom(unlocked?.outbox ?? EMPTY_OUTBOX, this.#parameters()),
      waiting: unlocked?.outbox.waiting.length ?? 0,
      thread: unlocked && desk !== null ? this.#lookInto(unlocked, desk) : null,
    }
  }

  /** Looks for the desk's answers in what is held; nothing is fetched for it. (R5) */
  async searchAnswers(desk: string): Promise<void> {
    if (this.#unlocked === null) return
    await this.#thread(this.#unlocked, desk).searchSlots(this.#press, this.#library.files())
  }

  /** Looks for the desk's receipts; the first time takes long. (R6) */
  async searchReceipts(desk: string): Promise<void> {
    const drop = this.#library.recentDrop(fromHex(desk))
    if (this.#unlocked === null || drop === null) return
    await this.#thread(this.#unlocked, desk).searchReceipts(this.#press, drop)
  }

  #lookInto(unlocked: Unlocked, desk: string): ThreadView {
    const thread = this.#thread(unlocked, desk)
    const { received, receivedBefore, gone } = thread
    return {
      received,
      receivedBefore,
      gone,
      entries: thread.entries.map((entry) =>
        entry.kind === 'reply'
          ? entry
          : {
              ...entry,
              left: entry.parts - waitingParts(unlocked.outbox, entry.id),
              arrived: thread.hasArrived(entry.id),
            },
      ),
    }
  }

  #thread({ root, threads, begunHere }: Unlocked, desk: string): Thread {
    const deskId = fromHex(desk)
    const thread =
      threads.get(desk) ?? new Thread(deskId, root.conversation(this.#env.suite, deskId), begunHere)
    threads.set(desk, thread)
    return thread
  }

  #mustBeOpen(): Unlocked {
    if (this.#unlocked === null) throw new PosternError('locked')
    return this.#unlocked
  }

  #parameters(): Parameters {
    return this.#library.lastStatement?.parameters ?? STANDARD
  }
}

function waitingParts(outbox: Outbox, id: string): number {
  return waitingMessages(outbox).find(({ messageId }) => toHex(messageId) === id)?.left ?? 0
}
