import { existsSync } from 'node:fs'
import { toHex, utf8 } from '@postern/protocol'
import { listenHttp, type Listening } from '@postern/runtime'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildDeskPage, keyringId, makeMember, sealKeyring } from '../../src/index.ts'
import { jpegOf } from '../jpeg.ts'
import { messageOf } from '../message.ts'
import { nodeArgon2id } from '../node-argon2id.ts'
import { World } from '../world.ts'

const CHROMIUM = '/usr/bin/chromium'
const SHOTS = process.env['POSTERN_SHOTS']
const PASSPHRASE = 'eight plain words that nobody would guess here'
/** Of the page and the agent, until each has had several turns. */
const BUNDLES_OF_A_ROUND = 16
/** What the browser says when another member appended first; the bundle is then made anew. */
const OTHER_WAS_FASTER = '409 (Conflict)'
/** Buttons less than 44 pixels high. */
const SMALL_TARGETS = `[...document.querySelectorAll('button')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML)`
const HOSTILE_NAME =
  '\u202egpj.exe\u001b[31m/../../etc/passwd<img src=x onerror=document.title=1>.html'
const HOSTILE_TEXT =
  '<img src=x onerror="document.title=\'owned\'"> Привет <script>alert(1)</script>'

describe.runIf(existsSync(CHROMIUM))('the handlers’ page in a real browser', () => {
  let browser: Browser
  let page: Page
  let listening: Listening
  let ticking: NodeJS.Timeout
  const world = new World('page', 2, () => Date.now())
  const errors: string[] = []
  const picture = jpegOf()
  const svg = utf8('<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=\'owned\'"/>')

  beforeAll(async () => {
    world.page = await buildDeskPage()
    const secrets = world.desks.map((desk) => desk.secrets)
    const { keyring, key } = makeMember(world.env, world.ground, 'demo', 'handler', secrets)
    const id = keyringId(world.env.suite, 'demo')
    for (const desk of world.config.desks) desk.members.push({ key: toHex(key), keyring: id })
    await world.store.putKeyring(
      id,
      await sealKeyring(world.env, nodeArgon2id, PASSPHRASE, keyring),
    )
    const agent = world.join('agent', 'agent', [0, 1])
    world.restartServer()
    listening = await listenHttp({ host: '127.0.0.1', port: 0 }, (request) =>
      world.server.handle(request),
    )
    const files = [
      { name: 'photo.jpg', mediaType: 'image/jpeg', bytes: picture },
      { name: HOSTILE_NAME, mediaType: 'image/svg+xml', bytes: svg },
    ].map((file) => ({
      ...file,
      sha256: world.env.suite.sha256(file.bytes),
      kind: 'cleaned' as const,
    }))
    const sealed = {
      name: 'sealed-3',
      mediaType: 'application/octet-stream',
      bytes: world.env.random(3_000),
      sha256: world.env.random(32),
      kind: 'sealed-for-two' as const,
    }
    world.send(
      world.env.suite.signingKey(world.env.random(32)),
      messageOf(world.env.random(32), HOSTILE_TEXT, [...files, sealed]),
    )
    world.fire()
    const tick = async (): Promise<void> => {
      await world.publish()
      await world.server.tick()
      await agent.tick()
    }
    await tick()
    let busy = false
    ticking = setInterval(() => {
      if (busy) return
      busy = true
      void tick().finally(() => (busy = false))
    }, 500)
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
    page = await browser.newPage({ locale: 'en-GB' })
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (line) => {
      if (line.type() === 'error' && !line.text().includes(OTHER_WAS_FASTER))
        errors.push(line.text())
    })
    await page.goto(`http://127.0.0.1:${listening.port}/`)
  })

  afterAll(async () => {
    clearInterval(ticking)
    await browser?.close()
    await listening?.close()
  })

  it('says so when name and passphrase open nothing', async () => {
    await unlockWith('nobody', 'wrong')
    await page.getByText('open nothing').waitFor()
  })

  it('opens, shows the message as text, and answers', async () => {
    await unlockWith('Demo', PASSPHRASE)
    await page.locator('[data-contact]').first().click({ timeout: 30_000 })
    expect(await page.locator('.message .text').textContent()).toBe(HOSTILE_TEXT)
    await page.getByText('Checked: this contact signed').waitFor({ timeout: 20_000 })
    await page.keyboard.press('a')
    await page.keyboard.press('r')
    await page.locator('#answer').fill('سلام. پیام شما رسید.')
    await page.getByRole('button', { name: 'Send answer' }).click()
    await page.locator('.reply .delivery').waitFor()
    await page.getByText('in the drop since').waitFor({ timeout: 40_000 })
    expect(await page.locator('.contact-state').first().textContent()).toBe('answered')
  }, 90_000)

  it('says which part is missing, and lets nobody answer before the message is whole', async () => {
    const { env } = world
    const source = env.suite.signingKey(env.random(32))
    const bytes = env.random(14_000)
    const message = messageOf(env.random(32), 'in two parts', [
      {
        name: 'a',
        mediaType: 'image/png',
        bytes,
        sha256: env.suite.sha256(bytes),
        kind: 'original',
      },
    ])
    world.send(source, message, 0, [0])
    world.fire()
    const row = page.locator('[data-contact]').nth(1)
    await row.click({ timeout: 20_000 })
    await page.getByText('parts 2/2 have not come').waitFor()
    expect(await page.locator('#answer').isVisible()).toBe(false)
    expect(await page.locator('.message').count()).toBe(0)
    world.send(source, message, 0, [1])
    world.fire()
    await page.locator('#answer').waitFor({ timeout: 20_000 })
    expect(await page.locator('.message .text').textContent()).toBe('in two parts')
    await page.keyboard.press('j')
    await page.getByText('Привет').first().waitFor()
    await page.locator('[data-contact]', { hasText: 'Привет' }).click()
  }, 60_000)

  it('shows a picture as pixels, and what only claims to be one as the text that it is', async () => {
    const files = page.locator('.file')
    await files.nth(0).getByRole('button', { name: 'Look at it safely' }).click()
    await files.nth(0).locator('canvas').waitFor()
    expect(await files.nth(0).locator('.file-status').textContent()).toContain(
      'are those that left',
    )
    await files.nth(1).getByRole('button', { name: 'Look at it safely' }).click()
    expect(await files.nth(1).locator('.text').textContent()).toContain('<svg')
    expect(await files.nth(1).locator('canvas').count()).toBe(0)
    expect(await page.locator('img, svg, iframe, object, embed').count()).toBe(0)
  })

  it('saves the bytes under a name that says nothing and runs nowhere', async () => {
    for (const [index, [name, bytes]] of [
      ['file-1.jpg', picture] as const,
      ['file-2.txt', svg] as const,
    ].entries()) {
      const coming = page.waitForEvent('download')
      await page.locator('.file').nth(index).getByRole('button', { name: 'Save' }).click()
      const download = await coming
      expect(download.suggestedFilename()).toBe(name)
      const stream = await download.createReadStream()
      const parts: Buffer[] = []
      for await (const part of stream) if (part instanceof Buffer) parts.push(part)
      expect(new Uint8Array(Buffer.concat(parts))).toEqual(bytes)
    }
  })

  it('saves an original sealed for two as it is, and says who can open it', async () => {
    const sealed = page.locator('.file').nth(2)
    expect(await sealed.getByRole('button').allTextContents()).toEqual(['Save'])
    const coming = page.waitForEvent('download')
    await sealed.getByRole('button', { name: 'Save' }).click()
    expect((await coming).suggestedFilename()).toBe('file-3.bin')
    expect(await sealed.locator('.file-status').textContent()).toContain('Two people open it')
  })

  it('names nothing in title and address, runs nothing of the source’s, breaks no policy', async () => {
    expect(await page.title()).toBe('Desk')
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/')
    const name = (await page.locator('.file-name').nth(1).textContent()) ?? ''
    expect(name).not.toMatch(/[\p{Cc}\p{Cf}/]/u)
    expect(errors).toEqual([])
  })

  it('has nothing that axe finds and fits every width, light and dark', async () => {
    await expectClean(page)
  }, 90_000)

  it('says at which desk and in which contact somebody is waited for, and since when', async () => {
    const rows = page.locator('.contact')
    const open = page.locator('.contact .open')
    expect(await rows.count()).toBe(2)
    expect(await page.locator('.desks .open').first().textContent()).toBe(
      `${await open.count()} open`,
    )

    expect(await page.locator('.contact-day').first().textContent()).toMatch(/^\d{1,2} \w{3,4}$/)
  })

  it('keeps nothing readable after it is locked', async () => {
    await page.locator('#lock').click()
    await page.locator('#passphrase').waitFor()
    expect(await page.locator('.message').count()).toBe(0)
    expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).toBe(
      '[{},{}]',
    )
  })

  it('keeps a search under a name of one’s own, on whatever device, and forgets it', async () => {
    await unlockWith('demo', PASSPHRASE)
    await page.locator('[data-contact]').nth(1).waitFor({ timeout: 30_000 })
    await page.locator('#search').fill('Привет')
    await page.locator('#keeping-view summary').click()
    await page.getByRole('button', { name: 'Keep this search' }).click()
    await page.getByText('Give it a name.').waitFor()
    await page.locator('#keep-view-name').fill('мои')
    await page.getByRole('button', { name: 'Keep this search' }).click()
    expect(await page.locator('#view option:checked').textContent()).toBe('мои')
    const desk = toHex(world.desks[0]?.id ?? new Uint8Array(0))
    const before = await world.store.length(desk)
    await expect
      .poll(async () => (await world.store.length(desk)) - before, { timeout: 30_000 })
      .toBeGreaterThan(BUNDLES_OF_A_ROUND)
    await page.locator('#lock').click()
    await unlockWith('demo', PASSPHRASE)
    await page.locator('#view option', { hasText: 'мои' }).waitFor({
      state: 'attached',
      timeout: 30_000,
    })
    await page.locator('#view').selectOption({ label: 'мои' })
    expect(await page.locator('#search').inputValue()).toBe('Привет')
    await page.getByText('Shown: 1.').waitFor({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Forget this search' }).click()
    expect(await page.locator('#view option', { hasText: 'мои' }).count()).toBe(0)
    expect(await page.locator('[data-contact]').count()).toBe(2)
    await page.locator('#lock').click()
  }, 120_000)

  it.each([
    ['ru', 'ltr'],
    ['uk', 'ltr'],
    ['fa', 'rtl'],
  ])(
    'speaks %s from the first word on, and stands as clean in it',
    async (locale, direction) => {
      const other = await browser.newPage({ locale })
      await other.goto(`http://127.0.0.1:${listening.port}/`)
      expect(await other.locator('html').getAttribute('lang')).toBe(locale)
      expect(await other.locator('html').getAttribute('dir')).toBe(direction)
      await other.locator('#name').fill('demo')
      await other.locator('#passphrase').fill(PASSPHRASE)
      await other.locator('form.unlock button[type="submit"]').click()
      await other.locator('[data-contact]').first().click({ timeout: 30_000 })
      await other.locator('.message').first().waitFor()
      if (SHOTS !== undefined) await other.screenshot({ path: `${SHOTS}/desk-${locale}.png` })
      await expectClean(other)
      await other.close()
    },
    90_000,
  )

  async function expectClean(on: Page): Promise<void> {
    const client = await on.context().newCDPSession(on)
    await client.send('Runtime.evaluate', { expression: axe.source })
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [320, 768, 1_280]) {
        await on.emulateMedia({ colorScheme })
        await on.setViewportSize({ width, height: 900 })
        const { result } = await client.send('Runtime.evaluate', {
          expression:
            'axe.run().then(r => JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.html)])))',
          awaitPromise: true,
        })
        expect(JSON.parse(String(result.value))).toEqual([])
        expect(await on.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
        expect(await on.evaluate(SMALL_TARGETS)).toEqual([])
      }
  }

  async function unlockWith(name: string, passphrase: string): Promise<void> {
    await page.locator('#name').fill(name)
    await page.locator('#passphrase').fill(passphrase)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
  }
})
