import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TestSite } from './test-site.ts'
import {
  awake,
  axe,
  firstWords,
  follow,
  openBrowser,
  shownWords,
  type Visitor,
  visitor as visitorOf,
} from './visitor.ts'

const STORY = '/en/the-bridge-paid-for-twice/'
const STORY_RU = '/ru/most-oplachennyy-dvazhdy/'

const PATIENT = { timeout: 20_000 }

let browser: Browser
let site: TestSite

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
})
beforeEach(async () => {
  site = await TestSite.open('browser')
  return () => site.close()
})

function visitor(options: Parameters<Browser['newContext']>[0] = {}): Promise<Visitor> {
  return visitorOf(browser, options)
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(site.address + path)
  await awake(page)
}

/** Paths in the order in which the browser asks; what leaves together may arrive in another. */
function askedBy(context: BrowserContext): string[] {
  const asked: string[] = []
  context.on('request', (request) => {
    asked.push(new URL(request.url()).pathname.replace(/\d+$/, 'n'))
  })
  return asked
}

/** Everything that a view fetches has been asked for. */
async function settled(views: number): Promise<void> {
  const asked = (start: string): number =>
    site.seen.filter(({ path }) => path.startsWith(start)).length
  await expect.poll(() => asked('/cell'), PATIENT).toBe(views)
  await expect.poll(() => asked('/day/'), PATIENT).toBe(Math.min(views, 3))
  await expect.poll(() => asked('/assets/cleaner-'), PATIENT).toBeGreaterThan(0)
}

