import { LOOK_FRAME } from '../compiled.ts'
import { element } from '../element.ts'
import {
  type LookAnswer,
  type LookRequest,
  type LookTrouble,
  type PaperKind,
  type Picture,
  readAnswer,
} from './look-message.ts'

/** A paper that takes longer is given up, and its frame with it. */
const PATIENCE_MS = 30_000

/** What went wrong: the paper, or its frame did not answer. */
export type FrameTrouble = LookTrouble | 'silent'

/**
 * The frame in which one paper is opened. Its document is of an origin of its own and can reach
 * nothing; whatever comes from it is looked at before it is used.
 */
export class LookFrame {
  readonly #frame: HTMLIFrameElement
  readonly #patienceMs: number
  #waiting: ((answer: LookAnswer) => void) | null = null

  /** `place` gets the frame, which nobody sees. */
  constructor(place: HTMLElement, patienceMs: number = PATIENCE_MS) {
    this.#patienceMs = patienceMs
    this.#frame = element('iframe', { className: 'look-frame', src: LOOK_FRAME() })
    this.#frame.sandbox.add('allow-scripts')
    this.#frame.setAttribute('aria-hidden', 'true')
    this.#frame.tabIndex = -1
    addEventListener('message', this.#heard)
    place.append(this.#frame)
  }

  /** Number of pages, or what went wrong; then the frame is gone. */
  async open(paper: PaperKind, bytes: Uint8Array): Promise<number | FrameTrouble> {
    const ready = await this.#next()
    if (ready === null) return this.#fail('silent')
    const answer = await this.#ask({ kind: 'open', paper, bytes })
    if (answer?.kind === 'opened') return answer.pages
    return this.#fail(answer?.kind === 'trouble' ? answer.why : 'silent')
  }

  /** Pages count from 1. */
  async page(number: number): Promise<Picture | FrameTrouble> {
    const answer = await this.#ask({ kind: 'page', number })
    if (answer?.kind === 'page' && answer.number === number) return answer.picture
    return this.#fail(answer?.kind === 'trouble' ? answer.why : 'silent')
  }

  close(): void {
    removeEventListener('message', this.#heard)
    this.#frame.remove()
  }

  readonly #heard = ({ data, source }: MessageEvent): void => {
    const answer = source === this.#frame.contentWindow ? readAnswer(data) : null
    if (answer !== null) this.#waiting?.(answer)
  }

  async #ask(request: LookRequest): Promise<LookAnswer | null> {
    const answer = this.#next()
    this.#frame.contentWindow?.postMessage(request, '*')
    return await answer
  }

  async #next(): Promise<LookAnswer | null> {
    return await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), this.#patienceMs)
      this.#waiting = (answer) => {
        clearTimeout(timer)
        this.#waiting = null
        resolve(answer)
      }
    })
  }

  #fail(trouble: FrameTrouble): FrameTrouble {
    this.close()
    return trouble
  }
}
