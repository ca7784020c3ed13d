import { button, element } from '../element.ts'
import { fill } from '../messages.ts'
import { type FrameTrouble, LookFrame } from './look-frame.ts'
import type { PaperKind, Picture } from './look-message.ts'
import { type LookWords, lookWords } from './look-words.ts'

/** Closes the frame that is open: another paper takes its place. */
let closeOpen = (): void => undefined

/** A paper page by page, as pictures that were drawn where nothing can be reached. */
export class PaperView {
  readonly root: HTMLElement
  readonly #words: LookWords
  readonly #paper: PaperKind
  readonly #bytes: Uint8Array
  readonly #label: string
  readonly #status: HTMLElement = element('p', { className: 'paper-status' })
  readonly #page: HTMLElement = element('div', { className: 'paper-page' })
  readonly #before: HTMLButtonElement
  readonly #after: HTMLButtonElement
  #frame: LookFrame | null = null
  #pages = 0
  #number = 1

  constructor(language: string, paper: PaperKind, bytes: Uint8Array, label: string) {
    const words = lookWords(language)
    this.#words = words
    this.#paper = paper
    this.#bytes = bytes
    this.#label = label
    this.#status.setAttribute('role', 'status')
    this.#before = button(words.pageBefore, () => void this.show(this.#number - 1))
    this.#after = button(words.pageAfter, () => void this.show(this.#number + 1))
    const turn = element('div', { className: 'acts' }, this.#before, this.#after)
    const what = element('p', { className: 'proof' }, paper === 'pdf' ? words.asPdf : words.asWords)
    this.root = element('div', { className: 'paper' }, what, turn, this.#status, this.#page)
    this.#allow()
  }

  /** Pages count from 1. */
  async show(number: number): Promise<void> {
    this.#before.disabled = true
    this.#after.disabled = true
    this.#status.textContent = this.#words.drawing
    const picture = await this.#draw(number)
    if (typeof picture === 'string') this.#status.textContent = this.#words[picture]
    else {
      this.#number = number
      const place = fill(this.#words.pageOf, `${number} / ${this.#pages}`)
      this.#status.textContent = place
      this.#page.replaceChildren(canvasOf(picture, `${this.#label}, ${place}`))
    }
    this.#allow()
  }

  async #draw(number: number): Promise<Picture | FrameTrouble> {
    if (this.#frame === null) {
      const frame = this.#take()
      const opened = await frame.open(this.#paper, this.#bytes)
      if (typeof opened === 'string') return this.#drop(opened)
      this.#pages = opened
    }
    const picture = await this.#frame?.page(number)
    return picture === undefined || typeof picture === 'string'
      ? this.#drop(picture ?? 'silent')
      : picture
  }

  #take(): LookFrame {
    closeOpen()
    closeOpen = () => void this.#drop('silent')
    this.#frame = new LookFrame(document.body)
    return this.#frame
  }

  /** The next page opens it anew. */
  #drop(trouble: FrameTrouble): FrameTrouble {
    this.#frame?.close()
    this.#frame = null
    return trouble
  }

  #allow(): void {
    this.#before.disabled = this.#number <= 1
    this.#after.disabled = this.#number >= this.#pages
  }
}

function canvasOf({ width, height, pixels }: Picture, label: string): HTMLCanvasElement {
  const canvas = element('canvas', { width, height })
  canvas.setAttribute('role', 'img')
  canvas.setAttribute('aria-label', label)
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0)
  return canvas
}