describe('a page view in a real browser', () => {
  test('asks in one order, and wakes the composer only after the cell has gone', async () => {
    const { page, complaints, context } = await visitor()
    await page.addInitScript(`
      window.happened = []
      const fetched = window.fetch
      window.fetch = (...given) => { window.happened.push(String(given[0])); return fetched(...given) }
      new MutationObserver(() => {
        const composer = document.querySelector('#postern')
        if (composer) window.happened.push(composer.inert ? 'inert' : 'awake')
      }).observe(document, { subtree: true, childList: true, attributeFilter: ['inert'] })
    `)
    const asked = askedBy(context)
    await page.goto(site.address + STORY, { waitUntil: 'domcontentloaded' })
    await awake(page)
    await settled(1)
    const isCleaner = (path: string): boolean => path.startsWith('/assets/cleaner-')
    await expect.poll(() => asked.some(isCleaner), PATIENT).toBe(true)
    const documents = asked.filter((path) => !/^\/assets|^\/cell|\/$/.test(path))
    expect(documents).toEqual(['/now', '/trust/n', '/epoch/n', '/drop/n', '/day/n'])
    expect(asked.indexOf('/drop/n')).toBeGreaterThan(asked.indexOf('/cell'))
    const cleaner = asked.findIndex(isCleaner)
    expect(cleaner).toBeGreaterThan(asked.indexOf('/cell'))
    expect(cleaner).toBeGreaterThan(asked.indexOf('/epoch/n'))
    const happened = await page.evaluate<string[]>('window.happened')
    const cell = happened.findIndex((one) => one.endsWith('/cell'))
    const wake = happened.indexOf('awake')
    expect(happened[0]).toBe('inert')
    expect(cell).toBeGreaterThan(0)
    expect(wake).toBeGreaterThan(cell)
    expect(site.house.received).toHaveLength(1)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('asks for nothing before both workers run, and its cell does not wait for them', async () => {
    const { page, context, complaints } = await visitor()
    const release = site.holdWorkers()
    const asked = askedBy(context)
    const documents = (): string[] => asked.filter((path) => !/^\/assets|^\/cell|\/$/.test(path))
    await page.goto(site.address + STORY, { waitUntil: 'domcontentloaded' })
    await expect.poll(() => site.house.received, PATIENT).toEqual(['unreadable'])
    expect(asked.filter((path) => path.endsWith('.js')).length).toBeGreaterThan(1)
    expect(documents()).toEqual([])
    release()
    await awake(page)
    await expect
      .poll(documents, PATIENT)
      .toEqual(['/now', '/trust/n', '/epoch/n', '/drop/n', '/day/n'])
    expect(complaints).toEqual([])
    await context.close()
  })

  /** But for the cell, whose moment waits for nothing, and the icon, which is the browser's affair. */
  test('asks in one order in every fresh profile, however busy the machine is', async () => {
    const orders = new Set<string>()
    for (let round = 0; round < 3; round += 1) {
      const loads = Array.from({ length: 4 }, async () => {
        const { page, context } = await visitor()
        const asked: string[] = []
        context.on('request', (request) => asked.push(new URL(request.url()).pathname))
        await open(page, STORY)
        const isOrdered = (path: string): boolean => !/^\/assets\/icon-|^\/cell/.test(path)
        await expect
          .poll(() => asked.filter((path) => path.startsWith('/day/')), PATIENT)
          .toHaveLength(1)
        await context.close()
        return asked
          .slice(0, asked.indexOf('/now') + 1)
          .filter(isOrdered)
          .join(' ')
      })
      for (const order of await Promise.all(loads)) orders.add(order)
    }
    const [order] = orders
    expect([...orders]).toEqual([order])
    expect(order?.match(/\/assets\/(?:reader|worker)-[^ ]*\.js/g)).toHaveLength(3)
    expect(order?.match(/\.js/g)).toHaveLength(4)
  })

  test('sends nothing when the page is left before its moment', async () => {
    const { page, context } = await visitor()
    await page.goto(site.address + STORY, { waitUntil: 'domcontentloaded' })
    await page.goto('about:blank')
    await page.waitForTimeout(1_500)
    expect(site.seen.some(({ path }) => path === '/cell')).toBe(false)
    await context.close()
  })

  test('does not fetch again what an earlier document of the browser took', async () => {
    const { page, context, complaints } = await visitor()
    await open(page, STORY)
    await settled(1)
    await expect
      .poll(async () => (await kept(page)).map((name) => name.split('/')[0]).toSorted(), PATIENT)
      .toEqual(['day', 'drop', 'epoch', 'now', 'trust'])
    const before = site.seen.length
    await open(page, STORY_RU)
    await settled(2)
    const asked = site.seen.slice(before).map(({ path }) => path.replace(/\d+$/, 'n'))
    expect(asked.filter((path) => !/^\/assets|\/$/.test(path))).toEqual(['/now', '/cell', '/day/n'])
    expect(complaints).toEqual([])
    await context.close()
  })

  test('follows links inside one document, with title, focus, language and Back', async () => {
    const { page, complaints, context } = await visitor()
    await open(page, '/en/')
    await page.evaluate('window.same = true; scrollTo(0, 300)')
    await follow(page, /paid for twice/)
    expect(page.url()).toBe(site.address + STORY)
    expect(await page.title()).toBe('The bridge that was paid for twice · The Long Quay')
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1')
    expect(await page.evaluate('scrollY')).toBe(0)
    expect(await page.locator('#announcer').textContent()).toContain('The bridge')
    await follow(page, /Русский/)
    expect(page.url()).toBe(site.address + STORY_RU)
    expect(await page.evaluate('document.documentElement.lang')).toBe('ru')
    expect(await page.getByText('Прежде чем писать').isVisible()).toBe(true)
    await page.goBack()
    await page.waitForURL(site.address + STORY)
    await page.goBack()
    await page.waitForURL(`${site.address}/en/`)
    await awake(page)
    expect(await page.evaluate('document.documentElement.lang')).toBe('en')
    expect(await page.evaluate('window.same')).toBe(true)
    await expect.poll(() => page.evaluate('scrollY')).toBe(300)
    await page.goForward()
    await page.waitForURL(site.address + STORY)
    await awake(page)
    expect(await page.evaluate('window.same')).toBe(true)
    await expect.poll(() => site.house.received.length).toBeGreaterThanOrEqual(4)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('keeps the document when a page does not come, and shows the plain link', async () => {
    const { page, context } = await visitor()
    await open(page, '/en/')
    site.broken.add(STORY)
    await page.getByRole('link', { name: /paid for twice/ }).click()
    const plain = page.getByRole('link', { name: /Open it the plain way/ })
    await plain.waitFor()
    expect(page.url()).toBe(`${site.address}/en/`)
    site.broken.clear()
    await page.evaluate('window.same = true')
    await plain.click()
    await page.waitForURL(site.address + STORY)
    await awake(page)
    expect(await page.evaluate('window.same')).toBeUndefined()
    await context.close()
  })

  test('says that the door cannot be verified, keeps the composer shut and sends random bytes', async () => {
    const { page, context } = await visitor()
    site.house.documents.set('epoch/41', site.house.documents.get('trust/7') ?? new Uint8Array(0))
    await page.goto(site.address + STORY)
    await page.getByText('This door cannot be verified').waitFor()
    await expect.poll(() => site.house.received, PATIENT).toEqual(['unreadable'])
    expect(await page.locator('#postern').getAttribute('inert')).not.toBeNull()
    await context.close()
  })

  test.each([
    ['/en/', /paid for twice/, 'The door has not answered on this page yet'],
    ['/ru/', /заплатили дважды/, 'На этой странице дверь ещё не ответила'],
  ])(
    'says calmly on %s that the door has not answered, and opens with the next page',
    async (path, story, words) => {
      const { page, context } = await visitor()
      site.broken.add('/now')
      await page.goto(site.address + path)
      await page.getByText(words).waitFor()
      await expect.poll(() => site.house.received, PATIENT).toEqual(['unreadable'])
      expect(await page.locator('#postern').getAttribute('inert')).not.toBeNull()
      site.broken.clear()
      await follow(page, story)
      expect(await page.getByText(words).isVisible()).toBe(false)
      await expect.poll(() => site.house.received, PATIENT).toEqual(['unreadable', 'cover'])
      await context.close()
    },
  )

  test('reads whole without script', async () => {
    const { page, context, complaints } = await visitor({ javaScriptEnabled: false })
    await page.goto(site.address + STORY)
    expect(await page.locator('noscript p').isVisible()).toBe(true)
    expect(await page.locator('#postern').isVisible()).toBe(false)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('paid for twice')
    expect(complaints).toEqual([])
    await context.close()
  })
})

/** Names of the public documents that the browser keeps. */
async function kept(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`new Promise((resolve) => {
    const request = indexedDB.open('postern')
    request.onsuccess = () => {
      const keys = request.result.transaction('documents').objectStore('documents').getAllKeys()
      keys.onsuccess = () => { request.result.close(); resolve(keys.result) }
    }
  })`)
}

/** The same visit for everyone; `act` is what one of them does besides. */
async function visit(page: Page, act: (page: Page, step: number) => Promise<void>): Promise<void> {
  await open(page, '/en/')
  await settled(1)
  await act(page, 0)
  await follow(page, /paid for twice/)
  await settled(2)
  await act(page, 1)
  await follow(page, /The Long Quay/)
  await settled(3)
  await act(page, 2)
  await page.goBack()
  await page.waitForURL(site.address + STORY)
  await awake(page)
  await settled(4)
}

/**
 * Requests of each view, sorted within it: on a machine under load a document may come after the
 * moment, for whomever it happens to.
 */
function byView(shapes: readonly string[]): string[][] {
  const views: string[][] = []
  for (const shape of shapes) {
    if (/^GET \/\S*\/ /.test(shape)) views.push([])
    views.at(-1)?.push(shape)
  }
  return views.map((view) => view.toSorted())
}

describe('a source', () => {
  test('makes the same requests as any other reader, whatever she does', async () => {
    const reader = await visitor()
    await visit(reader.page, async () => {})
    const ordinary = byView(site.shapes())
    await reader.context.close()
    await site.close()
    site = await TestSite.open('browser')
    const source = await visitor()
    await visit(source.page, async (page, step) => {
      if (step === 0) {
        await page.getByRole('button', { name: 'I have my eight words' }).click()
        await page.getByLabel('Eight words').fill('one two three')
        await page.getByRole('button', { name: 'Open my thread' }).click()
        await page.getByRole('button', { name: 'Go back' }).click()
        await firstWords(page)
      }
      if (step === 1) {
        await page.getByLabel('Your message').fill('Письмо из Тарска')
        await page.getByRole('button', { name: 'Seal and queue' }).click()
        await page.getByText('Sealed and queued: 1 part').waitFor()
      }
      if (step === 2) {
        expect(await page.getByText('All parts have left').isVisible()).toBe(true)
        await page.locator('#postern-files').setInputFiles({
          name: 'IMG_2207 ivan.txt',
          mimeType: 'text/plain',
          buffer: Buffer.from('a paper'),
        })
        await page.getByRole('button', { name: /^Attach/ }).click()
        await page.getByRole('button', { name: 'Lock' }).click()
        await page.getByRole('button', { name: 'I write for the first time' }).waitFor()
      }
    })
    expect(byView(site.shapes())).toEqual(ordinary)
    expect(site.house.received).toContain('real')
    expect(site.house.messages.map(({ content }) => content.text)).toEqual(['Письмо из Тарска'])
    expect(source.complaints).toEqual([])
    await source.context.close()
  })

  test('sends a picture cleaned and as the original, and a paper that cannot be cleaned', async () => {
    const { page, context, complaints } = await visitor()
    await open(page, STORY)
    const picture = await markedPicture(page)
    await firstWords(page)
    const paper = Buffer.from('%PDF-1.4 SECRETAUTHOR')
    await page.locator('#postern-files').setInputFiles([
      { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: picture },
      { name: 'scan by ivan.pdf', mimeType: 'application/pdf', buffer: paper },
    ])
    await page.locator('[data-field="files"]').getByText('cannot be cleaned here').waitFor()
    await page.getByText('Cleaned, small').waitFor()
    await page.getByLabel('Cleaned, small').check()
    expect(await axe(page)).toEqual([])
    const cards = page.locator('[data-field="files"] .card')
    await cards
      .nth(0)
      .getByRole('button', { name: /^Attach/ })
      .click()
    await cards
      .nth(1)
      .getByLabel(/Keep the name/)
      .check()
    await cards
      .nth(1)
      .getByRole('button', { name: /^Attach/ })
      .click()
    const fingerprints = await page.locator('[data-field="files"] .hash').allTextContents()
    await page.getByRole('button', { name: 'Seal and queue' }).click()
    await page.getByText('Sealed and queued').waitFor()
    expect(fingerprints).toHaveLength(2)
    for (let view = 0; site.house.messages.length === 0 && view < 20; view += 1) {
      site.house.batch += 1
      site.house.signNow()
      await page.waitForTimeout(5_000)
      await follow(page, view % 2 === 0 ? /The Long Quay/ : /paid for twice/)
    }
    const [cleaned, original] = site.house.messages[0]?.content.attachments ?? []
    expect(cleaned).toMatchObject({
      name: 'picture-1.jpg',
      mediaType: 'image/jpeg',
      kind: 'cleaned',
    })
    expect(Buffer.from(cleaned?.bytes ?? []).includes('SECRETPLACE')).toBe(false)
    expect(original).toMatchObject({ name: 'scan by ivan.pdf', kind: 'original' })
    expect(Buffer.from(original?.bytes ?? [])).toEqual(paper)
    expect(fingerprints).toEqual(
      [cleaned, original].map((one) => `SHA-256 ${Buffer.from(one?.sha256 ?? []).toString('hex')}`),
    )
    expect(complaints).toEqual([])
    await context.close()
  })

  test('comes back with her words only, reads the answer and what arrived, and nothing is asked for it', async () => {
    const first = await visitor()
    await open(first.page, STORY)
    const words = await firstWords(first.page)
    await first.page.getByLabel('Your message').fill('The fifth payment was signed by a stamp.')
    await expect
      .poll(() => first.page.locator('[data-field="plan"]').textContent())
      .toContain('1 part')
    await first.page.getByRole('button', { name: 'Seal and queue' }).click()
    await first.page.getByText('Sealed and queued').waitFor()
    await follow(first.page, /The Long Quay/)
    await expect.poll(() => site.house.messages.length).toBe(1)
    await first.context.close()

    const seed = site.house.messages[0]?.seed ?? new Uint8Array(32)
    site.house.answer(seed, 'Спасибо. Который из пяти платежей? مرسی.')
    site.house.acknowledge(seed, 0)
    site.house.publish()

    const second = await visitor({ colorScheme: 'dark', viewport: { width: 768, height: 1_000 } })
    const asked = askedBy(second.context)
    await open(second.page, STORY_RU)
    for (const last of ['/day/', '/assets/cleaner-'])
      await expect.poll(() => asked.some((path) => path.startsWith(last)), PATIENT).toBe(true)
    const before = site.seen.length
    await second.page.getByRole('button', { name: 'У меня есть восемь слов' }).click()
    await second.page.getByLabel('Восемь слов').fill(words.replace(/^\S+/, 'tabel'))
    await second.page.getByRole('button', { name: 'Открыть переписку' }).click()
    await second.page.getByText('«tabel», нет в списке').waitFor()
    await second.page.getByLabel('Восемь слов').fill(words)
    await second.page.getByRole('button', { name: 'Открыть переписку' }).click()
    await second.page.getByText('Который из пяти платежей?').waitFor()
    await second.page.getByText('Просмотрено дней: 1 из 3').waitFor()
    await second.page.getByText('1 ваше целое сообщение').waitFor({ timeout: 120_000 })
    expect(await axe(second.page)).toEqual([])
    expect(site.seen).toHaveLength(before)
    expect(second.complaints).toEqual([])
    await second.context.close()
  })

  test('keeps what she types along the links, and neither asks nor listens before a reload (V6)', async () => {
    const { page, context } = await visitor()
    const dialogs: string[] = []
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.type())
      void dialog.accept()
    })
    await page.addInitScript(`
      window.listened = []
      const add = EventTarget.prototype.addEventListener
      EventTarget.prototype.addEventListener = function (type, ...given) {
        if (this === window || this === document) window.listened.push(type)
        return add.call(this, type, ...given)
      }
    `)
    await open(page, STORY)
    const before = await page.evaluate<string[]>('window.listened')
    await firstWords(page)
    await page.getByLabel('Your message').fill('half a sentence')
    await follow(page, /The Long Quay/)
    expect(await page.getByLabel('Your message').inputValue()).toBe('half a sentence')
    expect(await page.evaluate<string[]>('window.listened')).toEqual(before)
    expect(before).not.toContain('beforeunload')
    await page.reload()
    await awake(page)
    expect(dialogs).toEqual([])
    expect(await page.locator('#postern-text').inputValue()).toBe('')
    await context.close()
  })

  test('may send again what has left, and a lock leaves nothing in the page', async () => {
    const { page, context } = await visitor()
    await open(page, STORY)
    await firstWords(page)
    await page.getByLabel('Your message').fill('The fifth payment was signed by a stamp.')
    await page.getByRole('button', { name: 'Seal and queue' }).click()
    await page.getByText('Sealed and queued').waitFor()
    expect(await page.getByRole('button', { name: 'Send it again' }).isVisible()).toBe(false)
    await follow(page, /The Long Quay/)
    await page.getByText('All parts have left. No receipt has come yet.').waitFor()
    expect(await page.getByText('Sealed and queued').isVisible()).toBe(false)
    await page.getByText('No receipt after days?').click()
    await settled(2)
    const before = site.seen.length
    await page.getByRole('button', { name: 'Send it again' }).click()
    await page.getByText('1 part waits to leave').waitFor()
    expect(await page.evaluate('document.activeElement.dataset.field')).toBe('outbox')
    expect(await axe(page)).toEqual([])
    expect(site.seen).toHaveLength(before)
    await page.getByRole('button', { name: 'Lock' }).click()
    await page.getByRole('button', { name: 'I write for the first time' }).waitFor()
    expect(await page.content()).not.toContain('signed by a stamp')
    await context.close()
  })

  test('leaves at once by one key, and nothing of her stays', async () => {
    const { page, context } = await visitor()
    await open(page, STORY)
    await firstWords(page)
    await page.getByLabel('Your message').fill('do not keep this')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.waitForURL(`${site.address}/en/`)
    await awake(page)
    expect(await page.getByRole('button', { name: 'I write for the first time' }).isVisible()).toBe(
      true,
    )
    expect(await page.content()).not.toContain('do not keep this')
    await page.goBack().catch(() => null)
    expect(await page.content()).not.toContain('do not keep this')
    await context.close()
  })

  test('is told of a wrong count, of a slip, and of good words that are not the ones shown', async () => {
    const { page, context } = await visitor()
    await open(page, STORY)
    await page.getByRole('button', { name: 'I write for the first time' }).click()
    const words = await shownWords(page)
    expect(await axe(page)).toEqual([])
    await page.getByRole('button', { name: 'I have written them down' }).click()
    const say = async (typed: string, heard: RegExp): Promise<void> => {
      await page.getByLabel('Eight words').fill(typed)
      await page.getByRole('button', { name: 'Open my thread' }).click()
      await page.getByText(heard).waitFor()
    }
    await say('', /none was typed/)
    expect(await axe(page)).toEqual([])
    await say(words.slice(1).join(' '), /7 were typed/)
    const swapped = [words[1], words[0], ...words.slice(2)].join(' ')
    await say(swapped, /changed places|not the ones that were shown/)
    await say(words.toReversed().join(' '), /changed places|not the ones that were shown/)
    await context.close()
  })
})

