import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { SOCKS_PORT } from './tor-network.ts'

const STEP_MS = 60_000
const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** A person's real Chromium that knows no way but Tor. */
export class ThroughTor {
  readonly page: Page
  readonly #browser: Browser

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser
    this.page = page
  }

  static async open(options: BrowserContextOptions): Promise<ThroughTor> {
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: FLAGS,
      proxy: { server: `socks5://127.0.0.1:${SOCKS_PORT}` },
    })
    const context = await browser.newContext({ ...options, viewport: { width: 390, height: 844 } })
    context.setDefaultTimeout(STEP_MS)
    return new ThroughTor(browser, await context.newPage())
  }

  async close(): Promise<void> {
    await this.#browser.close()
  }
}
