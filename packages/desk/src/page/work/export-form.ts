import { type BagProgress, isRecipient } from '@postern/evidence'
import { toHex } from '@postern/protocol'
import { runningSha256 } from '@postern/protocol/portable'
import { VERIFIER } from '../compiled.ts'
import { button, element, foreignText } from '../element.ts'
import { fill } from '../messages.ts'
import { saveStream } from '../save-stream.ts'
import type { CaseDesk } from './case-desk.ts'

/** The form that two signatures open: seals the case to its recipients and saves it, as it is made. */
export class ExportForm {
  readonly root: HTMLElement = element('section', { className: 'act', hidden: true })
  readonly #desk: CaseDesk
  readonly #signed = element('p', {})
  readonly #recipients = element('textarea', { id: 'recipients', rows: 2, dir: 'ltr' })
  readonly #status = element('p', { className: 'answer-status' })
  readonly #start: HTMLButtonElement
  readonly #stop: HTMLButtonElement
  #isStopped = false

  constructor(desk: CaseDesk) {
    const { work } = desk.parts
    this.#desk = desk
    this.#recipients.spellcheck = false
    this.#status.setAttribute('role', 'status')
    this.#start = button(work.exportStart, () => void this.#run())
    this.#stop = button(work.stop, () => (this.#isStopped = true))
    this.#stop.hidden = true
    this.root.append(
      element('h3', {}, work.exportCase),
      this.#signed,
      element('label', { htmlFor: 'recipients' }, work.recipients),
      this.#recipients,
      element('div', { className: 'acts' }, this.#start, this.#stop),
      this.#status,
    )
  }

  /** Open while an approval stands; what was said last stays to be read. */
  update(): void {
    const { held } = this.#desk
    const request = held?.file ? held.docket.requests.approved('export') : null
    this.#start.disabled = request === null || !this.#stop.hidden
    this.root.hidden = request === null && this.#status.textContent === ''
    if (request === null) return
    const signed = fill(this.#desk.parts.work.exportSigned, request.facts.reason)
    this.#signed.replaceChildren(foreignText('span', '', signed))
  }

  async #run(): Promise<void> {
    const { work, room, language } = this.#desk.parts
    const { held } = this.#desk
    const request = held && held.docket.requests.approved('export')
    const recipients = this.#recipients.value.split(/\s+/u).filter((one) => one !== '')
    const wrong = recipients.find((one) => !isRecipient(one))
    if (held === null || request === null) return
    if (recipients.length === 0) return this.#say(work.noRecipient)
    if (wrong !== undefined) return this.#say(fill(work.badRecipient, wrong))
    this.#work(true)
    const items = held.file?.content.items.size ?? 0
    const say = ({ item, bytes }: BagProgress): void =>
      this.#say(fill(work.exporting, `${item} / ${items} · ${inMegabytes(language, bytes)}`))
    const order = { request, recipients, verifier: VERIFIER(), say }
    const hash = runningSha256()
    try {
      const sealed = await room.evidence.export(held, order)
      const name = `${held.fellowship.reference.replaceAll(' ', '-')}.zip.age`
      await saveStream(this.#passing(sealed, hash), name, () => undefined)
      const sha256 = hash.digest()
      room.evidence.exported(held, order, sha256)
      this.#say(fill(work.exportDone, `SHA-256 ${toHex(sha256)}`))
    } catch {
      this.#say(this.#isStopped ? work.exportStopped : work.exportFailed)
    } finally {
      this.#work(false)
    }
  }

  async *#passing(
    sealed: ReadableStream<Uint8Array>,
    hash: { update(piece: Uint8Array): void },
  ): AsyncGenerator<Uint8Array> {
    const reader = sealed.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (this.#isStopped) throw new Error('stopped')
      if (done) return
      hash.update(value)
      yield value
    }
  }

  #work(isOn: boolean): void {
    if (isOn) this.#isStopped = false
    this.#stop.hidden = !isOn
    this.update()
  }

  #say(line: string): void {
    this.#status.textContent = line
  }
}

function inMegabytes(language: string, bytes: number): string {
  const unit = { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 } as const
  return (bytes / 1_000_000).toLocaleString(language, unit)
}
