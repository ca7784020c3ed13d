import { existsSync, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axe, openBrowser, tooWide, visitor } from '../../packages/reader/test/page/visitor.ts'
import { fieldsOf, House } from '../process/house/house.ts'

const CHROMIUM = '/usr/bin/chromium'
const WAIT = { timeout: 60_000 }
const WIDTHS = [320, 768, 1_280]
/** Folder for pictures of whole pages; none are made without it. */
const SHOTS = process.env['POSTERN_SHOTS']
/** What the browser says of an answer that is one of a conflict, or of a refusal. */
const EXPECTED_ANSWER = /status of (409|422)/

/** 900 × 600 pixels in four colours, made by the page itself, with a comment that must not stay. */
const DRAWN = `(async () => {
  const canvas = new OffscreenCanvas(900, 600)
  const pen = canvas.getContext('2d')
  for (const [at, colour] of ['#0b4f8a', '#dcd9d1', '#9b1c1c', '#1a1a1a'].entries()) {
    pen.fillStyle = colour
    pen.fillRect((at % 2) * 450, Math.floor(at / 2) * 300, 450, 300)
  }
  const blob = await canvas.convertToBlob({ type: 'image/jpeg' })
  return [...new Uint8Array(await blob.arrayBuffer())]
})()`

describe.runIf(existsSync(CHROMIUM))('stories, from the first word to the reader', () => {
  let house: House
  let browser: Browser
  const complaints: string[] = []

  /** An editor at her desk, in the stories. */
  const editor = async (locale: string): Promise<Page> => {
    const way = fieldsOf(
      JSON.parse(await readFile(join(house.folder, 'root', 'way-in.json'), 'utf8')),
    )
    const opened = await visitor(browser, { locale, viewport: { width: 1_280, height: 900 } })
    const { page } = opened
    page.on('console', (line) => {
      const isExpected = EXPECTED_ANSWER.test(line.text())
      if (line.type() === 'error' && !isExpected) complaints.push(line.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(house.desk)
    await page.fill('#name', String(way['name']))
    await page.fill('#passphrase', String(way['passphrase']))
    await page.click('button.first')
    await page.click('#to-stories', WAIT)
    await page.locator('.story-list li').first().waitFor(WAIT)
    return page
  }
  const openStory = async (page: Page, story: string, language: string): Promise<void> => {
    await page.click(`[data-story="${story}"] [data-language="${language}"]`)
    await page.locator('#story-headline').waitFor(WAIT)
  }
  const said = (page: Page): Promise<string> => page.locator('.editor-status').innerText()
  const read = async (path: string): Promise<string> => {
    const answer = await fetch(house.front + path)
    return answer.status === 200 ? await answer.text() : ''
  }
  const picture = async (page: Page, name: string): Promise<void> => {
    if (SHOTS === undefined) return
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({
        path: join(SHOTS, `${name}-${width}.jpg`),
        type: 'jpeg',
        quality: 45,
      })
    }
    await page.setViewportSize({ width: 1_280, height: 900 })
  }
  const look = async (page: Page, what: string): Promise<void> => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await axe(page), `${what} ${colorScheme}`).toEqual([])
    }
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      expect(await tooWide(page), `${what} ${width}`).toEqual([])
    }
    await page.setViewportSize({ width: 1_280, height: 900 })
  }

  beforeAll(async () => {
    house = await House.open()
    browser = await openBrowser()
    if (SHOTS !== undefined) mkdirSync(SHOTS, { recursive: true })
  }, 300_000)
  afterAll(async () => {
    await browser.close()
    await house.remove()
  })

  it('are written from the keyboard, looked at, published, made live, corrected and taken back', async () => {
    const page = await editor('en-GB')
    await look(page, 'list')
    await page.getByText('New story').click()
    await page.fill('#new-story', 'The Ferry Stops!')
    await page.keyboard.press('Enter')
    await page.locator('#story-headline').waitFor(WAIT)
    expect(await page.locator('#story-slug').inputValue()).toBe('the-ferry-stops')
    await page.fill('#story-headline', 'The ferry stops on Monday')
    await page.fill('#story-standfirst', 'Nobody has said why.')

    await page.locator('.add-block').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('The last boat leaves at _six_.')
    await page.keyboard.press('Enter')
    await page.keyboard.type('# ')
    await page.keyboard.type('What the captain says')
    await page.keyboard.press('Enter')
    await page.keyboard.type('> ')
    await page.keyboard.type('I was told on Friday.')
    const kinds = page.locator('.block')
    const order = (): Promise<(string | null)[]> =>
      kinds.evaluateAll((all) => all.map((one) => one.getAttribute('data-kind')))
    expect(await order()).toEqual(['paragraph', 'heading', 'quote'])
    await page.keyboard.press('Alt+ArrowUp')
    expect(await order()).toEqual(['paragraph', 'quote', 'heading'])
    await page.keyboard.press('Alt+ArrowDown')
    await kinds.nth(1).getByRole('button', { name: 'Remove' }).click()
    expect(await order()).toEqual(['paragraph', 'quote'])
    await page.getByRole('button', { name: 'Put back what was removed' }).click()
    expect(await order()).toEqual(['paragraph', 'heading', 'quote'])
    await look(page, 'editor')

    await page.click('#story-preview')
    const opened = page.context().waitForEvent('page')
    await page.getByRole('link', { name: 'Open the preview' }).click()
    const preview = await opened
    await preview.waitForLoadState()
    expect(await preview.locator('h1').innerText()).toBe('The ferry stops on Monday')
    expect(await preview.locator('.body em').innerText()).toBe('six')
    expect(
      await preview.evaluate('getComputedStyle(document.querySelector("h1")).fontFamily'),
    ).not.toBe('')
    await preview.close()
    expect(await read('/en/the-ferry-stops/')).toBe('')

    await page.locator('#story-headline').focus()
    await page.keyboard.press('Control+s')
    await expect.poll(() => said(page), WAIT).toBe('Saved as revision 2.')
    await page.click('#story-live')
    await expect.poll(() => read('/en/the-ferry-stops/'), WAIT).toContain('stops on Monday')
    await page.fill('#update-headline', 'The harbour master has resigned')
    await page.keyboard.press('Enter')
    await expect.poll(() => read('/en/the-ferry-stops/'), WAIT).toContain('has resigned')
    await page.getByRole('button', { name: 'Pin', exact: true }).click()
    await page.getByRole('button', { name: 'Unpin' }).waitFor(WAIT)
    await look(page, 'live desk')
    await picture(page, 'editor-en')
    await page.getByText('Corrections').click()
    await page.fill('#correction', 'The last boat leaves at seven.')
    await page.getByRole('button', { name: 'Publish the correction' }).click()
    await expect.poll(() => read('/en/the-ferry-stops/'), WAIT).toContain('leaves at seven')
    await page.click('#story-close')
    await page.locator('#story-close').waitFor({ ...WAIT, state: 'detached' })
    await page.getByRole('button', { name: 'Take off the site' }).click()
    await page.getByRole('button', { name: 'Yes' }).click()
    await expect.poll(() => read('/en/the-ferry-stops/'), WAIT).toBe('')
    await page.close()
  }, 240_000)

  it('that two editors save lose neither’s words', async () => {
    const [hers, his] = [await editor('en-GB'), await editor('en-GB')]
    await openStory(hers, 'bridge', 'en')
    await openStory(his, 'bridge', 'en')
    await hers.fill('#story-kicker', 'Money')
    await hers.click('#story-save')
    await expect.poll(() => said(hers), WAIT).toContain('Saved')
    await his.getByText('Corrections').click()
    await his.fill('#correction', 'The bridge was paid for once.')
    await his.getByRole('button', { name: 'Publish the correction' }).click()
    await his.locator('.corrections li').waitFor(WAIT)
    await his.fill('#story-standfirst', 'His own words.')
    await his.click('#story-save')
    await his.getByText('Somebody saved this story').waitFor(WAIT)
    expect(await his.locator('.changes ins').first().innerText()).toContain('Money')
    expect(await his.locator('#story-standfirst').inputValue()).toBe('His own words.')
    await look(his, 'conflict')
    await his.getByRole('button', { name: 'Take theirs' }).click()
    expect(await his.locator('#story-kicker').inputValue()).toBe('Money')
    await his.fill('#story-headline', ' ')
    await his.click('#story-save')
    await expect.poll(() => said(his), WAIT).toContain('"headline" is empty: write something')
    await his.fill('#story-headline', 'Half a headline')
    await his.click('#all-stories')
    await his.getByRole('button', { name: 'Leave without saving' }).click()
    await his.locator('.story-list li').first().waitFor(WAIT)
    await openStory(his, 'bridge', 'en')
    expect(await his.locator('#story-headline').inputValue()).not.toContain('Half')
    expect(await read('/en/the-bridge-paid-for-twice/')).not.toContain('Half a headline')
    await hers.close()
    await his.close()
  }, 240_000)

  it('get a picture that is cut in the browser, in three formats, and none of what is not one', async () => {
    const page = await editor('en-GB')
    await openStory(page, 'bridge', 'en')
    const shown = async (): Promise<string> =>
      /assets\/[0-9a-z-]+\.avif/.exec(await read('/en/the-bridge-paid-for-twice/'))?.[0] ?? ''
    const bytes = await page.evaluate<number[]>(DRAWN)
    const before = await shown()
    await page.locator('fieldset', { hasText: 'Picture at the head' }).getByRole('button').click()
    const file = (
      name: string,
      buffer: Buffer,
    ): { name: string; mimeType: string; buffer: Buffer } => ({
      name,
      mimeType: 'image/jpeg',
      buffer,
    })
    await page.setInputFiles('#picture-file', file('no.jpg', Buffer.from('no picture at all')))
    await page.getByText('no picture that this browser can read').waitFor(WAIT)
    await page.setInputFiles('#picture-file', file('Four colours.jpg', Buffer.from(bytes)))
    await page.getByText('The picture is added').waitFor(WAIT)
    await page.fill('#picture-name', 'four-colours')
    await page.locator('.picture-dialog canvas').click({ position: { x: 40, y: 40 } })
    expect(await axe(page)).toEqual([])
    await page.locator('.picture-dialog .first').click()
    await page.locator('.picture-dialog').waitFor({ ...WAIT, state: 'detached' })
    expect(await page.locator('#story-lead').inputValue()).toBe('four-colours')
    await page.fill('#story-lead-alternative', 'Four colours.')
    await page.click('#story-save')
    await expect.poll(() => said(page), WAIT).toContain('Saved')
    await expect.poll(shown, WAIT).not.toBe(before)
    const avif = await fetch(`${house.front}/${await shown()}`)
    expect(avif.headers.get('content-type')).toBe('image/avif')
    expect(
      Buffer.from(await avif.arrayBuffer())
        .subarray(4, 12)
        .toString(),
    ).toBe('ftypavif')
    await page.close()
  }, 240_000)

  it('are worked on in Persian, right to left, beside the English words', async () => {
    const page = await editor('fa')
    await openStory(page, 'bridge', 'fa')
    expect(await page.locator('#story-headline').getAttribute('dir')).toBe('rtl')
    await page.selectOption('#story-beside', 'en')
    await page.locator('.beside-words article').waitFor(WAIT)
    await look(page, 'editor in Persian')
    await picture(page, 'editor-fa')
    await page.close()
    expect(complaints).toEqual([])
  }, 240_000)
})
