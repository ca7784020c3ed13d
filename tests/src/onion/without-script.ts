import type { Page } from 'playwright-core'
import { ThroughTor } from './through-tor.ts'

/** A file to send. */
export interface Paper {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** A person whose browser reaches the onion address through Tor and runs no script. */
export class WithoutScript {
  readonly #browser: ThroughTor

  private constructor(browser: ThroughTor) {
    this.#browser = browser
  }

  static async open(locale: string): Promise<WithoutScript> {
    return new WithoutScript(await ThroughTor.open({ javaScriptEnabled: false, locale }))
  }

  get page(): Page {
    return this.#browser.page
  }

  /** From a story to the form, by the link in the page. */
  async reach(address: string): Promise<void> {
    await this.page.goto(address)
    await this.page.locator('.confidence noscript a, .confidence .notice a').first().click()
    await this.page.locator('form[action="new"]').waitFor()
  }

  /** Has words made, and types them back; resolves to them. */
  async begin(): Promise<string> {
    await this.page.locator('form[action="new"] button').click()
    const shown = this.page.locator('ol.words li')
    await shown.last().waitFor()
    const words = await shown.allTextContents()
    await this.open(words.join(' '))
    return words.join(' ')
  }

  async open(words: string): Promise<void> {
    await this.page.fill('#door-words', words)
    await this.page.locator('form[action="open"] button').click()
    await this.page.locator('form[action="send"]').waitFor()
  }

  /** Resolves to what the page says after it. */
  async send(text: string, papers: readonly Paper[]): Promise<string> {
    await this.page.locator('input[name="desk"]').first().check()
    await this.page.fill('#door-text', text)
    await this.page.setInputFiles('#door-files', [...papers])
    await this.page.locator('form[action="send"] button').click()
    const said = this.page.locator('.door [role="status"], #door-trouble')
    return ((await said.first().textContent()) ?? '').trim()
  }

  async answers(): Promise<string[]> {
    return await this.page.locator('.door .reply .text').allTextContents()
  }

  /** The lines that say how many messages a desk has whole. */
  async received(): Promise<string[]> {
    const lines = this.page.locator('.door section p', { hasText: /: \d+$/ })
    return (await lines.allTextContents()).map((line) => line.trim())
  }

  async lookAgain(): Promise<void> {
    await this.page.locator('form[action="look"] button').click()
    await this.page.locator('form[action="send"]').waitFor()
  }

  async close(): Promise<void> {
    await this.#browser.close()
  }
}
