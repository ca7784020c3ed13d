import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
/** Folder for screenshots; none are made without it. */
const shots = process.env['POSTERN_SHOTS'] ?? null

export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  /** Everything that the page complained about. */
  readonly complaints: string[]
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A fresh profile. */
export async function visitor(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  return { context, page, complaints }
}

/** The composer of the page that stands there has been woken by its moment. */
export async function awake(page: Page): Promise<void> {
  await page.waitForSelector('#postern:not([inert])', { state: 'attached' })
}

export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await awake(page)
}

export async function follow(page: Page, name: RegExp): Promise<void> {
  const before = page.url()
  await page.getByRole('link', { name }).first().click()
  await page.waitForURL((url) => url.href !== before)
  await awake(page)
}

export function act(page: Page, name: string): ReturnType<Page['locator']> {
  return page.locator(`#postern [data-act="${name}"]:visible`).first()
}

export async function shownWords(page: Page): Promise<string[]> {
  const words = page.locator('[data-field="words"] li')
  await words.nth(7).waitFor()
  return words.allTextContents()
}

/** Begins a thread, in whatever language the page stands; gives the words. */
export async function firstWords(page: Page): Promise<string> {
  await act(page, 'new').click()
  const words = (await shownWords(page)).join(' ')
  await act(page, 'copied').click()
  await unlock(page, words)
  return words
}

export async function comeBack(page: Page, words: string): Promise<void> {
  await act(page, 'return').click()
  await unlock(page, words)
}

async function unlock(page: Page, words: string): Promise<void> {
  await page.locator('#postern-words').fill(words)
  await act(page, 'open').click()
  await page.locator('[data-step="thread"]:not([hidden])').waitFor()
}

export async function shot(page: Page, name: string): Promise<void> {
  if (shots === null) return
  mkdirSync(shots, { recursive: true })
  const path = `${shots}/${name}.jpg`
  await page.locator('.confidence').screenshot({ path, type: 'jpeg', quality: 45 })
}

/** What axe finds in the page as it stands; empty when it is clean. */
export async function axe(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: readFileSync(axePath, 'utf8') })
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'axe.run().then((results) => JSON.stringify(results.violations))',
    awaitPromise: true,
    returnByValue: true,
  })
  await session.detach()
  const violations: AxeResults['violations'] = JSON.parse(String(result.value))
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

/** What stands wider than its place, or sticks out of the window. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const root = document.documentElement
    const out = root.scrollWidth > innerWidth ? ['the page: ' + root.scrollWidth] : []
    const cut = [...document.querySelectorAll('#page *')].filter((one) =>
      one.checkVisibility() && !one.closest('.unseen') && one.tagName !== 'TEXTAREA' &&
      (one.scrollWidth > one.clientWidth + 1) && one.clientWidth > 0 &&
      getComputedStyle(one).overflowX !== 'visible')
    const outside = [...document.querySelectorAll('#page *')].filter((one) => {
      const { left, right, width } = one.getBoundingClientRect()
      return one.checkVisibility() && !one.closest('.unseen, .skip') && width > 0 && (left < -1 || right > innerWidth + 1)
    })
    return [...out, ...[...cut, ...outside].map((one) => one.outerHTML.slice(0, 120))]
  })()`)
}

/** The page as a browser with script off shows it: axe itself needs script, and its timers. */
export function withoutScript(bytes: Uint8Array): string {
  return new TextDecoder()
    .decode(bytes)
    .replaceAll(/<script[^]*?<\/script>/gu, '')
    .replaceAll(/<(\/?)noscript\s*>/gu, '<$1div>')
}
