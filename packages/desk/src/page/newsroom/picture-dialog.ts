import type { Picture } from '@postern/site/records'
import type { StoryClient } from '../../member/story-client.ts'
import { button, element } from '../element.ts'
import { fill } from '../messages.ts'
import { makePicture } from './picture-maker.ts'
import { slugOf } from './story-list.ts'
import type { StoryWords } from './story-words.ts'
import { whyNot } from './why-not.ts'

/** A click there in hundredths of the picture, from the top left. */
type Focus = Picture['focus']

const MIDDLE: Focus = { x: 50, y: 50 }
const SHOWN_PIXELS = 480

/** Lets a person choose a file, names it, cuts it, and asks what must stay in sight; its name, or null. */
export async function addPicture(words: StoryWords, client: StoryClient): Promise<string | null> {
  const dialog = new PictureDialog(words, client)
  return await dialog.open()
}

class PictureDialog {
  readonly #words: StoryWords
  readonly #client: StoryClient
  readonly #root: HTMLDialogElement
  readonly #file: HTMLInputElement = element('input', {
    type: 'file',
    id: 'picture-file',
    accept: 'image/*',
  })
  readonly #name: HTMLInputElement = element('input', {
    type: 'text',
    id: 'picture-name',
    dir: 'ltr',
  })
  readonly #status: HTMLElement = element('p')
  readonly #canvas: HTMLCanvasElement = element('canvas', { hidden: true, tabIndex: 0 })
  readonly #done: HTMLButtonElement
  readonly #closed = Promise.withResolvers<string | null>()
  #made: Omit<Picture, 'picture' | 'focus'> | null = null
  #focus = MIDDLE

  constructor(words: StoryWords, client: StoryClient) {
    this.#words = words
    this.#client = client
    this.#status.setAttribute('role', 'status')
    this.#done = button(words.save, () => void this.#save())
    this.#done.className = 'first'
    this.#done.disabled = true
    this.#file.addEventListener('change', () => void this.#cut())
    this.#canvas.addEventListener('click', (event) => this.#point(event.offsetX, event.offsetY))
    this.#canvas.addEventListener('keydown', (event) => this.#key(event))
    this.#root = element(
      'dialog',
      { className: 'picture-dialog' },
      element('label', { htmlFor: this.#file.id }, words.addPicture),
      this.#file,
      element('label', { htmlFor: this.#name.id }, words.pictureName),
      this.#name,
      this.#status,
      this.#canvas,
      element(
        'div',
        { className: 'acts' },
        this.#done,
        button(words.cancel, () => this.#root.close()),
      ),
    )
    this.#root.setAttribute('aria-label', words.addPicture)
    this.#root.addEventListener('close', () => this.#closed.resolve(null))
  }

  async open(): Promise<string | null> {
    document.body.append(this.#root)
    this.#root.showModal()
    const name = await this.#closed.promise
    this.#root.remove()
    return name
  }

  async #cut(): Promise<void> {
    const [file] = this.#file.files ?? []
    if (file === undefined) return
    this.#done.disabled = true
    if (this.#name.value === '') this.#name.value = slugOf(file.name.replace(/\.\w+$/, ''))
    this.#say(this.#words.pictureWorking, '…')
    const progress = (done: number, of: number): void =>
      this.#say(this.#words.pictureWorking, `${done}/${of}`)
    try {
      this.#made = await makePicture(this.#client, file, progress)
    } catch {
      return this.#say(this.#words.unreachable)
    }
    if (this.#made === null) return this.#say(this.#words.pictureBad)
    this.#say(this.#words.pictureTaken)
    await this.#draw(file)
    this.#done.disabled = false
  }

  async #draw(file: Blob): Promise<void> {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, SHOWN_PIXELS / picture.width)
    this.#canvas.width = Math.round(picture.width * scale)
    this.#canvas.height = Math.round(picture.height * scale)
    this.#canvas.hidden = false
    this.#canvas.setAttribute('role', 'img')
    this.#canvas.setAttribute('aria-label', this.#words.pictureTaken)
    const pen = this.#canvas.getContext('2d')
    if (pen === null) return
    pen.drawImage(picture, 0, 0, this.#canvas.width, this.#canvas.height)
    const x = (this.#focus.x / 100) * this.#canvas.width
    const y = (this.#focus.y / 100) * this.#canvas.height
    for (const [colour, width] of [
      ['#000', 5],
      ['#fff', 2],
    ] as const) {
      pen.strokeStyle = colour
      pen.lineWidth = width
      pen.beginPath()
      pen.arc(x, y, 14, 0, 2 * Math.PI)
      pen.stroke()
    }
  }

  #point(x: number, y: number): void {
    const share = (at: number, of: number): number =>
      Math.min(100, Math.max(0, Math.round((100 * at) / of)))
    const { clientWidth, clientHeight } = this.#canvas
    this.#focus = { x: share(x, clientWidth), y: share(y, clientHeight) }
    const [file] = this.#file.files ?? []
    if (file !== undefined) void this.#draw(file)
  }

  #key(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-5, 0],
      ArrowRight: [5, 0],
      ArrowUp: [0, -5],
      ArrowDown: [0, 5],
    }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const { clientWidth, clientHeight } = this.#canvas
    const { x, y } = this.#focus
    this.#point(((x + step[0]) * clientWidth) / 100, ((y + step[1]) * clientHeight) / 100)
  }

  async #save(): Promise<void> {
    const name = slugOf(this.#name.value)
    this.#name.value = name
    if (this.#made === null || name === '') return this.#name.focus()
    const picture = { picture: name, focus: this.#focus, ...this.#made }
    const outcome = await this.#client.savePicture(picture).catch(() => null)
    if (outcome !== 'taken') return this.#say(whyNot(this.#words, outcome))
    this.#closed.resolve(name)
    this.#root.close()
  }

  #say(message: string, n: string = ''): void {
    this.#status.textContent = fill(message, n)
  }
}
