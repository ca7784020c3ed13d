import { mkdirSync } from 'node:fs'
import type { Listening } from '@postern/runtime'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listenOnion } from '../src/onion-listener.ts'
import { openDoor } from './door-house.ts'
import { ONION } from './door-visitor.ts'

const LANGUAGES = ['en', 'ru', 'uk', 'fa'] as const
/** Folder for screenshots; none are made without it. */
const SHOTS = process.env['POSTERN_SHOTS'] ?? null

let browser: Browser
let listening: Listening

beforeAll(async () => {
  const { front, press } = await openDoor('door in a browser', { languages: LANGUAGES })
  listening = await listenOnion(
    front,
    { host: ONION, listen: { host: '127.0.0.1', port: 0 } },
    press.log,
  )
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      `--host-resolver-rules=MAP ${ONION}:80 127.0.0.1:${listening.port}`,
    ],
  })
})
afterAll(async () => {
  await browser.close()
  await listening.close()
})

async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe.source)
  return await page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))",
  )
}

/** One step: clean for axe in both schemes, and no wider than a phone. */
async function look(page: Page, language: string, step: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await violations(page), `${language} ${step} ${colorScheme}`).toEqual([])
  }
  const width = await page.evaluate('document.documentElement.scrollWidth')
  expect(width, `${language} ${step}`).toBe(320)
  if (SHOTS === null) return
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: `${SHOTS}/door-${step}-${language}.png`, fullPage: true })
}

test.each(LANGUAGES)(
  'the door in %s is clean for axe and fits a phone, at each step',
  async (language) => {
    const context = await browser.newContext({ viewport: { width: 320, height: 800 } })
    const page = await context.newPage()
    const press = async (action: string): Promise<void> => {
      await page.locator(`form[action="${action}"] button`).first().click()
      await page.waitForLoadState('load')
    }
    await page.goto(`http://${ONION}/${language}/door/`)
    await look(page, language, '1-start')
    await press('new')
    const words = await page.locator('ol.words li').allTextContents()
    expect(words).toHaveLength(8)
    await look(page, language, '2-words')
    await page.fill('#door-words', words.slice(1).join(' '))
    await press('open')
    await page.locator('#door-trouble').waitFor()
    await look(page, language, '3-trouble')
    await page.fill('#door-words', words.join(' '))
    await press('open')
    await page.locator('form[action="send"]').waitFor()
    await look(page, language, '4-thread')
    await page.locator('input[name="desk"]').first().check()
    await page.fill('#door-text', 'Кто подписал? چه کسی امضا کرد؟')
    await press('send')
    await page.locator('.door [role="status"]').waitFor()
    await look(page, language, '5-sent')
    await context.close()
  },
)
