import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  MARK,
  marksIn,
  plantedDocx,
  plantedOdt,
  plantedPdf,
  plantedPptx,
  plantedXlsx,
  SHOWN,
  unfolded,
} from './clean/planted.ts'
import { decodedSeconds, exiftoolFinds, mat2Finds, pdfWords, plant } from './oracles.ts'
import { TestSite } from './test-site.ts'

const STORY = '/en/the-bridge-paid-for-twice/'
/** Unlocking and cleaning on a machine that does much else. */
const PATIENT = { timeout: 60_000 }

let browser: Browser
let site: TestSite
let folder: string
let page: Page

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  })
  site = await TestSite.open('cleaning')
  folder = mkdtempSync(join(tmpdir(), 'postern-cleaning-'))
  page = await opened()
})
afterAll(async () => {
  await browser.close()
  await site.close()
  rmSync(folder, { recursive: true })
})

/** A story whose cleaner has come; its worker can be asked from the test. */
async function opened(): Promise<Page> {
  const made = await (
    await browser.newContext({ viewport: { width: 1_280, height: 900 } })
  ).newPage()
  await made.addInitScript(`
    const Plain = window.Worker
    window.Worker = class extends Plain {
      constructor(...given) {
        super(...given)
        if (given[1].name === 'postern-cleaner') window.cleaner = this
      }
    }`)
  await made.goto(site.address + STORY)
  await made.waitForSelector('#postern:not([inert])', { state: 'attached' })
  return made
}

interface Made {
  readonly choice: string
  readonly kind: string
  readonly ending: string
  readonly path: string
  readonly bytes: Uint8Array
  readonly ms: number
}

let jobs = 1_000

/** Has the page's own cleaner clean a file; the code it answers when it does not. */
async function clean(path: string): Promise<readonly Made[] | string> {
  const job = (jobs += 1)
  const base64 = execFileSync('base64', ['-w0', path], { encoding: 'utf8', maxBuffer: 1e9 })
  const said = await page.evaluate<{ code?: string; value: Answered[]; ms: number }>(`
    new Promise((resolve) => {
      const began = performance.now()
      window.cleaner.addEventListener('message', function heard({ data }) {
        if (data.answer !== ${job}) return
        window.cleaner.removeEventListener('message', heard)
        const value = (data.value ?? []).map((one) => ({ ...one, bytes: one.bytes.toBase64() }))
        resolve({ code: data.code, value, ms: performance.now() - began })
      })
      const file = new File([Uint8Array.fromBase64('${base64}')], 'x')
      window.cleaner.postMessage({ call: ${job}, name: 'clean', args: [${job}, file] })
    })`)
  if (said.code !== undefined) return said.code
  return said.value.map(({ choice, kind, ending, bytes: text }) => {
    const bytes = Buffer.from(text, 'base64')
    const made = join(folder, `clean-${job}-${choice}${ending}`)
    writeFileSync(made, bytes)
    return { choice, kind, ending, bytes, path: made, ms: said.ms }
  })
}

interface Answered {
  readonly choice: string
  readonly kind: string
  readonly ending: string
  readonly bytes: string
}

/** A picture drawn by the page, as it would leave a camera or a screen. */
async function drawn(type: string, name: string, ground: string): Promise<string> {
  const base64 = await page.evaluate<string>(`(async () => {
    const canvas = new OffscreenCanvas(1200, 900)
    const pen = canvas.getContext('2d')
    ${ground}
    const blob = await canvas.convertToBlob({ type: '${type}', quality: 0.9 })
    return new Uint8Array(await blob.arrayBuffer()).toBase64()
  })()`)
  const path = join(folder, name)
  writeFileSync(path, Buffer.from(base64, 'base64'))
  return path
}

const PHOTOGRAPH = `for (let at = 0; at < 3000; at += 1) {
  pen.fillStyle = 'hsl(' + (at * 37) % 360 + ' 70% 50%)'
  pen.fillRect((at * 53) % 1200, (at * 97) % 900, 40, 30)
}`
const SCREEN = `pen.fillStyle = '#fff'
pen.fillRect(0, 0, 1200, 900)
pen.fillStyle = '#246'
for (let at = 0; at < 12; at += 1) pen.fillRect(40 + (at % 3) * 380, 40 + at * 70, 340, 40)`
const SEE_THROUGH = `pen.fillStyle = '#c00'; pen.beginPath(); pen.arc(600, 450, 300, 0, 7); pen.fill()`

const EVERYWHERE = [
  'GPSLatitude=55.75',
  'GPSLatitudeRef=N',
  'GPSLongitude=37.61',
  'GPSLongitudeRef=E',
  `EXIF:Artist=${MARK}`,
  `EXIF:BodySerialNumber=${MARK}`,
  'EXIF:DateTimeOriginal=2026:01:02 03:04:05',
  `XMP:Creator=${MARK}`,
]