describe('how it looks and is read', () => {
  const pages = [
    ['front-en', '/en/'],
    ['front-ru', '/ru/'],
    ['story-en', STORY],
    ['story-ru', STORY_RU],
  ] as const

  test.each(pages)('%s is clean for axe, and fits every width', async (_name, path) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, context, complaints } = await visitor({ colorScheme })
      await open(page, path)
      await settled(1)
      site.seen.length = 0
      expect(await axe(page)).toEqual([])
      for (const width of [320, 768, 1_280]) {
        await page.setViewportSize({ width, height: 900 })
        const overflow = await page.evaluate<number>(
          'document.documentElement.scrollWidth - innerWidth',
        )
        expect(overflow).toBeLessThanOrEqual(0)
      }
      const small = await page.evaluate<string[]>(`
        [...document.querySelectorAll('button, .bar a, .more a, .choice')]
          .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
          .map((one) => one.outerHTML)`)
      expect(small).toEqual([])
      expect(complaints).toEqual([])
      await context.close()
    }
  })

  test('a story with its style weighs at most 40 KB, and /now less than 2 KB', async () => {
    const { brotli } = await import('@postern/site')
    const style = [...site.pages].find(([path]) => path.endsWith('.css'))
    for (const [path, { bytes }] of site.pages) {
      if (!path.endsWith('/')) continue
      const weight =
        brotli(bytes).length + brotli(style?.[1].bytes ?? new Uint8Array(99_999)).length
      expect(weight).toBeLessThanOrEqual(40 * 1_024)
    }
    expect(site.house.documents.get('now')?.length).toBeLessThan(2_048)
  })
})

/** A picture as a camera makes it: large, and with a place in its EXIF block. */
async function markedPicture(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate<string>(`(async () => {
    const canvas = new OffscreenCanvas(1200, 900)
    const pen = canvas.getContext('2d')
    for (let at = 0; at < 3000; at += 1) {
      pen.fillStyle = 'hsl(' + (at * 37) % 360 + ' 70% 50%)'
      pen.fillRect((at * 53) % 1200, (at * 97) % 900, 40, 30)
    }
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
    return new Uint8Array(await blob.arrayBuffer()).toBase64()
  })()`)
  const plain = Buffer.from(base64, 'base64')
  const exif = Buffer.from('Exif\0\0SECRETPLACE 55.75 37.61')
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2])
  return Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)])
}
