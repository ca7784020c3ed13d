import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestSite } from './test-site.ts'
import { awake, firstWords, follow, openBrowser, visitor } from './visitor.ts'

const STORY = '/en/the-bridge-paid-for-twice/'
const BRIDGE = /paid for twice/
const NOTEBOOK = /dark hours/

const PATIENT = { timeout: 20_000 }

let browser: Browser
let site: TestSite

beforeAll(async () => {
  browser = await openBrowser()
  site = await TestSite.open('one-document')
})
afterAll(async () => {
  await site.close()
  await browser.close()
})

/** Opens a page and marks its document, so that a hard load shows. */
async function marked(page: Page, path: string): Promise<void> {
  await page.goto(site.address + path)
  await page.evaluate('window.marked = true')
}

const isMarked = (page: Page): Promise<boolean> => page.evaluate<boolean>('window.marked === true')
const place = (page: Page): Promise<number> => page.evaluate<number>('Math.round(scrollY)')

async function travel(page: Page, way: 'back' | 'forward', to: string): Promise<void> {
  const title = JSON.stringify(await page.title())
  await page.evaluate(`history.${way}()`)
  await page.waitForURL(site.address + to)
  const isThere = `document.title !== ${title} && document.querySelector('#announcer').textContent === document.title`
  await expect.poll(() => page.evaluate<boolean>(isThere), PATIENT).toBe(true)
}

