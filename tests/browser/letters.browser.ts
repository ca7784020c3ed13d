import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fieldsOf, House } from '../process/house/house.ts'
import { MarkSearch, textMark } from '../process/house/marks.ts'
import { tracesIn } from '../process/house/traces.ts'

const CHROMIUM = '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
const STORY = '/en/the-bridge-paid-for-twice/'
const WAIT = { timeout: 60_000 }
/** What the browser says when the agent appended first; the bundle is then made anew. */
const OTHER_WAS_FASTER = '409 (Conflict)'

interface Written {
  readonly name: string
  readonly email: string
  readonly comment: string
}

const HELD: Written = {
  name: 'Канарейка Held',
  email: 'canary-held@example.org',
  comment: 'Canary words of a letter that nobody accepts.',
}
const PRINTED: Written = {
  name: 'Marta K.',
  email: 'canary-printed@example.org',
  comment: 'I drove across it every day for nine years.\n\n<b>Nobody</b> asked what it had cost.',
}

async function write(page: Page, letter: Written): Promise<string> {
  await page.fill('#letter-name', letter.name)
  await page.fill('#letter-email', letter.email)
  await page.fill('#letter-comment', letter.comment)
  await page.click('button[value=preview]')
  await page.waitForSelector('button[value=send]', WAIT)
  expect(await page.locator('.letter-page article').innerText()).toContain(letter.name)
  await page.click('button[value=send]')
  await page.waitForSelector('.letter-page .letter-code', WAIT)
  expect(await page.locator('h1').innerText()).toBe(
    'Your letter is held until a moderator has read it',
  )
  return await page.locator('.letter-page .letter-code').innerText()
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found: unknown = await page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))",
  )
  return Array.isArray(found) ? found.map(String) : ['no answer']
}

async function marksOnDisk(house: House, letters: readonly Written[]): Promise<string[]> {
  const texts = letters.flatMap(({ name, email, comment }) => [name, email, comment])
  const search = new MarkSearch(texts.map((text) => textMark(text, text)))
  const hits: string[] = []
  for await (const { where, bytes } of tracesIn(dirname(house.folder)))
    for (const what of search.in(bytes)) hits.push(`${what} in ${where}`)
  return hits
}

describe.runIf(existsSync(CHROMIUM))('letters, from the form to the page', () => {
  let house: House
  let browser: Browser
  const errors: string[] = []

  const opened = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-GB', ...options })
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (line) => {
      if (line.type() === 'error' && !line.text().includes(OTHER_WAS_FASTER))
        errors.push(line.text())
    })
    return page
  }

  beforeAll(async () => {
    house = await House.open()
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  }, 300_000)

  afterAll(async () => {
    await browser.close()
    await house.remove()
  })

  it('are written without script and with, moderated, printed, answered, and taken down by their writer', async () => {
    const plain = await opened({ javaScriptEnabled: false })
    await plain.goto(house.front + STORY)
    await write(plain, HELD)

    const reader = await opened()
    await reader.goto(`${house.front}/en/`)
    await reader.waitForFunction("document.querySelector('#postern')?.hidden === false", WAIT)
    await reader.click('.teaser a[href*="bridge"]')
    await reader.waitForURL(`**${STORY}`)
    await reader.waitForSelector('#letter-comment')
    const code = await write(reader, PRINTED)
    expect(await violations(reader)).toEqual([])

    const way = fieldsOf(
      JSON.parse(await readFile(join(house.folder, 'root', 'way-in.json'), 'utf8')),
    )
    const desk = await opened({ viewport: { width: 1280, height: 900 } })
    await desk.goto(house.desk)
    await desk.fill('#name', String(way['name']))
    await desk.fill('#passphrase', String(way['passphrase']))
    await desk.click('button.first')
    await desk.click('#to-letters', WAIT)
    const card = desk.locator('[data-letter]', { hasText: PRINTED.name })
    await card.waitFor(WAIT)
    await desk.locator('[data-letter]', { hasText: HELD.name }).waitFor(WAIT)
    expect(await card.innerText()).toContain('nobody has written from this address before')
    expect(await violations(desk)).toEqual([])
    expect(await marksOnDisk(house, [HELD, PRINTED])).toEqual([])

    await card.locator('button.first').click()
    await desk.getByRole('button', { name: 'Undo' }).click()
    await card.waitFor()
    await card.focus()
    await desk.keyboard.press('a')
    const printed = desk.locator('[data-printed]', { hasText: PRINTED.name })
    await printed.waitFor(WAIT)
    await printed.locator('summary').click()
    await printed.locator('textarea').fill('Thank you. We have found the fifth payment.')
    await printed.getByRole('button', { name: 'Print the answer' }).click()
    await desk.locator('[data-printed]', { hasText: 'fifth payment' }).waitFor(WAIT)

    const letters = async (): Promise<string> => {
      await plain.goto(house.front + STORY)
      return await plain.locator('#letters').innerText()
    }
    await expect.poll(letters, WAIT).toContain('Answer from the paper')
    const text = await letters()
    expect(text).toContain('<b>Nobody</b> asked what it had cost.')
    expect(text).not.toContain(HELD.name)
    expect(await plain.content()).not.toContain(PRINTED.email)
    const link = await plain.locator('#letters article a').first().getAttribute('href')
    expect(await plain.locator(link ?? 'none').count()).toBe(1)
    expect(await violations(await shown(reader, house.front + STORY))).toEqual([])

    await plain.goto(`${house.front}/en/letter/`)
    await plain.fill('#letter-code', code.toLowerCase())
    await plain.check('input[value=removal]')
    await plain.locator('.letter-page button').click()
    expect(await plain.locator('h1').innerText()).toBe('The moderators have been asked')
    const wish = desk.locator('.letter-card', { hasText: 'asks for its removal' })
    await wish.waitFor(WAIT)
    await wish.getByRole('button', { name: 'Take down' }).click()
    await expect.poll(letters, WAIT).not.toContain(PRINTED.name)

    await desk.getByRole('button', { name: 'Read and check the trail' }).click()
    await desk.getByText('Acts: 3.').waitFor(WAIT)
    expect(await violations(desk)).toEqual([])
    expect(errors).toEqual([])
    expect(await marksOnDisk(house, [HELD])).toEqual([])
    const email = { ...PRINTED, name: PRINTED.email, comment: PRINTED.email }
    expect(await marksOnDisk(house, [email])).toEqual([])
  })
})

async function shown(page: Page, address: string): Promise<Page> {
  await page.goto(address)
  await page.waitForFunction("document.querySelector('#postern')?.hidden === false", WAIT)
  return page
}
