import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestSite } from './test-site.ts'
import {
  act,
  awake,
  axe,
  openBrowser,
  shot,
  shownWords,
  tooWide,
  visitor,
  withoutScript,
} from './visitor.ts'

const LANGUAGES = ['en', 'ru', 'uk', 'fa'] as const
const TEXTS = {
  en: 'The fifth payment was signed with a stamp. The man whose name is on it died in March.',
  ru: 'Пятый платёж подписан штампом. Человек, чьё имя на нём стоит, умер в марте.',
  uk: 'П’ятий платіж підписано штампом. Людина, чиє ім’я на ньому стоїть, померла в березні.',
  fa: 'پرداخت پنجم با مُهر امضا شده است. کسی که نامش روی آن است در اسفند درگذشت.',
} as const
const NAME = { en: 'Oren Halvi', ru: 'Орен Хальви', uk: 'Орен Гальві', fa: 'اورن هالوی' } as const

const PATIENT = { timeout: 20_000 }

let browser: Browser
let site: TestSite

beforeAll(async () => {
  browser = await openBrowser()
  site = await TestSite.open('steps')
})
afterAll(async () => {
  await site.close()
  await browser.close()
})

/** What a finger could miss. */
function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`
    [...document.querySelectorAll('button, summary, .button, .bar a, .more a, .choice')]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.9)
      .map((one) => one.outerHTML.slice(0, 120))`)
}

/** Telephones in every language; dark and wide in one each, so that the set stays small. */
function isPictured(language: string, width: number, scheme: 'light' | 'dark'): boolean {
  if (scheme === 'dark') return language === 'ru'
  return width === 390 || (width === 1_280 && language === 'en')
}

/** One step: clean for axe in both schemes, whole at every width and size of type; then its pictures. */
async function look(page: Page, language: string, step: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await axe(page), `${language} ${step} ${colorScheme}`).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    if (colorScheme === 'dark' && isPictured(language, 390, colorScheme))
      await shot(page, `${step}-${language}-dark-390`)
    await page.setViewportSize({ width: 1_280, height: 900 })
  }
  for (const [width, size] of [
    [320, '100%'],
    [390, '100%'],
    [640, '200%'],
    [1_280, '100%'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.evaluate(`document.documentElement.style.fontSize = '${size}'`)
    expect(await tooWide(page), `${language} ${step} ${width} ${size}`).toEqual([])
    if (size === '100%') expect(await tooSmall(page), `${language} ${step} ${width}`).toEqual([])
    if (size === '100%' && isPictured(language, width, 'light'))
      await shot(page, `${step}-${language}-light-${width}`)
  }
}

describe('every step of the composer', () => {
  test.each(LANGUAGES)('in %s is clean for axe, whole and calm to look at', async (language) => {
    const { page, context, complaints } = await visitor(browser, { reducedMotion: 'reduce' })
    await page.goto(`${site.address}/${language}/`)
    await awake(page)
    await look(page, language, '1-start')
    await act(page, 'new').click()
    const words = await shownWords(page)
    await look(page, language, '2-words')
    await act(page, 'copied').click()
    await page.locator('#postern-words').fill(words.slice(1).join(' '))
    await act(page, 'open').click()
    await page.locator('#postern-words-trouble:visible').waitFor()
    await look(page, language, '3-typed-back')
    await page.locator('#postern-words').fill(words.join(' '))
    await act(page, 'open').click()
    await page.locator('[data-step="thread"]:not([hidden])').waitFor()
    await page.locator('#postern-text').fill(TEXTS[language])
    await page.locator('#postern details:has(#postern-names) > summary').click()
    await page.locator('#postern-names').fill(NAME[language])
    await expect
      .poll(() => page.locator('[data-field="plan"] li').count(), PATIENT)
      .toBeGreaterThan(2)
    await look(page, language, '4-write')
    await act(page, 'send').click()
    await expect.poll(() => page.locator('[data-field="entries"] .card').count(), PATIENT).toBe(1)
    await page.locator('.paper a').click()
    await awake(page)
    await page.locator('#postern .card summary').last().click()
    await act(page, 'correct').click()
    await look(page, language, '5-sent')
    await page.evaluate(`document.documentElement.classList.add('at-onion')`)
    await page.locator('label[for="postern-lane-file"]').waitFor()
    await look(page, language, '6-at-the-onion-address')
    expect(await page.evaluate('document.getAnimations().length')).toBe(0)
    expect(complaints).toEqual([])
    await context.close()
  })

  /** The colours are the person's own there, so axe's contrasts say nothing. */
  test('keeps its edges and its focus in forced colours', async () => {
    const { page, context } = await visitor(browser, { forcedColors: 'active' })
    await page.goto(`${site.address}/en/`)
    await awake(page)
    const found = await axe(page)
    expect(found.filter((one) => !one.startsWith('color-contrast'))).toEqual([])
    await page.keyboard.press('Tab')
    await act(page, 'return').focus()
    const [outline, border] = await page.evaluate<[string, string]>(`(() => {
      const { outlineStyle, borderTopWidth } = getComputedStyle(document.activeElement)
      return [outlineStyle, borderTopWidth]
    })()`)
    expect([outline, border]).toEqual(['solid', '1px'])
    await shot(page, 'forced-colours')
    await context.close()
  })

  test.each(LANGUAGES)('in %s is clean for axe as it stands without script', async (language) => {
    const { page, context } = await visitor(browser)
    await context.route(`${site.address}/${language}/`, async (route) => {
      const body = withoutScript(site.pages.get(`/${language}/`)?.bytes ?? new Uint8Array(0))
      await route.fulfill({ body, contentType: 'text/html; charset=utf-8' })
    })
    await page.goto(`${site.address}/${language}/`)
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await axe(page)).toEqual([])
    }
    expect(await tooWide(page)).toEqual([])
    expect(await page.locator('#postern').isVisible()).toBe(false)
    expect(await page.locator('.confidence .notice').first().isVisible()).toBe(true)
    await context.close()
  })
})
