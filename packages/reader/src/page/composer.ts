import type { AboutKind, Attachment } from '@postern/protocol'
import { PosternError } from '@postern/protocol'
import { bytesText } from '../client/duration.ts'
import type { WordsReading } from '../client/keeper.ts'
import { type ComposerState, type DeskDraft, LOCKED } from './composer-state.ts'
import { Drafts, MAX_TEXT_CHARACTERS, namesFit, namesOf } from './drafts.ts'
import {
  attachmentOf,
  isFileChoice,
  type FileItem,
  MAX_FILE_BYTES,
  pickedFile,
  readFile,
  replaced,
} from './file-item.ts'
import type { Progress } from './clean/job.ts'
import { paintComposer } from './paint-composer.ts'
import { type Sentence, Speaker } from './speaker.ts'
import type { Workers } from './workers.ts'

const MEASURE_AFTER_MS = 300
/** Said in the page, in every language. */
const IDLE_MS = 15 * 60_000

/**
 * The composer of one document: acts on its state, then draws it. Nothing here fetches, posts or
 * listens; what leaves is decided in the page view, which asks the keeper. (V6)
 */
export class Composer {
  readonly #workers: Workers
  #state: ComposerState = LOCKED
  #root: HTMLElement | null = null
  #speaker: Speaker | null = null
  readonly #drafts = new Drafts()
  #activeMs = Date.now()
  #files = 0
  #measuring: ReturnType<typeof setTimeout> | null = null

  constructor(workers: Workers) {
    this.#workers = workers
  }

