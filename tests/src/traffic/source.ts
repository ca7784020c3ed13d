import type { Page } from 'puppeteer-core'
import { pause } from './pause.ts'
import type { Act } from './script.ts'

const STEP_MS = 60
const KEY_MS = 30
const TEXT =
  'На складе у третьего причала ночью меняют номера вагонов, накладных нет, учёт ведут в другой тетради. '.repeat(
    6,
  )
const TYPED = 'И ещё одно.'

/** What a source does at the composer, by its own buttons and fields; each act ends as soon as it can. */
export class Source {
  readonly #page: Page
  readonly #picture: string
  /** Null before she has any. */
  #words: string | null

  constructor(page: Page, picture: string, words: string | null) {
    this.#page = page
    this.#picture = picture
    this.#words = words
  }

  /** Error when the visit ended before the act did. */
  async act(act: Act, visit: AbortSignal): Promise<void> {
    const acts: Readonly<Record<Act, () => Promise<void>>> = {
      open: () => this.#open(visit),
      write: () => this.#write(visit),
      attach: () => this.#attach(visit),
      send: () => this.#send(visit),
      lock: () => this.#click('lock', visit),
    }
    await acts[act]()
  }

  async #open(visit: AbortSignal): Promise<void> {
    if (await this.#has('[data-step="thread"]')) return
    if (this.#words === null) this.#words = await this.#newWords(visit)
    else await this.#click('return', visit)
    await this.#fill('#postern-words', this.#words, visit)
    await this.#click('open', visit)
    await this.#until(() => this.#has('[data-step="thread"]'), visit)
  }

  async #newWords(visit: AbortSignal): Promise<string> {
    await this.#click('new', visit)
    await this.#until(() => this.#has('[data-field="words"] li:nth-child(8)'), visit)
    const words = await this.#page.$$eval('#postern [data-field="words"] li', (items) =>
      items.map((item) => item.textContent?.trim() ?? ''),
    )
    await this.#click('copied', visit)
    return words.join(' ')
  }

  async #write(visit: AbortSignal): Promise<void> {
    await this.#fill('#postern-text', TEXT, visit)
    await this.#page.focus('#postern-text')
    for (const letter of TYPED) {
      await this.#page.keyboard.type(letter)
      await pause(KEY_MS)
      visit.throwIfAborted()
    }
  }

  async #attach(visit: AbortSignal): Promise<void> {
    const input = await this.#page.$('#postern-files')
    if (input?.toElement === undefined) throw new Error('there is nowhere to choose a file')
    await (await input.toElement('input')).uploadFile(this.#picture)
    await this.#click('attach', visit)
    await this.#until(() => this.#has('[data-field="files"] .hash'), visit)
  }

  /** The text leaves the field once the message is queued; an outbox that is full says so and keeps it. */
  async #send(visit: AbortSignal): Promise<void> {
    await this.#click('send', visit)
    const isSaid = (): Promise<boolean> => this.#has('[data-field="send-trouble"]')
    await this.#until(isSaid, visit)
  }

  async #click(act: string, visit: AbortSignal): Promise<void> {
    const selector = `[data-act="${act}"]`
    await this.#until(() => this.#has(selector), visit)
    await this.#page.evaluate((wanted) => {
      const buttons = [...document.querySelectorAll<HTMLElement>(`#postern ${wanted}`)]
      buttons.find((one) => one.checkVisibility())?.click()
    }, selector)
  }

  async #fill(selector: string, text: string, visit: AbortSignal): Promise<void> {
    await this.#until(() => this.#has(selector), visit)
    await this.#page.evaluate(
      (where, what) => {
        const field = document.querySelector<HTMLTextAreaElement>(where)
        if (field === null) return
        field.value = what
        field.dispatchEvent(new Event('input', { bubbles: true }))
      },
      selector,
      text,
    )
  }

  /** Whether it is there to be seen in the composer. */
  async #has(selector: string): Promise<boolean> {
    return await this.#page.evaluate(
      (wanted) =>
        [...document.querySelectorAll<HTMLElement>(`#postern ${wanted}`)].some((one) =>
          one.checkVisibility(),
        ),
      selector,
    )
  }

  async #until(holds: () => Promise<boolean>, visit: AbortSignal): Promise<void> {
    while (!(await holds())) {
      await pause(STEP_MS)
      visit.throwIfAborted()
    }
  }
}
