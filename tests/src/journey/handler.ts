import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { Profile } from './profile.ts'
import type { Welcome } from './system.ts'
import { until } from './until.ts'

const OPEN_MS = 60_000
const LOAD_MS = 60_000

/** One file of a message as the handler's page shows it. */
export interface ShownFile {
  readonly sha256: string
  readonly bytes: Uint8Array
  /** What the page said of the hash, after it had the bytes. */
  readonly verdict: string
  readonly downloadName: string
}

/** A handler at the desk, by the page's own buttons and fields. */
export class HandlerAtWork {
  readonly profile: Profile

  private constructor(profile: Profile) {
    this.profile = profile
  }

  static async open(welcome: Welcome): Promise<HandlerAtWork> {
    const profile = await Profile.open('en-GB')
    await profile.page.goto(welcome.handlers)
    const handler = new HandlerAtWork(profile)
    await handler.unlock(welcome)
    return handler
  }

  /** At the start, and when he comes back to a desk that has locked itself. */
  async unlock({ name, passphrase }: Pick<Welcome, 'name' | 'passphrase'>): Promise<void> {
    await this.page.fill('#name', name)
    await this.page.fill('#passphrase', passphrase)
    await this.page.click('form.unlock button[type="submit"]')
    await this.page.locator('.workspace').waitFor({ timeout: OPEN_MS })
  }

  async isLocked(): Promise<boolean> {
    return await this.page.locator('#passphrase').isVisible()
  }

  get page(): Page {
    return this.profile.page
  }

  /** Whole messages of the open thread, in order. */
  async texts(): Promise<string[]> {
    return await this.page.locator('.thread .message .text').allTextContents()
  }

  /** Opens the first contact of the list, once there is one. */
  async openFirst(withinMs: number): Promise<void> {
    const row = this.page.locator('button.contact').first()
    await row.waitFor({ timeout: withinMs })
    await row.click()
    await this.page.locator('.thread').waitFor()
  }

  async contacts(): Promise<number> {
    return await this.page.locator('button.contact').count()
  }

  async accept(): Promise<void> {
    await this.page.locator('.acts button').first().click()
  }

  /** Saves the n-th file of the thread. */
  async file(index: number): Promise<ShownFile> {
    const section = this.page.locator('.thread section.file').nth(index)
    const sha256 = (await section.locator('code').textContent()) ?? ''
    const waiting = this.page.waitForEvent('download', { timeout: LOAD_MS })
    await section.locator('button').last().click()
    const download = await waiting
    const bytes = new Uint8Array(await readFile(await download.path()))
    const verdict = (await section.locator('.file-status').textContent()) ?? ''
    return { sha256: sha256.trim(), bytes, verdict, downloadName: download.suggestedFilename() }
  }

  /** Shows the n-th file as a picture; resolves to its size in pixels. */
  async picture(index: number): Promise<{ width: number; height: number }> {
    const section = this.page.locator('.thread section.file').nth(index)
    await section.locator('button').first().click()
    const canvas = section.locator('.picture canvas')
    await canvas.waitFor({ timeout: LOAD_MS })
    return await canvas.evaluate((node) =>
      node instanceof HTMLCanvasElement
        ? { width: node.width, height: node.height }
        : { width: 0, height: 0 },
    )
  }

  async answer(text: string): Promise<void> {
    await this.page.fill('#answer', text)
    await this.page.click('form.answer button[type="submit"]')
    await until(
      'the answer is taken',
      LOAD_MS,
      async () => (await this.page.inputValue('#answer')) === '',
    )
  }

  /** How far the last answer has come, in the page's words. */
  async delivery(): Promise<string> {
    const states = this.page.locator('.thread .delivery')
    return (await states.count()) === 0 ? '' : ((await states.last().textContent()) ?? '')
  }

  async close(): Promise<void> {
    await this.profile.close()
  }
}
