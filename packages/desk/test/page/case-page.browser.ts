import { existsSync } from 'node:fs'
import { toHex } from '@postern/protocol'
import { listenHttp, type Listening } from '@postern/runtime'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  buildDeskPage,
  keyringId,
  makeMember,
  sealKeyring,
  withoutIntake,
} from '../../src/index.ts'
import { nodeArgon2id } from '../node-argon2id.ts'
import { World } from '../world.ts'

const CHROMIUM = '/usr/bin/chromium'
const PASSPHRASE = 'eight plain words that nobody would guess here'
const NAMES = ['anna', 'boris'] as const
const SHOTS = process.env['POSTERN_SHOTS']

/** Two handlers in two browsers, on one desk server, each with ticks of his own. */
describe.runIf(existsSync(CHROMIUM))('a case in two real browsers', () => {
  let browser: Browser
  let listening: Listening
  let ticking: NodeJS.Timeout
  const pages: Page[] = []
  const putBack: number[] = []
  const world = new World('case page', 1, () => Date.now())

  beforeAll(async () => {
    world.page = await buildDeskPage()
    const secrets = world.desks.map((desk) => withoutIntake(desk.secrets))
    for (const name of NAMES) {
      const { keyring, key } = makeMember(world.env, world.ground, name, 'handler', secrets)
      const id = keyringId(world.env.suite, name)
      for (const desk of world.config.desks) desk.members.push({ key: toHex(key), keyring: id })
      const sealed = await sealKeyring(world.env, nodeArgon2id, PASSPHRASE, keyring)
      await world.store.putKeyring(id, sealed)
    }
    world.restartServer()
    listening = await listenHttp({ host: '127.0.0.1', port: 0 }, (request) =>
      world.server.handle(request),
    )
    await world.publish()
    await world.server.tick()
    ticking = setInterval(() => void world.server.tick(), 1_000)
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
    for (const name of NAMES) pages.push(await unlocked(name))
  }, 120_000)

  afterAll(async () => {
    clearInterval(ticking)
    await browser?.close()
    await listening?.close()
  })

  async function unlocked(name: string): Promise<Page> {
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    const at = putBack.push(0) - 1
    page.on('request', (request) => {
      if (request.method() === 'PUT' && request.url().includes('/keyring'))
        putBack[at] = (putBack[at] ?? 0) + 1
    })
    await page.goto(`http://127.0.0.1:${listening.port}/`)
    await page.locator('#name').fill(name)
    await page.locator('#passphrase').fill(PASSPHRASE)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.locator('#open-case').waitFor({ timeout: 60_000 })
    return page
  }

  function pageOf(at: number): Page {
    const page = pages[at]
    if (page === undefined) throw new TypeError('no page')
    return page
  }

  const rows = (page: Page): ReturnType<Page['locator']> =>
    page.locator('nav .desks').nth(1).locator('button')

  it('is opened, and is there for nobody else', async () => {
    const [anna, boris] = [pageOf(0), pageOf(1)]
    await anna.locator('#open-case:enabled').click({ timeout: 90_000 })
    await rows(anna).first().click({ timeout: 90_000 })
    await anna.locator('#note-text').fill('Первая заметка')
    await anna.getByRole('button', { name: 'Add note' }).click()
    await anna.locator('.case .text', { hasText: 'Первая заметка' }).waitFor({ timeout: 60_000 })
    expect(await rows(boris).count()).toBe(0)
    await boris.getByText('None that you are read into.').waitFor()
    for (const page of [anna, boris])
      expect(await page.getByText('was changed or shown differently').count()).toBe(0)
  }, 240_000)

  it('keeps a form that is begun when something new comes in', async () => {
    const anna = pageOf(0)
    await anna.locator('#read-in-member').selectOption({ label: 'boris' }, { timeout: 60_000 })
    await anna.locator('#read-in-sight').selectOption('file')
    await anna.locator('#note-text').fill('Вторая заметка')
    await anna.getByRole('button', { name: 'Add note' }).click()
    await anna.locator('#ask-reason').fill('begun')
    await anna.locator('.case h2').click()
    await anna.locator('.case .text', { hasText: 'Вторая заметка' }).waitFor({ timeout: 60_000 })
    expect(await anna.locator('#read-in-member option:checked').textContent()).toBe('boris')
    expect(await anna.locator('#read-in-sight').inputValue()).toBe('file')
    expect(await anna.locator('#ask-reason').inputValue()).toBe('begun')
    expect(await anna.locator('#note-text').inputValue()).toBe('')
  }, 120_000)

  it('wants a reason, and then is there for a colleague from its beginning', async () => {
    const [anna, boris] = [pageOf(0), pageOf(1)]
    await anna.locator('#read-in-member').selectOption({ label: 'boris' }, { timeout: 60_000 })
    await anna.locator('#read-in-sight').selectOption('file')
    await anna.getByRole('button', { name: 'Read in' }).click()
    await anna.getByText('Give the reason first').waitFor()
    await anna.locator('#read-in-reason').fill('knows the region')
    await anna.getByRole('button', { name: 'Read in' }).click()
    await rows(boris).first().click({ timeout: 120_000 })
    await boris.locator('.case .text', { hasText: 'Первая заметка' }).waitFor({ timeout: 60_000 })
  }, 240_000)

  it('takes a second person for what one may not do', async () => {
    const [anna, boris] = [pageOf(0), pageOf(1)]
    await anna.locator('#ask-act').selectOption('export')
    await anna.locator('#ask-reason').fill('for the prosecutor')
    await anna.getByRole('button', { name: 'Ask for a second signature' }).click()
    await boris.getByRole('button', { name: 'Approve' }).click({ timeout: 120_000 })
    await anna.getByText('Export · anna · approved').waitFor({ timeout: 120_000 })
    expect(await anna.getByRole('button', { name: 'Approve' }).count()).toBe(0)
  }, 300_000)

  it('puts a keyring back once a statement, whatever was done meanwhile (D1)', () => {
    expect(putBack).toEqual([1, 1])
  })

  it('says nothing of it in title or address, and stands up to axe, light and dark, wide and narrow', async () => {
    const anna = pageOf(0)
    expect([await anna.title(), new URL(anna.url()).pathname]).toEqual(['Desk', '/'])
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1_280, 390]) {
        await anna.emulateMedia({ colorScheme })
        await anna.setViewportSize({ width, height: 900 })
        if (SHOTS !== undefined)
          await anna.screenshot({ path: `${SHOTS}/case-${colorScheme}-${width}.png` })
        await anna.evaluate(axe.source)
        const result = await anna.evaluate<axe.AxeResults>('axe.run()')
        expect(result.violations.map(({ id, nodes }) => [id, nodes.length])).toEqual([])
      }
  }, 120_000)
})
