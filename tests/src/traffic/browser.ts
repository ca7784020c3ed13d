import { type Browser, type BrowserContext, launch, type Page } from 'puppeteer-core'
import { FLAGS } from './chromium.ts'
import type { Lane } from './lane.ts'

/** puppeteer's own, with which a hidden tab would never be slowed down. */
const HIDE_THROTTLING = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
]
/** The people's browser of one lane: Chromium as it is, but for trust in this run's certificate. */
export async function launchBrowser(lane: Lane, pin: string): Promise<Browser> {
  return await launch({
    executablePath: lane.chromium,
    headless: true,
    pipe: true,
    protocolTimeout: 0,
    ignoreDefaultArgs: HIDE_THROTTLING,
    args: [
      ...FLAGS,
      `--ignore-certificate-errors-spki-list=${pin}`,
      `--host-resolver-rules=MAP * ${lane.gateway}`,
    ],
  })
}

/** One person: a profile that nobody used before, and its first tab. */
export interface Person {
  readonly context: BrowserContext
  readonly page: Page
  /** Errors of the page and refusals of its policy. */
  readonly troubles: string[]
}

export async function newPerson(browser: Browser): Promise<Person> {
  const context = await browser.createBrowserContext()
  const page = await context.newPage()
  await page.setViewport({ width: 1_100, height: 900 })
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text()))
      troubles.push(message.text())
  })
  return { context, page, troubles }
}