  /**
   * Takes over the composer of the page that has just been shown; inert until its moment. Nothing is
   * drawn before that: a thread takes longer to draw, and what the view asks for first would wait. (V4, V6)
   */
  adopt(): void {
    this.#root = document.querySelector<HTMLElement>('#postern')
    this.#speaker = Speaker.ofPage()
    if (this.#root === null) return
    this.#root.inert = true
    this.#root.hidden = false
    this.#state = { ...this.#state, sendNotice: null }
    if (this.#state.isDead) this.#paint()
  }

  /** Shows what the keeper knows now. */
  async refresh(): Promise<void> {
    const { step, desk, isDead } = this.#state
    if (isDead) return
    const view = await this.#workers.keeper.call('look', step === 'thread' ? desk : null)
    const isKnown = view.desks.some(({ id }) => id === this.#state.desk)
    this.#change({ view, desk: isKnown ? this.#state.desk : (view.desks[0]?.id ?? null) })
  }

  /** Looks for answers, then for receipts, in what is held; fetches nothing. (R5, R6) */
  async search(): Promise<void> {
    const { step, desk } = this.#state
    if (step !== 'thread' || desk === null) return
    await this.#workers.keeper.call('searchAnswers', desk)
    await this.refresh()
    await this.#workers.keeper.call('searchReceipts', desk)
    await this.refresh()
  }

  /** The moment of this view has passed. A door that cannot be verified stays closed. (V4, B3) */
  wake(): void {
    const { view } = this.#state
    if (this.#root === null || view === null || view.door === 'unverified') return
    this.#root.inert = view.desks.length === 0
  }

  /** Somebody pressed a key or clicked, wherever in the page. */
  touch(): void {
    this.#activeMs = Date.now()
  }

  /** One timer of the page asks this, in every reader's page alike: locks what lies idle. (V6) */
  tick(): void {
    const { step } = this.#state
    if (step === 'start' || step === 'opening' || Date.now() - this.#activeMs < IDLE_MS) return
    this.lock({ key: 'idleLocked', values: {} })
  }

  /** A worker is gone: what was typed stays readable. */
  die(): void {
    this.#change({ isDead: true, isSending: false })
  }

  act(act: string, target: HTMLElement): void {
    const file = Number(target.dataset['file'])
    const acts: Readonly<Record<string, () => unknown>> = {
      new: () => this.#makeWords(),
      return: () => this.#show('type', { typing: 'return', typed: '', wordsTrouble: null }),
      copied: () => this.#show('type', { typing: 'new', typed: '', wordsTrouble: null }),
      back: () => this.#show('start', { words: [], typed: '', wordsTrouble: null }),
      open: () => this.#open(),
      send: () => this.#send(),
      again: () => this.#sendAgain(target.dataset['message'] ?? ''),
      withdraw: () => this.#writeAbout('withdraw', target.dataset['message'] ?? ''),
      correct: () => this.#writeAbout('correct', target.dataset['message'] ?? ''),
      plain: () => this.#edited({ about: null }),
      lock: () => this.lock(null),
      'keep-here': () => this.#workers.keeper.call('keepHere').then(() => this.refresh()),
      attach: () => this.#attach(file),
      remove: () => this.#takeOut(file),
    }
    void Promise.resolve(acts[act]?.()).catch((error: unknown) => this.#fail(error))
  }

  typed(target: HTMLElement): void {
    if (!(target instanceof HTMLTextAreaElement)) return
    if (target.id === 'postern-words') this.#state = { ...this.#state, typed: target.value }
    if (target.id === 'postern-text') this.#typing({ text: target.value })
    if (target.id === 'postern-names') this.#typing({ exclusions: target.value })
  }

  changed(target: HTMLElement): void {
    if (!(target instanceof HTMLInputElement)) return
    if (target.id === 'postern-files') this.#pick(target)
    if (/^postern-(?:thread-)?desks$/.test(target.name)) this.#chooseDesk(target.value)
    if (target.id === 'postern-tie') this.#tie(target.checked)
    const { file, keepName } = target.dataset
    if (file !== undefined && isFileChoice(target.value))
      this.#edit(Number(file), { chosen: target.value })
    if (keepName !== undefined) this.#edit(Number(keepName), { keepName: target.checked })
  }

  /** Forgets everything at once, but for what is unfinished: that stays sealed under the words. */
  lock(startNotice: Sentence | null): void {
    for (const { key } of this.#state.files) this.#workers.cleaner.stop(key)
    const { view, desk, isDead, step } = this.#state
    if (desk !== null) this.#drafts.keep(desk, this.#state)
    const draft = step === 'thread' ? this.#drafts.pack() : ''
    this.#drafts.forget()
    const shown = view && { ...view, thread: null, vault: null, waiting: 0 }
    const isHere = this.#root?.contains(document.activeElement)
    this.#state = { ...LOCKED, desk, isDead, startNotice, view: shown }
    this.#paint()
    if (isHere) this.#focusStep()
    void this.#workers.keeper.call('lock', draft).then(() => this.refresh(), this.#refused)
  }

  async #makeWords(): Promise<void> {
    const words = await this.#workers.keeper.call('makeWords')
    this.#show('words', { words })
  }

  async #open(): Promise<void> {
    const { typed, words, typing } = this.#state
    const { keeper } = this.#workers
    const trouble = wordsTrouble(await keeper.call('readWords', typed))
    if (trouble !== null) return this.#change({ wordsTrouble: trouble })
    if (typing === 'new' && !(await keeper.call('isSame', typed, words.join(' '))))
      return this.#change({ wordsTrouble: { key: 'otherWords', values: {} } })
    this.#show('opening', { wordsTrouble: null })
    const draft = await keeper.call('unlock', typed, typing === 'new')
    if (draft !== null) this.#drafts.unpack(draft)
    const kept = this.#drafts.of(this.#state.desk ?? '')
    this.#state = {
      ...this.#state,
      ...kept,
      words: [],
      typed: '',
      startNotice: null,
      step: 'thread',
    }
    await this.refresh()
    this.#focusStep()
    await this.search()
  }

  async #send(): Promise<void> {
    const { desk, text, about, isSending } = this.#state
    const exclusions = namesOf(this.#state.exclusions)
    const attachments = this.#attached()
    if (isSending || desk === null) return
    this.#change({ isSending: true, sendNotice: { key: 'preparing', values: {} } })
    const refused = this.#refusal(exclusions) ?? this.#misfit(await this.#measure())
    if (refused !== null) return this.#change({ isSending: false, sendNotice: refused })
    const besides = { exclusions, about }
    const parts = await this.#workers.keeper.call('send', desk, text, attachments, besides)
    const sendNotice = { key: 'queued', values: { n: parts } } as const
    this.#change({ text: '', files: [], about: null, parts: 0, isSending: false, sendNotice })
    await this.refresh()
  }

  /** Puts a message that seems lost into the queue once more; the reading point goes to the queue. */
  async #sendAgain(id: string): Promise<void> {
    const { desk, isSending } = this.#state
    if (isSending || desk === null) return
    this.#change({ isSending: true })
    const parts = await this.#workers.keeper.call('sendAgain', desk, id)
    this.#change({ isSending: false, sendNotice: { key: 'queued', values: { n: parts } } })
    await this.refresh()
    this.#root?.querySelector<HTMLElement>('[data-field="outbox"]')?.focus()
  }

  /** What the next message is about: an earlier one, which it takes back or corrects. */
  #writeAbout(kind: AboutKind, id: string): void {
    this.#edited({ about: { kind, id } })
    this.#root?.querySelector<HTMLElement>('#postern-text')?.focus()
  }

  /** Says what to change before the message can be made. */
  #refusal(names: readonly string[]): Sentence | null {
    const over = this.#state.text.length - MAX_TEXT_CHARACTERS
    if (over > 0) return { key: 'textOver', values: { n: over } }
    return namesFit(names) ? null : { key: 'namesOver', values: {} }
  }

  /** Says what to do instead, before anything is queued. (S6) */
  #misfit(parts: number): Sentence | null {
    const { view } = this.#state
    const max = view?.parameters.maxFragments ?? 0
    const room = view?.room ?? 0
    if (parts === 0) return { key: 'nothingToSend', values: {} }
    if (parts > max) return { key: 'messageTooLong', values: { n: parts, max } }
    return parts > room ? { key: 'outboxFull', values: { n: parts, room } } : null
  }

