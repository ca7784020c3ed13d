import { seededEnv, toHex } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { makeWords } from '@postern/protocol/words'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TestSite } from './test-site.ts'
import {
  act,
  awake,
  axe,
  comeBack,
  firstWords,
  follow,
  open,
  openBrowser,
  visitor,
} from './visitor.ts'

const STORY = '/en/the-bridge-paid-for-twice/'
const PATIENT = { timeout: 20_000 }
const HALF = 'half a sentence about the fifth payment'

let browser: Browser
let site: TestSite

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
})
beforeEach(async () => {
  site = await TestSite.open('troubles')
  return () => site.close()
})

const text = (page: Page): ReturnType<Page['locator']> => page.locator('#postern-text')

/** A page with an open thread. */
async function writing(): Promise<{ page: Page; words: string; end: () => Promise<void> }> {
  const { page, context } = await visitor(browser)
  await open(page, site.address + STORY)
  const words = await firstWords(page)
  return { page, words, end: () => context.close() }
}

/** Sixty thousand characters of three bytes each, which hardly deflate: ten parts. */
function noise(seed: number): string {
  const bytes = seededEnv(`noise ${seed}`, portableSuite).random(120_000)
  const pairs = Array.from(
    { length: 60_000 },
    (_, at) => (bytes[2 * at] ?? 0) * 78 + ((bytes[2 * at + 1] ?? 0) % 78),
  )
  return pairs.map((pair) => String.fromCharCode(0x4e00 + pair)).join('')
}

describe('what goes wrong has its sentence, and no text is lost', () => {
  test('a text over its bound is counted down in words, kept whole, and not sent', async () => {
    const { page, end } = await writing()
    await text(page).fill('x'.repeat(59_000))
    await page.getByText('1,000 more characters fit into this message').waitFor()
    await text(page).fill('x'.repeat(60_001))
    await page.getByText('too long by 1 character.').first().waitFor()
    await act(page, 'send').click()
    await page
      .locator('[data-field="send-trouble"]', { hasText: 'too long by 1 character' })
      .waitFor()
    expect((await text(page).inputValue()).length).toBe(60_001)
    expect(await axe(page)).toEqual([])
    await text(page).fill('x'.repeat(60_000))
    await act(page, 'send').click()
    await page.getByText('Sealed and queued').waitFor()
    await end()
  })

  test('more than this device keeps until it has left is said; what was written stays', async () => {
    const { page, end } = await writing()
    await text(page).fill(noise(0))
    await act(page, 'send').click()
    await expect.poll(() => text(page).inputValue(), PATIENT).toBe('')
    await text(page).fill(noise(1))
    await act(page, 'send').click()
    await page.getByText('There is no room on this device to keep this').waitFor(PATIENT)
    expect((await text(page).inputValue()).length).toBe(60_000)
    await end()
  })

  test('too many names are refused before anything is sealed', async () => {
    const { page, end } = await writing()
    await text(page).fill(HALF)
    await page.locator('summary', { hasText: 'must not read it' }).click()
    await page
      .locator('#postern-names')
      .fill(Array.from({ length: 33 }, (_, at) => `Name ${at}`).join('\n'))
    await act(page, 'send').click()
    await page.getByText('At most 32 names fit').waitFor()
    expect(await text(page).inputValue()).toBe(HALF)
    await end()
  })

  test('good words of another organisation open an empty thread that says what may be', async () => {
    const { page, context } = await visitor(browser)
    await open(page, site.address + STORY)
    const others = makeWords(seededEnv('another organisation', portableSuite))
    await comeBack(page, others.join(' '))
    await page.getByText('perhaps those for another organisation').waitFor()
    await context.close()
  })

  test('a worker that dies leaves the text to be read, on this page and the next', async () => {
    const { page, end } = await writing()
    await text(page).fill(HALF)
    for (const worker of page.workers())
      await worker.evaluate('setTimeout(() => { throw new Error("dead") })')
    await page.getByText('The part of this page that seals has stopped').waitFor()
    expect(await text(page).inputValue()).toBe(HALF)
    await act(page, 'send').click()
    expect(await text(page).inputValue()).toBe(HALF)
    await follow(page, /The Long Quay/)
    await page.getByText('The part of this page that seals has stopped').waitFor()
    expect(await text(page).inputValue()).toBe(HALF)
    await expect.poll(() => site.house.received.at(-1), PATIENT).toBe('unreadable')
    await end()
  })

  test('a statement that fails closes the door and keeps the text for when it opens', async () => {
    const { page, end } = await writing()
    await text(page).fill(HALF)
    const now = site.house.documents.get('now') ?? new Uint8Array(0)
    site.house.documents.set(
      'now',
      now.map((byte, at) => (at === now.length - 9 ? byte ^ 1 : byte)),
    )
    await page
      .getByRole('link', { name: /The Long Quay/ })
      .first()
      .click()
    await page.getByText('This door cannot be verified').waitFor()
    expect(await text(page).inputValue()).toBe(HALF)
    expect(await page.locator('#postern').getAttribute('inert')).not.toBe(null)
    site.house.signNow()
    await follow(page, /paid for twice/)
    expect(await text(page).inputValue()).toBe(HALF)
    expect(await page.getByText('This door cannot be verified').isVisible()).toBe(false)
    await end()
  })

  test('a browser that can store nothing writes and sends all the same', async () => {
    const { page, context } = await visitor(browser)
    const session = await context.newCDPSession(page)
    await session.send('Storage.overrideQuotaForOrigin', { origin: site.address, quotaSize: 1 })
    await open(page, site.address + STORY)
    await firstWords(page)
    await text(page).fill(HALF)
    await act(page, 'send').click()
    await page.getByText('Sealed and queued').waitFor()
    await follow(page, /The Long Quay/)
    await expect.poll(() => site.house.messages[0]?.content.text, PATIENT).toBe(HALF)
    await context.close()
  })
})

