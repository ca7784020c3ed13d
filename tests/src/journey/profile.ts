import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

const FLAGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** One person's browser: a real Chromium with a profile of its own. */
export class Profile {
  readonly context: BrowserContext
  readonly page: Page
  /** What went wrong in the page: errors and refusals of its policy. */
  readonly troubles: string[] = []
  readonly #folder: string

  private constructor(folder: string, context: BrowserContext, page: Page) {
    this.#folder = folder
    this.context = context
    this.page = page
    page.on('pageerror', (error) => this.troubles.push(error.message))
    page.on('console', (message) => {
      if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text()))
        this.troubles.push(message.text())
    })
  }

  static async open(locale: string): Promise<Profile> {
    const folder = await mkdtemp(join(tmpdir(), 'postern-profile-'))
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      headless: true,
      args: FLAGS,
      locale,
      viewport: { width: 1_100, height: 900 },
    })
    return new Profile(folder, context, context.pages()[0] ?? (await context.newPage()))
  }

  /** Closes the browser and forgets everything that it kept. */
  async close(): Promise<void> {
    await this.context.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