function planted(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

function expectClean({ path, bytes }: Made): void {
  expect(exiftoolFinds(path)).toEqual([])
  expect(mat2Finds(path)).toEqual([])
  expect(marksIn(bytes)).toEqual([])
}

function all(made: readonly Made[] | string): readonly Made[] {
  if (typeof made === 'string') throw new TypeError(made)
  return made
}

function only(made: readonly Made[] | string): Made {
  const [one] = all(made)
  if (one === undefined) throw new TypeError('nothing made')
  return one
}

/** Width and height, as decoded by another program. */
function sizeOf(path: string): string {
  return execFileSync('exiftool', ['-s3', '-ImageSize', path], { encoding: 'utf8' }).trim()
}

describe('a picture', () => {
  test('of a camera loses what it says, and stands upright in three sizes', async () => {
    const path = await drawn('image/jpeg', 'camera.jpg', PHOTOGRAPH)
    writeFileSync(join(folder, 'thumb'), Buffer.from(MARK))
    plant(
      path,
      ...EVERYWHERE,
      `IPTC:By-line=${MARK}`,
      `Comment=${MARK}`,
      'Orientation#=6',
      `ThumbnailImage<=${join(folder, 'thumb')}`,
    )
    expect(exiftoolFinds(path).length).toBeGreaterThan(8)
    const made = all(await clean(path))
    expect(made.map((one) => `${one.choice} ${sizeOf(one.path)}`)).toEqual([
      'fine 900x1200',
      'medium 900x1200',
      'small 675x900',
    ])
    for (const one of made) expectClean(one)
  })

  test.each([
    ['a screen stays sharp, as PNG', 'image/png', 'screen.png', SCREEN, '.png'],
    ['one that is see-through stays so, as PNG', 'image/png', 'through.png', SEE_THROUGH, '.png'],
    ['WebP becomes JPEG', 'image/webp', 'camera.webp', PHOTOGRAPH, '.jpg'],
  ])('of %s', async (_, type, name, ground, ending) => {
    const path = await drawn(type, name, ground)
    plant(path, ...EVERYWHERE)
    const made = only(await clean(path))
    expect(made.ending).toBe(ending)
    expect(sizeOf(made.path)).toBe('1200x900')
    expectClean(made)
  })
})

describe('a paper', () => {
  test('PDF keeps its pages and words', async () => {
    const path = planted('paper.pdf', await plantedPdf(3))
    plant(path, `Author=${MARK}`, `XMP:Creator=${MARK}`)
    const made = only(await clean(path))
    expect(made.kind).toBe('pdf')
    expect(pdfWords(made.path).split(SHOWN)).toHaveLength(4)
    expectClean(made)
  })

  test.each([
    ['.docx', plantedDocx],
    ['.xlsx', plantedXlsx],
    ['.pptx', plantedPptx],
    ['.odt', plantedOdt],
  ])('%s keeps what it shows', async (ending, make) => {
    const path = planted(`paper${ending}`, make())
    expect(marksIn(make())).not.toEqual([])
    const made = only(await clean(path))
    expect(made.ending).toBe(ending)
    expect(unfolded(made.bytes)).toContain(SHOWN)
    expectClean(made)
  })
})

describe('a film or recording', () => {
  const TAGS = [
    `Keys:Author=${MARK}`,
    'Keys:GPSCoordinates=55.75 37.61 0',
    `ItemList:Comment=${MARK}`,
    `XMP:Creator=${MARK}`,
  ]
  const PICTURES = ['-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=10:duration=2']
  const SOUND = ['-f', 'lavfi', '-i', 'sine=duration=2']
  const H264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac']

  test.each([
    ['.mp4', [...PICTURES, ...SOUND, ...H264]],
    ['.mov', [...PICTURES, ...SOUND, ...H264]],
    ['.m4a', [...SOUND, '-c:a', 'aac']],
  ])('%s plays as long as before', async (ending, how) => {
    const path = join(folder, `plain${ending}`)
    const said = ['-metadata', `title=${MARK}`, '-metadata', 'creation_time=2026-01-02T03:04:05Z']
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...how, ...said, path])
    plant(path, ...TAGS)
    expect(exiftoolFinds(path).length).toBeGreaterThan(3)
    const made = only(await clean(path))
    expect(made.ending).toBe(ending)
    expect(Math.abs(decodedSeconds(made.path) - decodedSeconds(path))).toBeLessThan(0.1)
    expect(exiftoolFinds(made.path)).toEqual([])
    expect(marksIn(made.bytes)).toEqual([])
    expect(Buffer.from(made.bytes).includes('x264')).toBe(false)
  })
})