describe('one document a visit', () => {
  test('Back and Forward bring back the place where each page was left', async () => {
    const { page, context, complaints } = await visitor(browser, {
      viewport: { width: 700, height: 500 },
    })
    await marked(page, '/en/')
    await page.evaluate('scrollTo(0, 310)')
    await page
      .getByRole('link', { name: BRIDGE })
      .first()
      .evaluate((link: HTMLElement) => link.click())
    await page.waitForURL(site.address + STORY)
    expect(await place(page)).toBe(0)
    await page.evaluate('scrollTo(0, 720)')
    await travel(page, 'back', '/en/')
    expect(await place(page)).toBe(310)
    await page.evaluate('scrollTo(0, 150)')
    await travel(page, 'forward', STORY)
    expect(await place(page)).toBe(720)
    await travel(page, 'back', '/en/')
    expect(await place(page)).toBe(150)
    expect(await isMarked(page)).toBe(true)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('one page visited twice has two places', async () => {
    const { page, context } = await visitor(browser, { viewport: { width: 700, height: 500 } })
    await marked(page, '/en/')
    await page.evaluate('scrollTo(0, 310)')
    await page
      .getByRole('link', { name: BRIDGE })
      .first()
      .evaluate((link: HTMLElement) => link.click())
    await page.waitForURL(site.address + STORY)
    await page.locator('.paper a').click()
    await page.waitForURL(`${site.address}/en/`)
    expect(await place(page)).toBe(0)
    await travel(page, 'back', STORY)
    await travel(page, 'back', '/en/')
    expect(await place(page)).toBe(310)
    await context.close()
  })

  test('links to a place in the page go there, and Back comes from there', async () => {
    const { page, context } = await visitor(browser, { viewport: { width: 700, height: 500 } })
    await marked(page, STORY)
    const asked = site.seen.length
    await page.evaluate(`
      const link = Object.assign(document.createElement('a'), { href: '#reply', id: 'there', textContent: 'there' })
      document.querySelector('#main').prepend(link)`)
    await page.locator('#there').click()
    await expect.poll(() => place(page), PATIENT).toBeGreaterThan(1_000)
    expect(page.url()).toBe(`${site.address}${STORY}#reply`)
    await page.evaluate('history.back()')
    await expect.poll(() => place(page), PATIENT).toBeLessThan(100)
    expect(site.seen.slice(asked).filter(({ path }) => path === STORY)).toEqual([])
    expect(await isMarked(page)).toBe(true)
    await context.close()
  })

  test('links to a place in another page go there', async () => {
    const { page, context } = await visitor(browser, { viewport: { width: 700, height: 500 } })
    await marked(page, '/en/')
    await page.evaluate(`document.querySelector('.teaser a[href*=bridge]').href += '#reply'`)
    await page.locator('.teaser a[href*=bridge]').click()
    await page.waitForURL(`${site.address}${STORY}#reply`)
    await expect.poll(() => place(page), PATIENT).toBeGreaterThan(1_000)
    expect(await isMarked(page)).toBe(true)
    await context.close()
  })

  test('title, focus, language, direction and announcement are those of the new page', async () => {
    const { page, context } = await visitor(browser)
    await marked(page, '/en/')
    await page.getByRole('link', { name: 'فارسی' }).click()
    await page.waitForURL(`${site.address}/fa/`)
    expect(
      await page.evaluate('[document.documentElement.lang, document.documentElement.dir]'),
    ).toEqual(['fa', 'rtl'])
    expect(await page.title()).toBe('اسکلهٔ بلند')
    expect(await page.locator('#announcer').textContent()).toBe('اسکلهٔ بلند')
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1')
    expect(await isMarked(page)).toBe(true)
    await context.close()
  })

  test.each([['Control'], ['Shift'], ['Alt'], ['Meta']])(
    'a click with %s held is the browser’s own',
    async (key) => {
      const { page, context } = await visitor(browser)
      await marked(page, '/en/')
      const swaps = await page.evaluate<boolean>(`(() => {
        const link = document.querySelector('.teaser a[href*=bridge]')
        let taken = false
        addEventListener('click', (event) => { taken = event.defaultPrevented; event.preventDefault() }, { once: true })
        link.dispatchEvent(new MouseEvent('click', {
          bubbles: true, cancelable: true, composed: true,
          ctrlKey: '${key}' === 'Control', shiftKey: '${key}' === 'Shift', altKey: '${key}' === 'Alt', metaKey: '${key}' === 'Meta',
        }))
        return taken
      })()`)
      expect(swaps).toBe(false)
      await context.close()
    },
  )

  test('a link opened in a new tab is a document of its own', async () => {
    const { page, context } = await visitor(browser)
    await marked(page, '/en/')
    const opened = context.waitForEvent('page')
    await page
      .getByRole('link', { name: BRIDGE })
      .first()
      .click({ modifiers: ['Control'] })
    const tab = await opened
    await tab.waitForURL(site.address + STORY)
    expect(await isMarked(tab)).toBe(false)
    expect(page.url()).toBe(`${site.address}/en/`)
    await context.close()
  })

  test('the language switch keeps the thread and what is being written', async () => {
    const { page, context } = await visitor(browser)
    await page.goto(`${site.address}/en/`)
    await awake(page)
    await firstWords(page)
    await page.locator('#postern-text').fill('half a sentence')
    await page
      .locator('#postern-names')
      .evaluate((one: HTMLElement) => one.closest('details')?.setAttribute('open', ''))
    await page.locator('#postern-names').fill('Oren Halvi')
    await follow(page, /Українська/)
    expect(await page.locator('#postern-text').inputValue()).toBe('half a sentence')
    expect(await page.locator('#postern-names').inputValue()).toBe('Oren Halvi')
    await page.getByRole('heading', { name: 'Ваше листування' }).waitFor()
    await page.getByText('Написати до відділу «Розслідування»').waitFor()
    await context.close()
  })

  test('what is swapped in is found by the browser’s search, and printed', async () => {
    const { page, context } = await visitor(browser)
    await marked(page, '/en/')
    await page.getByRole('link', { name: NOTEBOOK }).first().click()
    await page.waitForURL(/dark-hours/)
    const words = (await page.locator('.body p').last().textContent())?.trim().slice(0, 30) ?? '-'
    expect(await page.evaluate(`window.find(${JSON.stringify(words)})`)).toBe(true)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.body p').last().isVisible()).toBe(true)
    expect(await page.locator('#reply').isVisible()).toBe(false)
    expect((await page.pdf()).length).toBeGreaterThan(5_000)
    await context.close()
  })

  test('a page that fails leaves document, place and text as they were, and shows the plain link', async () => {
    const { page, context } = await visitor(browser, { viewport: { width: 700, height: 500 } })
    await marked(page, '/en/')
    await awake(page)
    await firstWords(page)
    await page.locator('#postern-text').fill('not lost')
    const before = await place(page)
    site.broken.add(STORY)
    await page
      .getByRole('link', { name: BRIDGE })
      .first()
      .evaluate((link: HTMLElement) => link.click())
    const plain = page.getByRole('alert').getByRole('link')
    await plain.waitFor()
    expect(await place(page)).toBe(before)
    expect(page.url()).toBe(`${site.address}/en/`)
    expect(await page.locator('#postern-text').inputValue()).toBe('not lost')
    site.broken.delete(STORY)
    await plain.click()
    await page.waitForURL(site.address + STORY)
    expect(await isMarked(page)).toBe(false)
    await context.close()
  })
})

/** From now on `window.told` holds what the press is told about resting, in order. */
const LISTEN = `
  window.told = []
  const { postMessage } = Worker.prototype
  Worker.prototype.postMessage = function (message, ...rest) {
    if (['hold', 'release'].includes(message?.name)) window.told.push(message.name)
    return postMessage.call(this, message, ...rest)
  }`

describe('the search for receipts', () => {
  test('rests from the click until the files of the page it led to have come', async () => {
    const { page, context } = await visitor(browser)
    await context.addInitScript(LISTEN)
    const told = (): Promise<string[]> => page.evaluate<string[]>('window.told')
    const day = Promise.withResolvers<void>()
    const story = Promise.withResolvers<void>()
    await page.route(/\/day\//, (route) => day.promise.then(() => route.continue()))
    await page.route(site.address + STORY, (route) => story.promise.then(() => route.continue()))
    const dayAnswered = page.waitForResponse(/\/day\//)
    const dayAsked = page.waitForRequest(/\/day\//)
    await page.goto(`${site.address}/en/`)
    await dayAsked
    expect(await told()).toEqual([])
    await page.getByRole('link', { name: BRIDGE }).first().click()
    expect(await told()).toEqual(['hold'])
    day.resolve()
    await (await dayAnswered).finished()
    await page.evaluate('new Promise((done) => setTimeout(done, 300))')
    expect(await told()).toEqual(['hold'])
    story.resolve()
    await page.waitForURL(site.address + STORY)
    await expect.poll(told, PATIENT).toEqual(['hold', 'release'])
    await context.close()
  })

  test('goes on when the page did not come', async () => {
    const { page, context } = await visitor(browser)
    await context.addInitScript(LISTEN)
    await page.goto(`${site.address}/en/`)
    await awake(page)
    site.broken.add(STORY)
    await page.getByRole('link', { name: BRIDGE }).first().click()
    await page.getByRole('alert').getByRole('link').waitFor()
    site.broken.delete(STORY)
    const told = await page.evaluate<string[]>('window.told')
    expect(told.slice(told.indexOf('hold'))).toEqual(['hold', 'release'])
    await context.close()
  })
})