  #pick(input: HTMLInputElement): void {
    const picked = [...(input.files ?? [])].map((file) => pickedFile((this.#files += 1), file))
    input.value = ''
    this.#setFiles([...this.#state.files, ...picked])
    for (const item of picked) void this.#read(item)
  }

  async #read(item: FileItem): Promise<void> {
    const tell = (progress: Progress): void => this.#replace(item.key, { progress })
    const { view, desk } = this.#state
    const custody = view?.desks.find(({ id }) => id === desk)?.custody ?? null
    const sizeText = (bytes: number): string => this.#sizeText(bytes)
    const read = await readFile(this.#workers, item, custody, tell, sizeText)
    this.#replace(item.key, read)
    this.#measureSoon()
  }

  #takeOut(file: number): void {
    this.#workers.cleaner.stop(file)
    this.#setFiles(this.#state.files.filter(({ key }) => key !== file))
  }

  /** Also when its desk is not the one that is looked at now. */
  #replace(key: number, change: Partial<FileItem>): void {
    this.#drafts.replaceFile(key, change)
    this.#change({ files: replaced(this.#state.files, key, change) })
  }

  /** Attaches a file whose way of going was chosen, if all of them still fit one message. */
  #attach(key: number): void {
    const item = this.#state.files.find((one) => one.key === key)
    const bytes = item && attachmentOf(item)?.bytes.length
    if (item === undefined || bytes === undefined) return
    const sum = this.#attached().reduce((all, one) => all + one.bytes.length, bytes)
    if (sum <= MAX_FILE_BYTES) return this.#edit(key, { state: 'attached' })
    const sizes = { size: this.#sizeText(sum), max: this.#sizeText(MAX_FILE_BYTES) }
    const notice = { key: 'fileTooLarge', values: { name: item.shown, ...sizes } } as const
    this.#change({ sendNotice: notice })
  }

