import { NEXT_LINKS } from '../next-links.ts'
import type { CDPSession, Page } from 'puppeteer-core'
import { pause } from '../traffic/pause.ts'

/** A phone of the simple kind, against this machine. */
const SLOWER = 4
/** Until a view's cell and files are through, on the slowed processor. */
const SETTLE_MS = 3_500
/**
 * Milliseconds that the fixed work takes here, so slowed down, on the idle machine on which the bounds
 * were set: 2 vCPU, Debian 12, Chromium 156.
 */
const FIXED_WORK_MS = 50
/** What the client's own work on the main thread consists of. */
const OWN = ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration']

/** One page on a slowed processor, whose main thread is looked at in its own time. */
export class SlowPage {
  readonly page: Page
  readonly #session: CDPSession

  private constructor(page: Page, session: CDPSession) {
    this.page = page
    this.#session = session
  }

  /** Time is the thread's own: what other processes take of the machine is not in it. */
  static async open(page: Page): Promise<SlowPage> {
    const session = await page.createCDPSession()
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    return new SlowPage(page, session)
  }

  /** Milliseconds of script that a load of this address takes on the main thread. */
  async load(address: string): Promise<number> {
    await this.page.goto(address, { waitUntil: 'load' })
    await pause(SETTLE_MS)
    return await this.#spent(['ScriptDuration'])
  }

  /** Milliseconds of script, style and layout that a view inside the document takes. */
  async follow(which: number): Promise<number> {
    const before = await this.#spent(OWN)
    await this.page.$$eval(
      NEXT_LINKS,
      (links, at) => {
        const link = links[at % links.length]
        if (link instanceof HTMLElement) link.click()
      },
      which,
    )
    await pause(SETTLE_MS)
    return (await this.#spent(OWN)) - before
  }

  /** How much slower than the machine of the bounds this one is at this moment; 1 where it is not. */
  async pace(): Promise<number> {
    const before = await this.#spent(OWN)
    await this.page.evaluate(fixedWork)
    return ((await this.#spent(OWN)) - before) / FIXED_WORK_MS
  }

  async #spent(names: readonly string[]): Promise<number> {
    const { metrics } = await this.#session.send('Performance.getMetrics')
    const seconds = metrics
      .filter(({ name }) => names.includes(name))
      .reduce((sum, { value }) => sum + value, 0)
    return seconds * 1_000
  }
}

/** Script, style and layout in about the parts in which a view needs them; leaves nothing behind. */
function fixedWork(): number {
  let sum = 0
  for (let n = 0; n < 200_000; n++) sum = (sum * 31 + n) % 65_521
  const list = document.createElement('ol')
  for (let n = 0; n < 300; n++) {
    const item = document.createElement('li')
    item.textContent = `${sum} ${n} `.repeat(8)
    list.append(item)
  }
  document.body.append(list)
  sum += list.offsetHeight
  list.remove()
  return sum
}