describe('a file that cannot be cleaned', () => {
  test('of any kind, cut short, is said to be damaged or is clean', async () => {
    for (const [name, bytes] of [
      ['cut.pdf', await plantedPdf()],
      ['cut.docx', plantedDocx()],
      ['cut.odt', plantedOdt()],
    ] as const) {
      const made = await clean(planted(name, bytes.subarray(0, bytes.length * 0.6)))
      if (typeof made === 'string') expect(made).toBe('damaged')
      else expect(marksIn(only(made).bytes)).toEqual([])
    }
    const picture = await drawn('image/jpeg', 'whole.jpg', PHOTOGRAPH)
    truncateSync(picture, 300)
    expect(await clean(picture)).toBe('undecodable')
  })

  test('is told before it is attached: nothing is sent without a choice', async () => {
    await unlocked(page)
    const huge = planted('huge.mp4', Buffer.from('\0\0\0\x18ftypisom'))
    truncateSync(huge, 5 * 2 ** 30)
    const strange = 'report \u202Efdp.docx'
    await page
      .locator('#postern-files')
      .setInputFiles([
        planted('nothing.txt', new Uint8Array(0)),
        huge,
        planted(strange, Buffer.from('\x7fELF\0\0\0')),
        planted('lies.pdf', Buffer.from('only words\r\n')),
        planted('broken.docx', Buffer.from('PK\x03\x04 and no more')),
        planted('photo.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic')),
      ])
    const card = (name: RegExp) =>
      page.locator('[data-field="files"] .card').filter({ hasText: name })
    await card(/nothing\.txt/)
      .getByText('is empty')
      .waitFor(PATIENT)
    await card(/huge\.mp4/)
      .getByText('at most')
      .waitFor(PATIENT)
    await card(/report/)
      .getByText('cannot be cleaned here')
      .waitFor(PATIENT)
    await card(/lies\.pdf/)
      .getByText('in it is another')
      .waitFor(PATIENT)
    await card(/broken\.docx/)
      .getByText('damaged or cut off')
      .waitFor(PATIENT)
    await card(/photo/)
      .getByText('is a HEIC picture, and this browser cannot open that kind')
      .waitFor(PATIENT)
    await card(/photo/)
      .getByRole('button', { name: /^Attach/ })
      .waitFor(PATIENT)
    expect(await card(/report/).textContent()).not.toContain('\u202E')
    expect(await card(/lies\.pdf/).textContent()).toContain('text-4.txt')
    for (const name of [/nothing\.txt/, /huge\.mp4/])
      expect(
        await card(name)
          .getByRole('button', { name: /^Attach/ })
          .count(),
      ).toBe(0)
  })

  test('can be taken out while it is prepared, and others go on', async () => {
    const many = await plantedPdf(400)
    await page
      .locator('#postern-files')
      .setInputFiles([planted('long.pdf', many), planted('short.txt', Buffer.from('a few words'))])
    await page.getByText(/Being prepared… page/).waitFor(PATIENT)
    await page.getByRole('button', { name: /Take it out: .*long\.pdf/ }).click()
    await page
      .locator('.card')
      .filter({ hasText: 'short.txt' })
      .getByText(/^Cleaned/)
      .waitFor(PATIENT)
    expect(await page.getByText('long.pdf').count()).toBe(0)
  })
})

describe('a cleaner that hangs', () => {
  test('is given up after a minute without a word, and the text stays', async () => {
    const other = await opened()
    await unlocked(other)
    await other.locator('#postern-text').fill('stays')
    await other.evaluate('window.cleaner.postMessage = () => undefined')
    await other.clock.install()
    await other.locator('#postern-files').setInputFiles(planted('slow.txt', Buffer.from('words')))
    await other.getByText('Being prepared').waitFor(PATIENT)
    await other.clock.fastForward(61_000)
    await other.getByText('was too much for this device').waitFor(PATIENT)
    expect(await other.locator('#postern-text').inputValue()).toBe('stays')
    await other.context().close()
  })
})

describe('a page to which the second file did not come', () => {
  test('says so at the file, asks again with the next page, and nothing else differs', async () => {
    const [asset] = [...site.pages.keys()].filter((path) => path.startsWith('/assets/cleaner-'))
    site.broken.add(asset ?? '')
    const other = await opened()
    await unlocked(other)
    const pick = async (): Promise<void> =>
      other.locator('#postern-files').setInputFiles(planted('late.txt', Buffer.from('words')))
    await pick()
    await other.getByText('cannot be cleaned yet on this page').waitFor(PATIENT)
    await other.getByRole('button', { name: /^Take it out/ }).click()
    const asked = (): number => site.seen.filter(({ path }) => path === asset).length
    const before = asked()
    site.broken.clear()
    await pick()
    await other.getByText('cannot be cleaned yet on this page').waitFor(PATIENT)
    expect(asked()).toBe(before)
    await other.getByRole('button', { name: /^Take it out/ }).click()
    await other
      .getByRole('link', { name: /The Long Quay/ })
      .first()
      .click()
    await expect.poll(asked, PATIENT).toBe(before + 1)
    await other.waitForSelector('#postern:not([inert])', { state: 'attached' })
    await pick()
    await other.getByText('Marks at its start').waitFor(PATIENT)
    await other.context().close()
  })
})

async function unlocked(on: Page): Promise<void> {
  await on.getByRole('button', { name: 'I write for the first time' }).click()
  const words = on.locator('[data-field="words"] li')
  await words.nth(7).waitFor(PATIENT)
  const typed = (await words.allTextContents()).join(' ')
  await on.getByRole('button', { name: 'I have written them down' }).click()
  await on.getByLabel('Eight words').fill(typed)
  await on.getByRole('button', { name: 'Open my thread' }).click()
  await on.getByRole('heading', { name: 'Your thread' }).waitFor(PATIENT)
}
