import { existsSync, mkdirSync } from 'node:fs'
import { demonstration, type Story } from '@postern/site'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestSite } from '../../packages/reader/test/page/test-site.ts'
import {
  axe,
  openBrowser,
  tooWide,
  visitor,
  withoutScript,
} from '../../packages/reader/test/page/visitor.ts'

const CHROMIUM = '/usr/bin/chromium'
const LANGUAGES = ['en', 'ru', 'uk', 'fa'] as const
const WIDTHS = [320, 768, 1_280]
/** Folder for pictures of whole pages; none are made without it. */
const SHOTS = process.env['POSTERN_SHOTS']
const PICTURED_LANGUAGES = new Set(['en', 'fa'])
const PICTURED_KINDS = new Set(['front', 'story', 'live', 'letters'])

/** One page of each kind, by its path. */
function kindsIn(language: string): Readonly<Record<string, string>> {
  const { stories, topics, authors } = demonstration()
  const out = stories.filter((one) => one.language === language && one.state !== 'draft')
  const slugOf = (fits: (story: Story) => boolean): string => out.find(fits)?.slug ?? ''
  const at = (path: string): string => `/${language}/${path}/`
  return {
    front: `/${language}/`,
    story: at(slugOf(({ state, lead }) => state === 'closed' && lead !== null)),
    live: at(slugOf(({ state }) => state === 'live')),
    archive: at('archive'),
    topics: at('topics'),
    topic: at(`topics/${topics[0]?.topic ?? ''}`),
    author: at(`authors/${authors[0]?.author ?? ''}`),
    search: at('search'),
    letters: at('letter'),
    door: at('door'),
    missing: at('not-found'),
  }
}

describe.runIf(existsSync(CHROMIUM))('every kind of page', () => {
  let browser: Browser
  let site: TestSite

  beforeAll(async () => {
    browser = await openBrowser()
    site = await TestSite.open('pages')
    if (SHOTS !== undefined) mkdirSync(SHOTS, { recursive: true })
  })
  afterAll(async () => {
    await site.close()
    await browser.close()
  })

  /** Clean for axe, light and dark; nothing wider than its place, from the smallest telephone on. */
  async function look(page: Page, what: string): Promise<void> {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await axe(page), `${what} ${colorScheme}`).toEqual([])
    }
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      expect(await tooWide(page), `${what} ${width}`).toEqual([])
    }
  }

  async function picture(page: Page, kind: string, language: string): Promise<void> {
    if (SHOTS === undefined) return
    if (!PICTURED_KINDS.has(kind) || !PICTURED_LANGUAGES.has(language)) return
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      const path = `${SHOTS}/${kind}-${language}-${width}.jpg`
      await page.screenshot({ path, type: 'jpeg', quality: 45 })
    }
  }

  it.each(LANGUAGES)('in %s is clean for axe and whole at every width', async (language) => {
    const { page, context, complaints } = await visitor(browser, { reducedMotion: 'reduce' })
    for (const [kind, path] of Object.entries(kindsIn(language))) {
      await page.setViewportSize({ width: 1_280, height: 900 })
      await page.goto(site.address + path)
      await look(page, `${language} ${kind}`)
      await picture(page, kind, language)
    }
    expect(complaints).toEqual([])
    await context.close()
  })

  it.each(LANGUAGES)('in %s is so without script', async (language) => {
    const { page, context } = await visitor(browser)
    for (const [kind, path] of Object.entries(kindsIn(language))) {
      await page.setViewportSize({ width: 1_280, height: 900 })
      await context.route(site.address + path, async (route) => {
        const body = withoutScript(site.pages.get(path)?.bytes ?? new Uint8Array(0))
        await route.fulfill({ body, contentType: 'text/html; charset=utf-8' })
      })
      await page.goto(site.address + path)
      expect(await page.locator('h1').count(), `${language} ${kind}`).toBe(1)
      await look(page, `${language} ${kind} without script`)
    }
    await context.close()
  })
})