  #edit(key: number, change: Partial<FileItem>): void {
    this.#setFiles(replaced(this.#state.files, key, change))
  }

  #setFiles(files: readonly FileItem[]): void {
    this.#edited({ files })
  }

  /** A change of the draft: what was said of it before no longer holds. */
  #edited(change: Partial<DeskDraft>): void {
    this.#typing(change)
    this.#paint()
  }

  /** The same, drawn when the hand rests. */
  #typing(change: Partial<DeskDraft>): void {
    this.#state = { ...this.#state, ...change, sendNotice: null }
    this.#measureSoon()
  }

  #tie(isTied: boolean): void {
    void this.#workers.keeper.call('tie', isTied).then(() => this.refresh(), this.#refused)
  }

  /** Each desk has its thread and its draft; what waits to leave is one queue. */
  #chooseDesk(desk: string): void {
    const before = this.#state.desk
    if (before !== null) this.#drafts.keep(before, this.#state)
    this.#change({ ...this.#drafts.of(desk), desk, sendNotice: null })
    void this.refresh().then(() => this.search(), this.#refused)
  }

  #attached(): Attachment[] {
    return this.#state.files.flatMap((item) => {
      const made = item.state === 'attached' ? attachmentOf(item) : null
      return made ? [made] : []
    })
  }

  #measureSoon(): void {
    if (this.#measuring !== null) clearTimeout(this.#measuring)
    this.#measuring = setTimeout(() => {
      void this.#measure().catch(this.#refused)
    }, MEASURE_AFTER_MS)
  }

  async #measure(): Promise<number> {
    const { text, about, desk } = this.#state
    const exclusions = namesOf(this.#state.exclusions)
    const attachments = this.#attached()
    const isEmpty = text.trim() === '' && attachments.length === 0 && about?.kind !== 'withdraw'
    const cannot = isEmpty || this.#refusal(exclusions) !== null
    const draft = { text, attachments, exclusions, about, read: [] }
    const parts = cannot ? 0 : await this.#workers.press.call('measure', draft)
    if (desk === this.#state.desk) this.#change({ parts })
    return parts
  }

  #show(step: ComposerState['step'], change: Partial<ComposerState>): void {
    this.#change({ ...change, step })
    this.#focusStep()
  }

  #focusStep(): void {
    const shown = this.#root?.querySelector<HTMLElement>('[data-step]:not([hidden])')
    const headings = [...(shown?.querySelectorAll<HTMLElement>('h4[tabindex]') ?? [])]
    headings.find((one) => one.checkVisibility())?.focus()
  }

  #sizeText(bytes: number): string {
    return bytesText(this.#speaker?.language ?? 'en', bytes)
  }

  #change(change: Partial<ComposerState>): void {
    this.#state = { ...this.#state, ...change }
    this.#paint()
  }

  #paint(): void {
    if (this.#root !== null && this.#speaker !== null)
      paintComposer(this.#root, this.#state, this.#speaker)
  }

  /** Every failure has its sentence, and nothing that was typed is lost. */
  #fail(error: unknown): void {
    if (!(error instanceof PosternError)) throw error
    if (error.code === 'worker-died') return this.die()
    const key = error.code === 'vault-full' ? 'vaultFull' : 'failed'
    const trouble: Sentence = { key, values: {} }
    if (this.#state.step === 'opening') this.#show('type', { wordsTrouble: trouble })
    else this.#change({ isSending: false, sendNotice: trouble })
  }

  readonly #refused = (error: unknown): void => this.#fail(error)
}

function wordsTrouble(reading: WordsReading): Sentence | null {
  switch (reading.kind) {
    case 'words':
      return null
    case 'unknown-word':
      return unknownWord(reading.word, reading.position, reading.nearest[0])
    case 'wrong-count':
      return { key: 'wrongCount', values: { n: reading.count } }
    default:
      return { key: 'slip', values: {} }
  }
}

function unknownWord(word: string, position: number, near: string | undefined): Sentence {
  const values = { word, position: position + 1 }
  return near === undefined
    ? { key: 'unknownWord', values }
    : { key: 'unknownWordNear', values: { ...values, near } }
}
