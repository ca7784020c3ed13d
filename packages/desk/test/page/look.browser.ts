import { existsSync } from 'node:fs'
import { utf8 } from '@postern/protocol'
import { type Browser, chromium, type Frame, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { messageOf } from '../message.ts'
import { World } from '../world.ts'
import {
  DOCX_LINKS,
  docxBomb,
  docxOf,
  docxWithEntities,
  odtOf,
  PDF_ACTS,
  pdfOf,
  wordsOf,
  xlsxOf,
} from './papers.ts'
import { PASSPHRASE, ServedDesk } from './served-desk.ts'

const CHROMIUM = '/usr/bin/chromium'
const SHOTS = process.env['POSTERN_SHOTS']
const HEBREW_TRICK = 'invoice\u202efdp.exe p\u0430ypal'
const LONG = { timeout: 60_000 }

/** Dark pixels of a canvas: how much is painted on it. Runs in the page. */
function inkOn(canvas: Element): number {
  if (!(canvas instanceof HTMLCanvasElement)) return 0
  const { width, height } = canvas
  const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? []
  let dark = 0
  for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128) dark += 1
  return dark
}

interface Sent {
  readonly name: string
  readonly bytes: Uint8Array
}

const FILES: readonly Sent[] = [
  { name: 'good.pdf', bytes: pdfOf(['First page', 'Second page', 'Third page']) },
  { name: 'acts.pdf', bytes: pdfOf(['Harmless'], PDF_ACTS) },
  { name: 'photo.jpg', bytes: pdfOf(['Not a photo']) },
  { name: 'cut.pdf', bytes: pdfOf(['Cut short']).subarray(0, 40) },
  {
    name: 'paper.docx',
    bytes: docxOf(wordsOf('Report', 'Heading1') + wordsOf('Свидетель и گزارش')),
  },
  { name: 'links.docx', bytes: docxOf(wordsOf('Linked'), DOCX_LINKS) },
  { name: 'entities.docx', bytes: docxWithEntities() },
  { name: 'bomb.docx', bytes: docxBomb() },
  { name: 'empty.docx', bytes: docxOf('') },
  {
    name: 'sheet.xlsx',
    bytes: xlsxOf([
      ['Date', 'Sum'],
      ['2026-01-02', '=cmd|calc'],
    ]),
  },
  { name: 'paper.odt', bytes: odtOf('Words of an ODT') },
  { name: 'page.html', bytes: utf8('<script>document.title="owned";fetch("/evil-html")</script>') },
  { name: 'picture.svg', bytes: utf8('<svg onload="document.title=1"/>') },
  { name: 'trick.txt', bytes: utf8(HEBREW_TRICK) },
  { name: 'program.exe', bytes: Uint8Array.of(0x4d, 0x5a, 0, 0, 1, 2, 3) },
]

