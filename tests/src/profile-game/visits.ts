import { chromium, type Page } from 'playwright-core'
import type { TestSite } from '../../../packages/reader/test/page/test-site.ts'
import {
  act,
  comeBack,
  firstWords,
  follow,
  open,
} from '../../../packages/reader/test/page/visitor.ts'
import { type ProfileImage, takeImage } from './profile-image.ts'

const FLAGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
/** A transaction has ended long before. */
const AFTER_MOMENT_MS = 1_500
/** Both profiles live at once, on whatever machine this is. */
const PATIENT_MS = 180_000

/**
 * The life of one profile: it reads, it reads again (a source begins a thread and writes), it comes
 * back (a source types her words). An image after each, with the browser closed.
 */
export async function live(
  site: TestSite,
  folder: string,
  isSource: boolean,
): Promise<ProfileImage[]> {
  const images: ProfileImage[] = []
  let words = ''
  const sessions = [
    async (): Promise<void> => {},
    async (page: Page): Promise<void> => {
      words = await firstWords(page)
      await page.locator('#postern-text').fill('What I have seen, in some forty words or more.')
      await act(page, 'send').click()
      await page.locator('[data-field="entries"] .card').first().waitFor()
    },
    (page: Page): Promise<void> => comeBack(page, words),
  ]
  for (const source of sessions) {
    await session(site, folder, isSource ? source : sessions[0])
    images.push(takeImage(folder))
  }
  return images
}

async function session(
  site: TestSite,
  folder: string,
  between: ((page: Page) => Promise<void>) | undefined,
): Promise<void> {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: FLAGS,
  })
  try {
    context.setDefaultTimeout(PATIENT_MS)
    const page = context.pages()[0] ?? (await context.newPage())
    await open(page, `${site.address}/en/`)
    await page.waitForTimeout(AFTER_MOMENT_MS)
    await between?.(page)
    await follow(page, /paid for twice/)
    await page.waitForTimeout(AFTER_MOMENT_MS)
  } finally {
    await context.close()
  }
}
