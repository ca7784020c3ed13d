import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestSite } from './test-site.ts'
import { awake, openBrowser, visitor } from './visitor.ts'

/** More stops than any page has. */
const MOST_STOPS = 120
const STORY = '/en/the-bridge-paid-for-twice/'

let browser: Browser
let site: TestSite

beforeAll(async () => {
  browser = await openBrowser()
  site = await TestSite.open('keyboard')
})
afterAll(async () => {
  await site.close()
  await browser.close()
})

/** Goes on with Tab, as somebody who sees nothing of the page, until what is wanted has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab')
    expect(await focusIsVisible(page)).toBe(true)
    if (await wanted.evaluate((one) => one === one.ownerDocument.activeElement)) return
  }
  throw new Error('the keyboard does not lead there')
}

/** An outline stands around what has the focus, or around the label that stands for it. */
function focusIsVisible(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(`(() => {
    const { activeElement: at, body } = document
    const seen = at.classList.contains('unseen') ? at.nextElementSibling : at
    const { outlineStyle, outlineWidth } = getComputedStyle(seen)
    return at === body || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2)
  })()`)
}

async function press(page: Page, name: string): Promise<void> {
  await tabTo(page, page.getByRole('button', { name, exact: true }))
  await page.keyboard.press('Enter')
}

async function write(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByRole('textbox', { name: label }))
  await page.keyboard.insertText(text)
}

/** The heading at which the reading point stands after a step. */
async function stands(page: Page, heading: string): Promise<void> {
  const wanted = page.getByRole('heading', { name: heading, exact: true })
  await expect
    .poll(
      () => wanted.evaluate((one) => one === one.ownerDocument.activeElement).catch(() => false),
      {
        timeout: 30_000,
      },
    )
    .toBe(true)
}

test('a source writes and returns by keyboard alone, by names that a screen reader says', async () => {
  const { page, context, complaints } = await visitor(browser)
  await page.goto(site.address + STORY)
  await awake(page)
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to the text' })
  expect(await skip.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true)

  await tabTo(page, page.getByRole('radio', { name: /^Investigations/ }))
  await page.keyboard.press('ArrowDown')
  expect(await page.getByRole('radio', { name: /^Army and families/ }).isChecked()).toBe(true)
  await page.keyboard.press('ArrowUp')
  await press(page, 'I write for the first time')
  await stands(page, 'Your eight words')
  const words = await page
    .getByRole('listitem')
    .filter({ hasText: /^[a-z]+$/ })
    .allTextContents()
  expect(words).toHaveLength(8)
  await press(page, 'I have written them down')
  await stands(page, 'Type the words from your paper')
  await write(page, 'Eight words', words.join(' '))
  await press(page, 'Open my thread')
  await stands(page, 'Your thread')

  await write(page, 'Your message', 'The fifth payment was signed with a stamp.')
  await tabTo(page, page.locator('summary', { hasText: 'must not read it' }))
  await page.keyboard.press('Space')
  await write(page, 'Names, one a line', 'Oren Halvi')
  await press(page, 'Seal and queue')
  await page.getByText('Sealed and queued: 1 part').waitFor()
  await tabTo(page, page.getByRole('link', { name: /The Long Quay/ }))
  await page.keyboard.press('Enter')
  await expect.poll(() => site.house.messages.length, { timeout: 20_000 }).toBe(1)
  expect(site.house.messages[0]?.content.exclusions).toEqual(['Oren Halvi'])
  await awake(page)
  await press(page, 'Lock')
  await stands(page, 'Before you write')

  const seed = site.house.messages[0]?.seed ?? new Uint8Array(32)
  site.house.answer(seed, 'Which of the five payments?')
  site.house.publish()
  await tabTo(page, page.getByRole('link', { name: /paid for twice/ }))
  await page.keyboard.press('Enter')
  await page.waitForURL(site.address + STORY)
  await awake(page)
  await press(page, 'I have my eight words')
  await stands(page, 'Type your eight words')
  await write(page, 'Eight words', words.join(' '))
  await press(page, 'Open my thread')
  await stands(page, 'Your thread')
  await page.getByText('Which of the five payments?').waitFor({ timeout: 30_000 })
  expect(complaints).toEqual([])
  await context.close()
})
