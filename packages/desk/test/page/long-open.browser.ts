import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { messageOf } from '../message.ts'
import { World } from '../world.ts'
import { PASSPHRASE, ServedDesk } from './served-desk.ts'

const CHROMIUM = '/usr/bin/chromium'
const WAIT_MS = 40_000
/** More than a handler may leave his desk alone. */
const SLEPT_MS = 11 * 60_000
/** Runs in the page: bundles of the log that are on this device. */
const COUNT_KEPT = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('postern-desk-log', 1)
  opening.onerror = () => reject(opening.error)
  opening.onsuccess = () => {
    const store = opening.result.transaction('bundles', 'readonly').objectStore('bundles')
    const counting = store.count()
    counting.onsuccess = () => resolve(counting.result)
    counting.onerror = () => reject(counting.error)
  }
})`

describe.runIf(existsSync(CHROMIUM))('a desk that stays open for long', () => {
  const world = new World('long open', 1, () => Date.now())
  let browser: Browser
  let served: ServedDesk
  let written = 0

  beforeAll(async () => {
    served = await ServedDesk.open(world, ['demo'])
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  })

  afterAll(async () => {
    await browser?.close()
    await served?.close()
  })

  it('is one desk in two tabs, and one after both were closed', async () => {
    const context = await browser.newContext({ locale: 'en-GB' })
    const tabs = [await opened(context), await opened(context)]
    write()
    for (const tab of tabs) await shows(tab, written)
    write()
    for (const tab of tabs) await shows(tab, written)
    for (const tab of tabs) await tab.close()
    await shows(await opened(context), written)
    await context.close()
  }, 120_000)

  it('works on where the device has no room for its log', async () => {
    const context = await browser.newContext({ locale: 'en-GB' })
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    const origin = `http://127.0.0.1:${served.port}`
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000 })
    write()
    await opened(context, page)
    await shows(page, written)
    write()
    await shows(page, written)
    expect(await page.evaluate(COUNT_KEPT)).toBe(0)
    await context.close()
  }, 120_000)

  it('is locked by the first touch after a sleep', async () => {
    const context = await browser.newContext({ locale: 'en-GB' })
    const page = await context.newPage()
    await page.clock.install()
    write()
    await opened(context, page)
    await shows(page, written)
    await page.clock.setSystemTime(Date.now() + SLEPT_MS)
    await page.mouse.move(200, 200)
    await page.locator('#passphrase').waitFor({ timeout: WAIT_MS })
    expect(await page.locator('[data-contact]').count()).toBe(0)
    await context.close()
  }, 120_000)

  async function opened(context: BrowserContext, given?: Page): Promise<Page> {
    const page = given ?? (await context.newPage())
    await page.goto(`http://127.0.0.1:${served.port}/`)
    await page.locator('#name').fill('demo')
    await page.locator('#passphrase').fill(PASSPHRASE)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.locator('.workspace').waitFor({ timeout: WAIT_MS })
    return page
  }

  /** Somebody new writes. */
  function write(): void {
    const { env } = world
    written += 1
    const message = messageOf(env.random(32), `message ${written}`)
    world.send(env.suite.signingKey(env.random(32)), message)
    world.fire()
  }

  async function shows(page: Page, contacts: number): Promise<void> {
    await page
      .locator(`.contacts li[aria-setsize="${contacts}"]`)
      .first()
      .waitFor({ timeout: WAIT_MS })
  }
})
