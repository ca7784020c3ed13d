import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { World } from '../world.ts'
import { PASSPHRASE, ServedDesk } from './served-desk.ts'

const CHROMIUM = '/usr/bin/chromium'
const SHOTS = process.env['POSTERN_SHOTS']
const NEW_PASSPHRASE = 'another eight plain words that nobody would guess'
const LONG = { timeout: 120_000 }

describe.runIf(existsSync(CHROMIUM))('who comes to a desk and who goes, in real browsers', () => {
  let browser: Browser
  let served: ServedDesk
  const world = new World('people', 1, () => Date.now())
  const errors: string[] = []
  const pages = new Map<string, Page>()
  let invitation = ''

  beforeAll(async () => {
    served = await ServedDesk.open(world, ['anna', 'boris'])
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  })

  afterAll(async () => {
    await browser?.close()
    await served?.close()
  })

  /** A fresh browser; its passkeys stay in it alone. */
  async function openPage(name: string, locale: string = 'en-GB'): Promise<Page> {
    const context = await browser.newContext({ locale })
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(error.message))
    pages.set(name, page)
    const session = await context.newCDPSession(page)
    await session.send('WebAuthn.enable')
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        hasPrf: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.goto(`http://localhost:${served.port}/`)
    return page
  }

  async function unlock(page: Page, name: string, passphrase: string): Promise<void> {
    await page.locator('#name').fill(name)
    await page.locator('#passphrase').fill(passphrase)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
  }

  function pageOf(name: string): Page {
    const page = pages.get(name)
    if (page === undefined) throw new TypeError('no page')
    return page
  }

  async function look(page: Page, shot: string): Promise<void> {
    if (SHOTS !== undefined)
      await page.screenshot({ path: `${SHOTS}/people-${shot}.png`, fullPage: true })
    await page.evaluate(axe.source)
    const result = await page.evaluate<axe.AxeResults>('axe.run()')
    expect(result.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual(
      [],
    )
  }

  it('makes an invitation, and shows its words until they are passed on', async () => {
    const anna = await openPage('anna')
    await look(anna, 'unlock')
    await unlock(anna, 'anna', PASSPHRASE)
    await anna.locator('#people').click(LONG)
    await anna.locator('#members li', { hasText: 'anna · you' }).waitFor(LONG)
    await anna.getByRole('button', { name: 'Make an invitation' }).click()
    await anna.getByText('Give a name.').waitFor()
    await anna.locator('#invite-name').fill('clara')
    await anna.locator('#invite-takes-in').check()
    await anna.getByRole('button', { name: 'Make an invitation' }).click()
    const words = anna.locator('#invite-words .words')
    await words.waitFor(LONG)
    invitation = (await words.textContent()) ?? ''
    expect(invitation.split(' ')).toHaveLength(8)
    await look(anna, 'invited')
    await anna.getByRole('button', { name: 'I have passed them on' }).click()
    expect(await words.count()).toBe(0)
    await anna.locator('#invitations', { hasText: 'clara · asked in by anna' }).waitFor(LONG)
  }, 300_000)

  it('says what is wrong with words that open nothing', async () => {
    const clara = await openPage('clara')
    await clara.locator('#invited').click()
    const say = async (text: string, sentence: string): Promise<void> => {
      await clara.locator('#invitation-words').fill(text)
      await clara.getByRole('button', { name: 'Open the invitation' }).click()
      await clara.locator('#invitation-status', { hasText: sentence }).waitFor(LONG)
    }
    const words = invitation.split(' ')
    await say(words.slice(1).join(' '), 'Eight words are needed; you typed 7.')
    await say([...words.slice(0, 7), 'xyzzy'].join(' '), 'This word is not in the list: xyzzy.')
    const others = 'abandon abandon abandon abandon abandon abandon abandon '
    for (const last of ['ability', 'able', 'about'])
      await say(others + last, 'Compare them with what you got')
    await look(clara, 'words')
  }, 300_000)

  it('comes by them with a passkey, and opens the desk with it again', async () => {
    const clara = pageOf('clara')
    await clara.locator('#invitation-words').fill(invitation.toUpperCase())
    await clara.getByRole('button', { name: 'Open the invitation' }).click()
    await clara.getByText('The desk will know you as clara.').waitFor(LONG)
    await look(clara, 'way')
    await clara.locator('#use-passkey').click()
    await clara.locator('#people').click(LONG)
    await clara.locator('#passkeys li', { hasText: 'the first passkey' }).waitFor(LONG)
    await pageOf('anna').locator('#members', { hasText: 'clara · handler' }).waitFor(LONG)
    await clara.getByText('Waiting for the next tick').waitFor({ state: 'hidden', ...LONG })
    await clara.locator('#lock').click()
    await clara.locator('#with-passkey').click(LONG)
    await clara.locator('#people').click(LONG)
    await clara.locator('#members li', { hasText: 'clara · you' }).waitFor(LONG)
  }, 300_000)

  it('cannot come twice by the same words', async () => {
    const stranger = await openPage('stranger')
    await stranger.locator('#invited').click()
    await stranger.locator('#invitation-words').fill(invitation)
    await stranger.getByRole('button', { name: 'Open the invitation' }).click()
    await stranger.getByText('These words open no invitation').waitFor(LONG)
    await stranger.locator('#back').click()
    await stranger.locator('#with-passkey').click()
    await stranger.getByText('No passkey answered').waitFor(LONG)
  }, 300_000)

  it('adds a passphrase and removes a passkey, and what was removed opens nothing', async () => {
    const clara = pageOf('clara')
    await clara.locator('#change-passphrase summary').click()
    await clara.locator('#new-passphrase').fill('short')
    await clara.locator('#new-passphrase-again').fill('short')
    await clara.getByRole('button', { name: 'Use this passphrase' }).click()
    await clara.getByText('at least 20 characters').waitFor()
    await clara.locator('#new-passphrase').fill(PASSPHRASE)
    await clara.getByRole('button', { name: 'Use this passphrase' }).click()
    await clara.getByText('The two are not the same').waitFor()
    await clara.locator('#new-passphrase-again').fill(PASSPHRASE)
    await clara.getByRole('button', { name: 'Use this passphrase' }).click()
    await clara.getByText('The passphrase is changed.').waitFor(LONG)
    await clara.locator('#passkeys').getByRole('button', { name: 'Remove' }).click()
    await clara.getByText('Removed. It opens nothing here any more.').waitFor(LONG)
    await look(clara, 'ways')
    await clara.locator('#lock').click()
    await clara.locator('#with-passkey').click(LONG)
    await clara.getByText('That passkey opens nothing here any more').waitFor(LONG)
    await unlock(clara, 'clara', PASSPHRASE)
    await clara.locator('#people').click(LONG)
  }, 300_000)

  it('is let in again by two colleagues who compare words, and by no fewer', async () => {
    const boris = await openPage('boris')
    await unlock(boris, 'boris', PASSPHRASE)
    await boris.locator('#people').click(LONG)
    const clara = pageOf('clara')
    await clara.locator('#colleagues', { hasText: '2/2' }).waitFor(LONG)
    await clara.getByText('All is sent.').waitFor(LONG)
    await clara.close()
    const lost = await openPage('lost')
    await lost.locator('#lost').click()
    await lost.locator('#lost-name').fill('Clara')
    await lost.getByRole('button', { name: 'Ask them' }).click()
    await lost.getByText('Nobody has helped yet.').waitFor(LONG)
    const spoken = (await lost.locator('#spoken-words').textContent()) ?? ''
    await look(lost, 'lost')
    const helpers = [pageOf('anna'), boris]
    for (const [at, helper] of helpers.entries()) {
      await helper.locator('#recoveries .words', { hasText: spoken }).waitFor(LONG)
      if (at === 0) await look(helper, 'recoveries')
      await helper.getByRole('button', { name: 'hand over my share' }).click()
      await helper.getByText('Your share is handed over.').waitFor(LONG)
      if (at === 0) await lost.getByText('Helped so far: 1/2').waitFor(LONG)
    }
    await lost.getByText('They have let you in').waitFor(LONG)
    await lost.locator('#new-passphrase').fill(NEW_PASSPHRASE)
    await lost.locator('#new-passphrase-again').fill(NEW_PASSPHRASE)
    await lost.getByRole('button', { name: 'Use this passphrase' }).click()
    await lost.locator('#people').click(LONG)
    await lost.locator('#colleagues', { hasText: '2/2' }).waitFor(LONG)
    await lost.getByText('All is sent.').waitFor(LONG)
    await lost.locator('#lock').click()
    await unlock(lost, 'clara', PASSPHRASE)
    await lost.getByText('open nothing').waitFor(LONG)
    await unlock(lost, 'clara', NEW_PASSPHRASE)
    await lost.locator('#people').click(LONG)
  }, 400_000)

  it('is read out with a reason, and the server knows her no more', async () => {
    const anna = pageOf('anna')
    const row = anna.locator('#members li', { hasText: 'clara · handler' })
    await row.locator('summary').click()
    await row.getByRole('button', { name: 'End this part in the desk' }).click()
    await row.getByText('Say why: it stands in the log.').waitFor()
    await row.locator('input').fill('her telephone was taken')
    await look(anna, 'read-out')
    await row.getByRole('button', { name: 'End this part in the desk' }).click()
    await anna.getByText('Done. The keys are made anew').waitFor(LONG)
    await pageOf('lost').getByText('The desk server does not know these keys').waitFor(LONG)
    await row.waitFor({ state: 'detached', ...LONG })
    await pageOf('boris')
      .locator('#members', { hasText: 'clara' })
      .waitFor({ state: 'detached', ...LONG })
  }, 300_000)

  it('stands up in each language, light and dark, wide and narrow', async () => {
    for (const locale of ['ru', 'uk', 'fa']) {
      const page = await openPage(locale, locale)
      await page.emulateMedia({ colorScheme: locale === 'uk' ? 'dark' : 'light' })
      await page.setViewportSize({ width: locale === 'ru' ? 1_280 : 390, height: 900 })
      await look(page, `unlock-${locale}`)
      await page.locator('#invited').click()
      await look(page, `words-${locale}`)
      await page.locator('#back').click()
      await page.locator('#name').fill('boris')
      await page.locator('#passphrase').fill(PASSPHRASE)
      await page.locator('form button[type=submit]').click()
      await page.locator('#people').click(LONG)
      await page.locator('#members li').nth(2).waitFor(LONG)
      await look(page, `people-${locale}`)
      await page.close()
    }
    expect(errors).toEqual([])
  }, 300_000)
})