describe('a lock', () => {
  test('after fifteen minutes without a key keeps the text under the words, and under no others', async () => {
    const { page, context } = await visitor(browser)
    await page.clock.install()
    await open(page, site.address + STORY)
    const words = await firstWords(page)
    await text(page).fill(HALF)
    await page.clock.fastForward('14:30')
    expect(await text(page).isVisible()).toBe(true)
    await page.keyboard.press('Shift')
    await page.clock.fastForward('14:30')
    expect(await text(page).isVisible()).toBe(true)
    await page.clock.fastForward('01:00')
    await page.getByText('Nothing was pressed here for 15 minutes').waitFor()
    expect(await page.content()).not.toContain(HALF)
    expect(await text(page).inputValue()).toBe('')
    await comeBack(page, makeWords(seededEnv('others', portableSuite)).join(' '))
    expect(await text(page).inputValue()).toBe('')
    await act(page, 'lock').click()
    await comeBack(page, words)
    await expect.poll(() => text(page).inputValue(), PATIENT).toBe(HALF)
    await context.close()
  })

  test('by leaving at once works while the keys are still being made', async () => {
    const { page, context } = await visitor(browser)
    await open(page, site.address + STORY)
    await act(page, 'return').click()
    const words = makeWords(seededEnv('others', portableSuite)).join(' ')
    await page.locator('#postern-words').fill(words)
    await act(page, 'open').click()
    await page.locator('[data-step="opening"]:not([hidden])').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.waitForURL(`${site.address}/en/`)
    await awake(page)
    expect(await act(page, 'new').isVisible()).toBe(true)
    expect(await page.content()).not.toContain(words)
    await context.close()
  })
})

describe('one source', () => {
  test('with two desks has two threads, two drafts and one queue', async () => {
    const { page, end } = await writing()
    const desk = (name: RegExp): Promise<void> =>
      page.getByRole('radio', { name }).and(page.locator('[name="postern-thread-desks"]')).check()
    await text(page).fill('for investigations')
    await act(page, 'send').click()
    await page.getByText('Sealed and queued').waitFor()
    await text(page).fill(HALF)
    await desk(/Army/)
    await page.getByText('Write to the desk: Army and families').waitFor()
    expect(await text(page).inputValue()).toBe('')
    await expect.poll(() => page.locator('[data-field="entries"] .card').count(), PATIENT).toBe(0)
    await page.getByText('1 part waits to leave').waitFor()
    await text(page).fill('for the other desk')
    await act(page, 'send').click()
    await page.getByText('2 parts wait to leave').waitFor()
    await desk(/Investigations/)
    await expect.poll(() => text(page).inputValue(), PATIENT).toBe(HALF)
    await expect
      .poll(() => page.locator('[data-field="entries"] .card').allTextContents(), PATIENT)
      .toHaveLength(1)
    await end()
  })

  test('corrects a message, then takes it back without a word; both say which they mean', async () => {
    const { page, end } = await writing()
    const sent = async (): Promise<void> => {
      await act(page, 'send').click()
      await page.getByText('Sealed and queued').waitFor()
    }
    const choose = async (what: 'correct' | 'withdraw'): Promise<void> => {
      const first = page.locator('#postern .card').first().locator('details').last()
      await first.evaluate((one: HTMLDetailsElement) => (one.open = true))
      await act(page, what).click()
    }
    await text(page).fill('There were four payments.')
    await sent()
    await choose('correct')
    await page.getByText('will stand in the place of “There were four payments.”').waitFor()
    expect(await page.evaluate('document.activeElement.id')).toBe('postern-text')
    await act(page, 'plain').click()
    expect(await page.locator('[data-field="about"]').isVisible()).toBe(false)
    await choose('correct')
    await text(page).fill('There were five.')
    await sent()
    await page.getByText('In the place of “There were four payments.”').waitFor()
    await page.getByText('You corrected this by a later message.').waitFor()
    await choose('withdraw')
    await page.getByText('takes back “There were four payments.”').waitFor()
    await expect
      .poll(() => page.locator('[data-field="plan"]').textContent(), PATIENT)
      .toMatch(/1 part/)
    await sent()
    await page.getByText('You took this back by a later message.').waitFor()
    expect(await axe(page)).toEqual([])
    for (const name of [/The Long Quay/, /paid for twice/, /The Long Quay/]) {
      site.house.batch += 1
      site.house.signNow()
      await page.waitForTimeout(site.house.parameters.mixIntervalMs)
      await follow(page, name)
    }
    await expect.poll(() => site.house.messages.length, PATIENT).toBe(3)
    const about = site.house.messages.map(({ content }) => content.about)
    expect(about.map((one) => one?.kind)).toEqual([undefined, 'correct', 'withdraw'])
    expect(toHex(about[1]?.messageId ?? new Uint8Array())).toBe(
      toHex(about[2]?.messageId ?? new Uint8Array()),
    )
    await end()
  })
})
