import type { Page } from 'puppeteer-core'
import { newPerson, type Person } from './browser.ts'
import { WAITING_ROOM } from './elsewhere.ts'
import type { Ground, Household } from './ground.ts'
import { pause } from './pause.ts'
import type { Site } from './sites.ts'

/** How a page is left: so long after it was ready, or when its cell arrives at the site. */
export interface Leaving {
  readonly name: string
  readonly after: number | 'cell'
  readonly way: 'close' | 'back' | 'reload' | 'close beside another tab'
}

/** Before, at and after the moment, which is a second after the page is ready. */
export const LEAVINGS: readonly Leaving[] = [
  { name: 'closed after 0.3 s', after: 300, way: 'close' },
  { name: 'closed as its cell arrives', after: 'cell', way: 'close' },
  { name: 'closed after 2 s', after: 2_000, way: 'close' },
  { name: 'left by Back after 0.3 s', after: 300, way: 'back' },
  { name: 'left by Back after 2 s', after: 2_000, way: 'back' },
  { name: 'reloaded after 0.3 s', after: 300, way: 'reload' },
  { name: 'closed after 0.3 s, another tab stays', after: 300, way: 'close beside another tab' },
]

/** A cell that left before the page did is on its way no longer than this. */
const UNDER_WAY_MS = 500
/** Who stays sees her cell leave within this, on every site that is played. */
const STAYS_MS = 5_500

/**
 * How many cells came of a page view that a person means to leave. A source who can write by then stays
 * and writes; one whose composer is not awake leaves as she meant to, since there is nothing else to do.
 */
export async function cellsOfLeaving(
  ground: Ground,
  { lane, browser }: Household,
  site: Site,
  leaving: Leaving,
  isSource: boolean,
): Promise<number> {
  const person = await newPerson(browser)
  const { context, page } = person
  const address = `${ground.originOf(site)}/en/`
  try {
    const fromMs = Date.now()
    const cell = ground.log.cellOf(lane.address)
    if (leaving.way === 'close beside another tab') await (await context.newPage()).goto(address)
    await page.goto(address, { waitUntil: 'domcontentloaded' })
    await (leaving.after === 'cell' ? cell : pause(leaving.after))
    const stays = isSource && (await isAwake(page))
    if (!stays) await leave(person, leaving)
    await pause(stays ? STAYS_MS : UNDER_WAY_MS)
    await ground.log.settled()
    return ground.log.cells(lane.address, fromMs, Date.now())
  } finally {
    await context.close()
  }
}

/** What a prerendered page did before and after it was shown. */
export interface Prerendered {
  readonly requests: number
  readonly cellsBefore: number
  readonly cellsAfter: number
}

/** A page that the browser makes ready unseen, and that is shown seconds later. */
export async function prerender(
  ground: Ground,
  { lane, browser }: Household,
  site: Site,
): Promise<Prerendered> {
  const { context, page } = await newPerson(browser)
  try {
    const fromMs = Date.now()
    await page.goto(`${ground.originOf(site)}${WAITING_ROOM}`, { waitUntil: 'load' })
    await pause(STAYS_MS)
    const shownMs = Date.now()
    await ground.log.settled()
    const requests = ground.log
      .of(lane.address, fromMs, shownMs)
      .filter(({ shape }) => shape === '/en/').length
    await page.evaluate(() => location.assign('/en/')).catch(() => null)
    await pause(STAYS_MS)
    await ground.log.settled()
    const cells = (from: number, to: number): number => ground.log.cells(lane.address, from, to)
    return {
      requests,
      cellsBefore: cells(fromMs, shownMs),
      cellsAfter: cells(shownMs, Date.now()),
    }
  } finally {
    await context.close()
  }
}

async function leave({ page }: Person, { way }: Leaving): Promise<void> {
  const away = { back: 'history.back()', reload: 'location.reload()' }
  if (way === 'back' || way === 'reload') await page.evaluate(away[way]).catch(() => undefined)
  else await page.close()
}

async function isAwake(page: Page): Promise<boolean> {
  return await page.evaluate(() => document.querySelector<HTMLElement>('#postern')?.inert === false)
}
