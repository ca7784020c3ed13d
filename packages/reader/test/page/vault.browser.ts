import { seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { makeWords } from '@postern/protocol/words'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TestSite } from './test-site.ts'
import {
  act,
  axe,
  comeBack,
  firstWords,
  follow,
  open,
  openBrowser,
  shot,
  visitor,
} from './visitor.ts'

const STORY = '/en/the-bridge-paid-for-twice/'
const [AWAY, BACK] = [/The Long Quay/, /paid for twice/]
const PATIENT = { timeout: 20_000 }
const [FIRST, SECOND] = ['The fifth payment was signed by a stamp.', 'The stamp lies in room 12.']

let browser: Browser
let site: TestSite

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
})
beforeEach(async () => {
  site = await TestSite.open('vaults')
  return () => site.close()
})

/** Writes and queues one message in an open thread. */
async function queue(page: Page, text: string): Promise<void> {
  await page.locator('#postern-text').fill(text)
  await act(page, 'send').click()
  await page.getByText('Sealed and queued').waitFor()
}

/** Reads on in the next interval, in which one part may leave. */
async function readOn(page: Page, link: RegExp): Promise<void> {
  site.house.batch += 1
  site.house.signNow()
  await page.waitForTimeout(site.house.parameters.mixIntervalMs)
  await follow(page, link)
}

const arrived = (): (string | undefined)[] => site.house.messages.map(({ content }) => content.text)
const says = (page: Page, text: string): Promise<void> =>
  page.getByText(text).first().waitFor(PATIENT)
const KEPT = 'All of this is kept on this device'

/**
 * The page goes out of sight, as when another tab or program is chosen [the browser's driver keeps every
 * page in sight], and what is new in it is kept.
 */
async function putAway(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await says(page, KEPT)
}

/** A source whose two messages are kept on her device, the first of which has left. */
async function keptThread(): Promise<{ context: BrowserContext; page: Page; words: string }> {
  const { context, page } = await visitor(browser)
  await open(page, site.address + STORY)
  const words = await firstWords(page)
  await queue(page, FIRST)
  await queue(page, SECOND)
  await follow(page, AWAY)
  await expect.poll(arrived, PATIENT).toEqual([FIRST])
  await putAway(page)
  return { context, page, words }
}

/** Comes back by words to what the device kept, and sends the rest: nothing lost, nothing doubled. */
async function goesOn(page: Page, words: string): Promise<void> {
  await comeBack(page, words)
  await says(page, '1 part waits to leave')
  for (const text of [FIRST, SECOND])
    await page.locator('[data-field="entries"] .card', { hasText: text }).waitFor(PATIENT)
  await readOn(page, AWAY)
  await expect.poll(arrived, PATIENT).toEqual([FIRST, SECOND])
  await says(page, 'Nothing waits to leave')
}

describe('what a device keeps', () => {
  test('goes on after a reload', async () => {
    const { context, page, words } = await keptThread()
    await open(page, site.address + STORY)
    expect(await page.content()).not.toContain(FIRST)
    await goesOn(page, words)
    await context.close()
  })

  test('goes on after the page has crashed', async () => {
    const { context, page, words } = await keptThread()
    const session = await context.newCDPSession(page)
    const crashed = page.waitForEvent('crash')
    void session.send('Page.crash').catch(() => undefined)
    await crashed
    const again = await context.newPage()
    await open(again, site.address + STORY)
    await goesOn(again, words)
    await context.close()
  })

  test('is kept when the page goes out of sight, before any other page is read', async () => {
    const { context, page } = await visitor(browser)
    await open(page, site.address + STORY)
    const words = await firstWords(page)
    await queue(page, FIRST)
    await says(page, 'It is with the next page you open')
    await putAway(page)
    const other = await context.newPage()
    await page.close()
    await open(other, site.address + STORY)
    await comeBack(other, words)
    await says(other, '1 part waits to leave')
    await context.close()
  })

  test('is not overwritten by other words that were only typed, and is once they ask for it', async () => {
    const { context, page, words } = await keptThread()
    await open(page, site.address + STORY)
    const others = makeWords(seededEnv('others', portableSuite)).join(' ')
    await comeBack(page, others)
    await says(page, 'This is on this open page alone')
    expect(await axe(page)).toEqual([])
    await queue(page, 'from other words')
    await readOn(page, AWAY)
    await readOn(page, BACK)
    await open(page, site.address + STORY)
    await comeBack(page, words)
    await says(page, '1 part waits to leave')

    await open(page, site.address + STORY)
    await comeBack(page, others)
    await queue(page, 'from other words, to be kept')
    await act(page, 'keep-here').click()
    await says(page, 'What other words kept on this device is then overwritten')
    await readOn(page, AWAY)
    await putAway(page)
    await open(page, site.address + STORY)
    await comeBack(page, words)
    await says(page, 'This is on this open page alone')
    await context.close()
  })
})

describe('answers tied to a device', () => {
  test('open with words and device together, and with the words alone nowhere else', async () => {
    const { context, page } = await visitor(browser)
    await open(page, site.address + STORY)
    const words = await firstWords(page)
    await page.locator('summary', { hasText: 'Tie answers to this device' }).click()
    await page.locator('#postern-tie').check()
    await says(page, 'Answers are tied to this device')
    await queue(page, FIRST)
    await follow(page, AWAY)
    await expect.poll(arrived, PATIENT).toEqual([FIRST])
    await putAway(page)
    await shot(page, 'tied')
    expect(await axe(page)).toEqual([])
    site.house.answer(site.house.messages[0]?.seed ?? new Uint8Array(32), 'Which room?')
    site.house.publish()

    const elsewhere = await visitor(browser)
    await open(elsewhere.page, site.address + STORY)
    await comeBack(elsewhere.page, words)
    await says(elsewhere.page, 'Searched 1 of')
    expect(await elsewhere.page.getByText('Which room?').count()).toBe(0)
    await elsewhere.context.close()

    await open(page, site.address + STORY)
    await comeBack(page, words)
    await says(page, 'Which room?')
    await context.close()
  })
})
