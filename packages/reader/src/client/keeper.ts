import {
  answeringDesks,
  attemptMoment,
  type Attachment,
  type Attempts,
  EMPTY_OUTBOX,
  type Env,
  equalBytes,
  fromHex,
  mayAttempt,
  type Outbox,
  type Parameters,
  recordAttempt,
  type Root,
  rootFromWords,
  STANDARD,
  viewCell,
  type ViewCell,
} from '@postern/protocol'
import { bookRoom, EMPTY_BOOK, partTaken, partTried, vaultKey } from '@postern/protocol/vault'
import { makeWords, type ReadWords, readWords } from '@postern/protocol/words'
import type { DocumentMemory } from './document-memory.ts'
import { deskViews } from './desk-views.ts'
import type { KeeperView, VaultView } from './keeper-view.ts'
import { openDraft, sealDraft } from './kept-draft.ts'
import { Library, type Wanted } from './library.ts'
import { OpenBook } from './open-book.ts'
import type { Besides, Press } from './press.ts'
import { mustBeOpen, Unlocked } from './unlocked.ts'
import { VaultMoments } from './vault-moments.ts'
import type { VaultStore } from './vault-store.ts'

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

interface PostedCell {
  readonly made: ViewCell
  /** Of whom its head is; null for cover. */
  readonly open: OpenBook | null
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
  readonly #vault: VaultMoments
  readonly #recalled: Promise<void>
  #unlocked: Unlocked | null = null
  #draft: Uint8Array | null = null
  /** Locked, with something that the vault does not hold yet: it waits for the next exchange. */
  #leaving: OpenBook | null = null
  #attempts: Attempts | null = null
  #tickets = 0
  #made: ViewCell | null = null
  readonly #posted = new Map<number, PostedCell>()

  constructor(env: Env, trusted: Trusted, memory: DocumentMemory, press: Press, vault: VaultStore) {
    this.#vault = new VaultMoments(env, vault)
    this.#env = env
    this.#trusted = trusted
    this.#press = press
    this.#library = new Library(env, memory, trusted.root)
    this.#recalled = this.#library.recall()
  }

