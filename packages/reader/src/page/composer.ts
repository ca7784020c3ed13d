import type { Attachment } from '@postern/protocol'
import { PosternError } from '@postern/protocol'
import { bytesText } from '../client/duration.ts'
import type { WordsReading } from '../client/keeper.ts'
import { type ComposerState, LOCKED } from './composer-state.ts'
import {
  attachmentOf,
  isFileChoice,
  type FileItem,
  MAX_FILE_BYTES,
  pickedFile,
  readFile,
} from './file-item.ts'
import { paintComposer } from './paint-composer.ts'
import { type Sentence, Speaker } from './speaker.ts'
import type { Workers } from './workers.ts'

const MEASURE_AFTER_MS = 300

/**
 * The composer of one document: acts on its state, then draws it. Nothing here fetches, posts or
 * listens; what leaves is decided in the page view, which asks the keeper. (V6)
 */
export class Composer {
  readonly #workers: Workers
  #state: ComposerState = LOCKED
  #root: HTMLElement | null = null
  #speaker: Speaker | null = null
  #files = 0
  #measuring: ReturnType<typeof setTimeout> | null = null

  constructor(workers: Workers) {
    this.#workers = workers
  }

  /** Takes over the composer of the page that has just been shown; inert until its moment. (V4) */
  adopt(): void {
    this.#root = document.querySelector<HTMLElement>('#postern')
    this.#speaker = Speaker.ofPage()
    if (this.#root === null) return
    this.#root.inert = true
    this.#root.hidden = false
    this.#change({ sendNotice: null })
  }

  /** Shows what the keeper knows now. */
  async refresh(): Promise<void> {
    const { step, desk } = this.#state
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
      lock: () => this.lock(),
      attach: () => this.#attach(file),
      remove: () => this.#setFiles(this.#state.files.filter(({ key }) => key !== file)),
    }
    void Promise.resolve(acts[act]?.()).catch((error: unknown) => this.#fail(error))
  }

  typed(target: HTMLElement): void {
    if (!(target instanceof HTMLTextAreaElement)) return
    if (target.id === 'postern-words') this.#state = { ...this.#state, typed: target.value }
    if (target.id !== 'postern-text') return
    this.#state = { ...this.#state, text: target.value, sendNotice: null }
    this.#measureSoon()
  }

  changed(target: HTMLElement): void {
    if (!(target instanceof HTMLInputElement)) return
    if (target.id === 'postern-files') this.#pick(target)
    if (/^postern-(?:thread-)?desks$/.test(target.name)) this.#chooseDesk(target.value)
    const { file, keepName } = target.dataset
    if (file !== undefined && isFileChoice(target.value))
      this.#edit(Number(file), { chosen: target.value })
    if (keepName !== undefined) this.#edit(Number(keepName), { keepName: target.checked })
  }

  /** Forgets everything at once. */
  lock(): void {
    const { view, desk, isDead } = this.#state
    this.#state = { ...LOCKED, desk, isDead, view: view && { ...view, thread: null, waiting: 0 } }
    this.#paint()
    void this.#workers.keeper.call('lock').then(() => this.refresh(), this.#refused)
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
    await keeper.call('unlock', typed, typing === 'new')
    this.#state = { ...this.#state, words: [], typed: '', step: 'thread' }
    await this.refresh()
    this.#focusStep()
    await this.search()
  }

  async #send(): Promise<void> {
    const { desk, text, isSending } = this.#state
    const attachments = this.#attached()
    if (isSending || desk === null) return
    this.#change({ isSending: true, sendNotice: { key: 'preparing', values: {} } })
    const refused = this.#refusal(await this.#measure())
    if (refused !== null) return this.#change({ isSending: false, sendNotice: refused })
    const parts = await this.#workers.keeper.call('send', desk, text, attachments)
    const sendNotice = { key: 'queued', values: { n: parts } } as const
    this.#change({ text: '', files: [], parts: 0, isSending: false, sendNotice })
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

  /** Says what to do instead, before anything is queued. (S6) */
  #refusal(parts: number): Sentence | null {
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
    const read = await readFile(this.#workers.press, item, (bytes) => this.#sizeText(bytes))
    this.#setFiles(this.#state.files.map((one) => (one.key === item.key ? read : one)))
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
    this.#setFiles(this.#state.files.map((one) => (one.key === key ? { ...one, ...change } : one)))
  }

  #setFiles(files: readonly FileItem[]): void {
    this.#change({ files, sendNotice: null })
    this.#measureSoon()
  }

  #chooseDesk(desk: string): void {
    this.#change({ desk })
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
    const draft = { text: this.#state.text, attachments: this.#attached(), read: [] }
    const isEmpty = draft.text.trim() === '' && draft.attachments.length === 0
    const parts = isEmpty ? 0 : await this.#workers.press.call('measure', draft)
    this.#change({ parts })
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
    const trouble = { key: 'failed', values: {} } as const
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