describe.runIf(existsSync(CHROMIUM))('files as a handler looks at them, in a real browser', () => {
  let browser: Browser
  let page: Page
  let served: ServedDesk
  const world = new World('look', 1, () => Date.now())
  const errors: string[] = []
  const finished: string[] = []

  beforeAll(async () => {
    served = await ServedDesk.open(world, ['anna'])
    const files = FILES.map(({ name, bytes }) => ({
      name,
      mediaType: 'application/octet-stream',
      bytes,
      sha256: world.env.suite.sha256(bytes),
      kind: 'original' as const,
    }))
    const source = world.env.suite.signingKey(world.env.random(32))
    world.send(source, messageOf(world.env.random(32), HEBREW_TRICK, files))
    world.fire()
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
    page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1_280, height: 1_000 } })
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('requestfinished', (request) => finished.push(request.url()))
    await page.goto(`http://127.0.0.1:${served.port}/`)
    await page.locator('#name').fill('anna')
    await page.locator('#passphrase').fill(PASSPHRASE)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.locator('[data-contact]').first().click({ timeout: 120_000 })
    await page.getByText('Checked: this contact signed').waitFor({ timeout: 60_000 })
  }, 240_000)

  afterAll(async () => {
    await browser?.close()
    await served?.close()
  })

  /** Looks at the file of this name; what is shown of it. */
  async function look(name: string): Promise<Locator> {
    const file = page.locator('section.file', { hasText: name })
    await file.getByRole('button', { name: 'Look at it safely' }).click()
    const shown = file.locator('.picture')
    await shown.locator('canvas, p.bad, p.text, p.proof').first().waitFor(LONG)
    return shown
  }

  async function inkOf(shown: Locator): Promise<number> {
    await shown.locator('canvas').waitFor(LONG)
    return await shown.locator('canvas').evaluate(inkOn)
  }

  it('are drawn page by page: a PDF', async () => {
    const shown = await look('good.pdf')
    await shown.getByText('page 1 / 3').waitFor(LONG)
    const first = await inkOf(shown)
    expect(first).toBeGreaterThan(500)
    expect(await shown.getByRole('button', { name: 'Previous page' }).isDisabled()).toBe(true)
    await shown.getByRole('button', { name: 'Next page' }).click()
    await shown.getByText('page 2 / 3').waitFor(LONG)
    expect(await inkOf(shown)).not.toBe(first)
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/look-pdf.png` })
  }, 120_000)

  it.each([
    ['paper.docx', 200],
    ['sheet.xlsx', 200],
    ['paper.odt', 200],
    ['links.docx', 50],
    ['acts.pdf', 200],
  ])(
    'are drawn as what they say, and do nothing: %s',
    async (name, least) => {
      const shown = await look(name)
      expect(await inkOf(shown)).toBeGreaterThan(least)
      if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/look-${name}.png` })
    },
    120_000,
  )

  it('take another’s place: the one before opens again when it is turned', async () => {
    const shown = page.locator('section.file', { hasText: 'good.pdf' }).locator('.picture')
    await shown.getByRole('button', { name: 'Next page' }).click()
    await shown.getByText('page 3 / 3').waitFor(LONG)
    expect(await page.locator('.look-frame').count()).toBe(1)
  }, 120_000)

  it.each([
    ['cut.pdf', 'damaged or not what it says'],
    ['entities.docx', 'declares entities of its own'],
    ['bomb.docx', 'unpacks to more than can be shown'],
    ['empty.docx', 'neither words nor pictures'],
    ['program.exe', 'is not shown here'],
  ])(
    'are refused with a sentence when they cannot be shown: %s',
    async (name, sentence) => {
      const shown = await look(name)
      await shown.getByText(sentence).waitFor(LONG)
      expect(await shown.locator('canvas').count()).toBe(0)
    },
    120_000,
  )

  it('are said to lie about what they are', async () => {
    const shown = await look('photo.jpg')
    await shown.getByText('They say: pdf.').waitFor(LONG)
    expect(await inkOf(shown)).toBeGreaterThan(200)
  }, 120_000)

  it.each(['page.html', 'picture.svg'])('stand as the text that they are: %s', async (name) => {
    const shown = await look(name)
    expect(await shown.locator('.text').textContent()).toContain('document.title')
    expect(await page.title()).toBe('Desk')
  })

  it('show what hides in a text, and in the message', async () => {
    const shown = await look('trick.txt')
    await shown.getByRole('button', { name: 'Show characters' }).click()
    const marks = shown.locator('.hidden-character')
    expect(await marks.allTextContents()).toEqual([
      'U+202E',
      'p\u0430ypal (U+0070 U+0430 U+0079 U+0070 U+0061 U+006C)',
    ])
    await shown.getByRole('button', { name: 'Show characters' }).click()
    expect(await marks.count()).toBe(0)
    await page.locator('.message > .characters').click()
    expect(await page.locator('.message > .text .hidden-character').count()).toBe(2)
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/look-characters.png` })
  })

  it('are opened where nothing can be reached: no network, no store, no page', async () => {
    await look('good.pdf')
    const framed = (): Frame | undefined =>
      page.frames().find((one) => one.url().includes('/assets/look-'))
    await expect.poll(framed, { timeout: 30_000 }).toBeDefined()
    const frame = framed()
    if (frame === undefined) throw new TypeError('no frame')
    const before = served.asked.length
    expect(errors).toEqual([])
    const tried = await frame.evaluate(async () => {
      const fails = async (act: () => unknown): Promise<boolean> => {
        try {
          await act()
          return false
        } catch {
          return true
        }
      }
      return {
        origin: self.origin,
        fetch: await fails(async () => await fetch('/escaped-fetch')),
        page: await fails(() => parent.document.title),
        store: await fails(() => localStorage.length),
        database: await fails(() => indexedDB.databases()),
        top: await fails(() => top?.location.assign('https://evil.test/')),
        script: await fails(async () => await import(`/escaped-${self.origin}.js`)),
        worker: await fails(
          async () =>
            await new Promise((resolve, reject) => {
              const made = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])))
              made.addEventListener('message', resolve)
              made.addEventListener('error', reject)
            }),
        ),
        picture: await fails(
          async () =>
            await new Promise((resolve, reject) => {
              const picture = new Image()
              picture.addEventListener('load', resolve)
              picture.addEventListener('error', reject)
              picture.src = '/escaped-picture.png'
            }),
        ),
      }
    })
    expect(tried).toEqual({
      origin: 'null',
      fetch: true,
      page: true,
      store: true,
      database: true,
      top: true,
      script: true,
      worker: true,
      picture: true,
    })
    expect(
      [...served.asked.slice(before), ...finished].filter((path) => /evil|escaped/u.test(path)),
    ).toEqual([])
    const asset = await page.request.get(
      `http://127.0.0.1:${served.port}${new URL(frame.url()).pathname}`,
    )
    const policy = asset.headers()['content-security-policy'] ?? ''
    expect(policy).toContain('sandbox allow-scripts;')
    expect(policy).not.toContain('allow-same-origin')
  }, 120_000)

  it('have asked for nothing', () => {
    expect(
      [...served.asked, ...finished].filter(
        (path) => path.includes('evil') || path.includes('pixel'),
      ),
    ).toEqual([])
  })
})
