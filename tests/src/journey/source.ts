import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { until } from './until.ts'

const OPEN_MS = 60_000
const PREPARE_MS = 30_000

/** How a file goes: `fine` is the large cleaned copy, `sealed` the original for two. */
export type Choice = 'fine' | 'original' | 'sealed'

/** What a person at the composer does, by the page's own buttons and fields. */
export class SourceAtWork {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** The first time: eight words shown, written down, typed back. */
  async begin(): Promise<string> {
    await this.#act('new')
    const words = this.#page.locator('#postern [data-field="words"] li')
    await words.first().waitFor({ state: 'visible' })
    const shown = (await words.allTextContents()).map((word) => word.trim()).join(' ')
    await this.#act('copied')
    await this.#type(shown)
    return shown
  }

  /** What the page says to a wrong word; null when it says nothing. */
  async tryWords(words: string): Promise<string> {
    await this.#act('return')
    await this.#page.fill('#postern-words', words)
    await this.#act('open')
    const trouble = this.#page.locator('#postern-words-trouble')
    await trouble.waitFor({ state: 'visible' })
    return (await trouble.textContent()) ?? ''
  }

  async goBack(): Promise<void> {
    await this.#page.locator('#postern [data-step="type"] [data-act="back"]').click()
  }

  /** With words alone. */
  async returnBy(words: string): Promise<void> {
    await this.#act('return')
    await this.#type(words)
  }

  async write(text: string): Promise<void> {
    await this.#page.fill('#postern-text', text)
  }

  /** Picks a file, chooses how it goes, attaches it; resolves to the hash that the page shows. */
  async attach(path: string, choice: Choice): Promise<string> {
    await this.#page.setInputFiles('#postern-files', path)
    const card = this.#page.locator('#postern [data-field="files"] .card').last()
    const radio = card.locator(`input[type="radio"][value="${choice}"]`)
    await radio.waitFor({ state: 'visible', timeout: PREPARE_MS })
    await radio.check()
    await card.locator('[data-act="attach"]').click()
    const hash = await card.locator('.hash').textContent({ timeout: PREPARE_MS })
    return /[0-9a-f]{64}/.exec(hash ?? '')?.[0] ?? ''
  }

  /** The choices that the card of a file offers, before it is attached. */
  async waysOf(path: string): Promise<string[]> {
    await this.#page.setInputFiles('#postern-files', path)
    const card = this.#page.locator('#postern [data-field="files"] .card').last()
    const ways = card.locator('input[type="radio"]')
    await ways.first().waitFor({ timeout: PREPARE_MS })
    const values = await ways.evaluateAll((all) =>
      all.map((one) => one.getAttribute('value') ?? ''),
    )
    await card.locator('[data-act="remove"]').click()
    return values
  }

  /** Seals and queues; resolves to what waits to leave, in words. */
  async send(): Promise<string> {
    await this.#act('send')
    await until('the message is queued', PREPARE_MS, async () => this.#isEmptied())
    return await this.outbox()
  }

  async outbox(): Promise<string> {
    return (await this.#page.locator('#postern [data-field="outbox"]').textContent()) ?? ''
  }

  /** What the page says while nothing has come; empty when something has. */
  async emptiness(): Promise<string> {
    const empty = this.#page.locator('#postern [data-field="empty"]')
    return (await empty.isVisible()) ? ((await empty.textContent()) ?? '') : ''
  }

  /** Cards of the thread: who, and what was said. */
  async entries(): Promise<string[]> {
    return await this.#page.locator('#postern [data-field="entries"] .card').allInnerTexts()
  }

  async replies(): Promise<string[]> {
    return await this.#page.locator('#postern .card.reply .text').allTextContents()
  }

  async #type(words: string): Promise<void> {
    await this.#page.fill('#postern-words', words)
    await this.#act('open')
    const thread = this.#page.locator('#postern [data-step="thread"]')
    await thread.waitFor({ state: 'visible', timeout: OPEN_MS })
  }

  async #isEmptied(): Promise<boolean> {
    return (await this.#page.inputValue('#postern-text')) === ''
  }

  async #act(act: string): Promise<void> {
    await this.#page.locator(`#postern [data-act="${act}"]:visible`).click()
  }
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
