import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Download, Page } from 'playwright-core'
import type { HandlerAtWork } from '../journey/handler.ts'
import { SourceAtWork } from '../journey/source.ts'
import type { System } from '../journey/system.ts'
import type { Timeline } from '../journey/timeline.ts'
import { until } from '../journey/until.ts'
import { NEXT_LINKS } from '../next-links.ts'
import { makeFile } from './random-file.ts'
import { ThroughTor } from './through-tor.ts'

const WAKE_MS = 60_000
const ARRIVE_MS = 180_000
/** Two gigabytes take long on a busy machine. */
const SEND_MS = 3_600_000
/** What the front may hold besides what it held before: sixteen chunks and what is around them. */
const MOST_GROWN_BYTES = 200_000_000
const TEXT = 'The film is too large for the cells; it lies on the onion address.'

/**
 * A person with script on the onion address sends a large file; the front is killed on the way; the
 * handler saves it, and it is byte for byte what was sent.
 */
export async function largeFile(
  timeline: Timeline,
  system: System,
  handler: HandlerAtWork,
  { address, folder, bytes }: { address: string; folder: string; bytes: number },
): Promise<void> {
  const path = join(folder, 'film-of-the-bridge.mov')
  const sha256 = await makeFile(path, bytes)
  const browser = await ThroughTor.open({ locale: 'en-GB' })
  const { page } = browser
  try {
    await page.goto(`${address}/en/`, { waitUntil: 'load' })
    await page.locator('#postern:not([inert])').waitFor({ timeout: WAKE_MS })
    const secure = await page.evaluate('isSecureContext')
    timeline.say(`a page on the onion address is ${secure === true ? 'a' : 'no'} secure context`)
    const source = new SourceAtWork(page)
    const words = await source.begin()
    timeline.check('with script, the thread opens on the onion address, too', true)

    const memory = new Memory(system)
    await memory.look()
    await page.setInputFiles('#postern-lane-file', path)
    const state = page.locator('#postern-lane-state')
    await until('a part has arrived', ARRIVE_MS, async () => /[1-9]/.test(await text(state)))
    await system.kill('front')
    timeline.check('front was killed with SIGKILL on the way, and runs again', true)
    await memory.look()
    let told = 0
    await until('the large file has arrived', SEND_MS, async () => {
      await memory.look()
      await openAgain(page, source, words)
      const said = await text(state)
      const tenth = Math.floor(Number(/(\d+)%/.exec(said)?.[1] ?? 0) / 10)
      if (tenth > told) timeline.say(`of the large file, ${10 * tenth} % has arrived`)
      told = Math.max(told, tenth)
      return /arrived, sealed|forgotten|no room|cannot be read/.test(said)
    })
    timeline.check(
      'it went on where it was',
      /arrived, sealed/.test(await text(state)),
      await text(state),
    )
    timeline.check(
      `the front’s memory stayed flat: ${Math.round(memory.grown / 1e6)} MB more at most, for ${Math.round(bytes / 1e6)} MB`,
      memory.grown < MOST_GROWN_BYTES,
    )

    const card = page.locator('#postern [data-field="files"] .card').last()
    await card.waitFor()
    await page.locator('#postern [data-act="lock"]:visible').click()
    await source.returnBy(words)
    await card.waitFor()
    timeline.check('a lock does not lose what names it', true)
    await card.locator('[data-act="attach"]').click()
    await source.write(TEXT)
    await source.send()
    for (let parts = 0; parts < 3; parts++) await follow(page)
    timeline.check('the message that names it has left', true)
  } finally {
    await browser.close()
  }

  if (await handler.isLocked()) await handler.unlock(system.welcome)
  await until('its message is at the desk', ARRIVE_MS, async () => {
    for (const row of await handler.page.locator('button.contact').all()) {
      await row.click()
      if ((await handler.texts()).includes(TEXT)) return true
    }
    return false
  })
  const saving = handler.page.waitForEvent('download', { timeout: SEND_MS })
  await handler.page.locator('.thread section.file button').last().click()
  const saved = await saving
  timeline.check(
    'the handler saves it, byte for byte what was sent',
    (await hashOf(saved)) === sha256,
    saved.suggestedFilename(),
  )
  await until('the front has erased it', ARRIVE_MS, async () => (await lying(system)) === 0)
  timeline.check('and the front has it no more', true)
}

/** What takes longer than the composer stays open is handed over when she opens her thread again. */
async function openAgain(page: Page, source: SourceAtWork, words: string): Promise<void> {
  const isLocked = await page.locator('#postern [data-act="return"]:visible').isVisible()
  if (!isLocked) return
  await source.returnBy(words)
  await page.locator('#postern [data-step="thread"]:visible').waitFor({ timeout: WAKE_MS })
}

async function hashOf(saved: Download): Promise<string> {
  const hash = createHash('sha256')
  const read: AsyncIterable<Buffer> = createReadStream(await saved.path())
  for await (const piece of read) hash.update(piece)
  return hash.digest('hex')
}

async function text(place: { textContent(): Promise<string | null> }): Promise<string> {
  return (await place.textContent()) ?? ''
}

/** The next page of the site, and its cell. */
async function follow(page: ThroughTor['page']): Promise<void> {
  const sent = page.waitForResponse((answer) => answer.url().endsWith('/cell'), {
    timeout: WAKE_MS,
  })
  await page.locator(NEXT_LINKS).first().click()
  await sent
}

/** Bytes of large files at the front. */
async function lying(system: System): Promise<number> {
  const folder = join(system.data, 'front', 'lane')
  const sizes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size)
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** How much the front's process has grown since it was first looked at; a new one is looked at anew. */
class Memory {
  readonly #system: System
  #pid = 0
  #first = 0
  grown = 0

  constructor(system: System) {
    this.#system = system
  }

  async look(): Promise<void> {
    const front = (await this.#system.processes()).find(({ name }) => name === 'front')
    const pid = front?.pid ?? 0
    const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    const bytes = Number(kib ?? 0) * 1_024
    if (pid !== this.#pid) [this.#pid, this.#first] = [pid, bytes]
    this.grown = Math.max(this.grown, bytes - this.#first)
  }
}