  /**
   * The look at the vault with which a view begins, before its cell is made, so that the cell knows
   * what other pages sent. Resolves when that is done. (V3, V5)
   */
  async begin(): Promise<void> {
    const looking = this.#vault.look()
    await (this.#unlocked?.open.look(looking) ?? looking)
  }

  /** The second step of a view; waits until what earlier documents kept has been taken up. */
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
      outbox: this.#sendable(),
      attempts: this.#attempts,
    })
    this.#tickets += 1
    return { ticket: this.#tickets, cell: this.#made.cell }
  }

  /**
   * What may leave in this view: nothing while it is not known what other pages of hers have sent,
   * or when one of them has made the attempt of this interval. (V3)
   */
  #sendable(): Outbox | null {
    const { statement, now } = this.#library
    const unlocked = this.#unlocked
    if (!unlocked?.open.isCurrent || !statement || !now) return null
    const moment = attemptMoment(this.#env, statement, now.batch)
    return mayAttempt(unlocked.open.book.attempt, moment) ? unlocked.outbox() : EMPTY_OUTBOX
  }

  /** This view's cell goes to the network now: an attempt, whatever is answered. (V3) */
  posted(ticket: number): void {
    const made = this.#made
    const { statement, now } = this.#library
    if (made === null || ticket !== this.#tickets) return
    const open = this.#unlocked?.open ?? null
    this.#made = null
    this.#posted.set(ticket, { made, open })
    if (!made.head || !statement || !now) return
    this.#attempts = recordAttempt(attemptMoment(this.#env, statement, now.batch))
    open?.change(partTried(made.head.part, this.#attempts))
  }

  /**
   * One exchange with the vault, at a moment that every reader has: right after the cell has left,
   * so that an attempt is known to other pages at once, and when the page is first hidden. (V5)
   */
  async vaultMoment(): Promise<void> {
    const leaving = this.#leaving
    const open = this.#unlocked?.open
    await this.#vault.exchange([...(leaving ? [leaving] : []), ...(open ? [open] : [])])
    if (this.#leaving === leaving) this.#leaving = null
  }

  /** The head is consumed on success only; a later attempt seals it afresh. (V3) */
  answered(ticket: number, taken: boolean): void {
    const posted = this.#posted.get(ticket)
    this.#posted.delete(ticket)
    if (taken && posted?.made.head) posted.open?.change(partTaken(posted.made.head.part))
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
   * Makes the keys from eight good words, and opens the vault of this browser if it is theirs;
   * TypeError for others. `begunHere` says that they were made here and never used before. Gives
   * the draft that a lock has kept. Causes no request and no transaction. (P2, P4, R5, V6)
   */
  async unlock(text: string, begunHere: boolean): Promise<string | null> {
    const { suite } = this.#env
    const reading = readWords(suite, text)
    if (reading.kind !== 'words') throw new TypeError('words that were not read before')
    const argon2id: Press['argon2id'] = (...given) => this.#press.argon2id(...given)
    const root = await rootFromWords(argon2id, reading.entropy, this.#trusted.organisation)
    const key = vaultKey(suite, root)
    const before = this.#leaving?.isOf(key) ? this.#leaving : null
    const open = before ?? (await OpenBook.open(suite, key, this.#vault.image, begunHere))
    this.#leaving = before ? null : this.#leaving
    this.#unlocked = new Unlocked(this.#env, root, open, begunHere)
    return this.#takeDraft(root)
  }

  /** What was being written when these words were locked in this document; given once. */
  #takeDraft(root: Root): string | null {
    const draft = this.#draft && openDraft(this.#env.suite, root, this.#draft)
    if (draft !== null) this.#draft = null
    return draft
  }

  /**
   * Forgets words and threads. What the vault is to hold and does not yet waits, unseen, for the
   * next exchange, which is the next page's or that of leaving this one out of sight, and is then
   * forgotten as well; nothing that was queued is lost. The time of the last attempt stays, and
   * `draft`, sealed under the words, until they are typed again or the document ends.
   */
  lock(draft = ''): void {
    const open = this.#unlocked?.open
    if (this.#unlocked && draft !== '')
      this.#draft = sealDraft(this.#env, this.#unlocked.root, draft)
    this.#unlocked?.root.forget()
    this.#unlocked = null
    if (open && !open.isKept && open.hold !== 'other') this.#leaving = open
  }

  /** She wants this device to keep what she writes, whatever other words kept on it before. (P5) */
  keepHere(): void {
    mustBeOpen(this.#unlocked).open.keepHere()
  }

  /** R8: whether new messages get seeds of their own, which this device alone keeps. */
  tie(isTied: boolean): void {
    mustBeOpen(this.#unlocked).tie(isTied)
  }

  /**
   * Packs and queues one message. PosternError 'message-too-large', 'message-too-long',
   * 'outbox-full', 'vault-full', 'bad-content' or 'locked'; nothing is queued then.
   */
  async send(
    desk: string,
    text: string,
    attachments: readonly Attachment[],
    besides: Besides = NOTHING_BESIDES,
  ): Promise<number> {
    const unlocked = mustBeOpen(this.#unlocked)
    const { isTied } = this.#lookAtVault(unlocked)
    const writing = { ...besides, desk, text, attachments, isTied }
    return unlocked.send(this.#press, this.#parameters(), writing)
  }

  /**
   * Queues a message once more, as it was cut, because a part of it may be lost; the desk keeps one
   * of each part. Returns the parts queued, 0 while some of them still wait or when the cut is no
   * longer kept. PosternError 'outbox-full' or 'locked'. (S4, S5)
   */
  sendAgain(_desk: string, id: string): number {
    return mustBeOpen(this.#unlocked).sendAgain(this.#parameters(), id)
  }

  /** What the page shows: of everyone, and of one desk's thread when unlocked. */
  look(desk: string | null): KeeperView {
    const { door, now, lastStatement, searched, trust } = this.#library
    const unlocked = this.#unlocked
    const book = unlocked?.open.book ?? EMPTY_BOOK
    return {
      door,
      crowd: now?.crowd ?? null,
      desks: deskViews(answeringDesks(lastStatement?.desks ?? []), trust),
      parameters: this.#parameters(),
      searched,
      room: bookRoom(book, this.#parameters()),
      waiting: unlocked?.outbox().waiting.length ?? 0,
      vault: unlocked && this.#lookAtVault(unlocked),
      thread: unlocked && desk !== null ? unlocked.threadView(desk) : null,
    }
  }

  #lookAtVault({ open }: Unlocked): VaultView {
    const isHere = !this.#vault.isRefused && open.hold !== 'other'
    const keeping = this.#vault.isRefused ? 'refused' : isHere ? 'device' : 'page'
    return { keeping, isKept: isHere && open.isKept, isTied: isHere && open.book.tied }
  }

  /** Looks for the desk's answers in what is held; nothing is fetched for it. (R5) */
  async searchAnswers(desk: string): Promise<void> {
    await this.#unlocked?.thread(desk).searchSlots(this.#press, this.#library.files())
  }

  /** Looks for the desk's receipts; the first time takes long. (R6) */
  async searchReceipts(desk: string): Promise<void> {
    const drop = this.#library.recentDrop(fromHex(desk))
    if (drop !== null) await this.#unlocked?.thread(desk).searchReceipts(this.#press, drop)
  }

  #parameters(): Parameters {
    return this.#library.lastStatement?.parameters ?? STANDARD
  }
}
