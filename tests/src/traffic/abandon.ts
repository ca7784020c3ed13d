import type { Page } from 'puppeteer-core'
import { newPerson, type Person } from './browser.ts'
import { WAITING_ROOM } from './elsewhere.ts'
import type { Ground, Household } from './ground.ts'
import { pause, pauseUntil } from './pause.ts'
import type { Site } from './sites.ts'

/** How a page is left: so long after it came, or after its cell arrived at the site. */
export interface Leaving {
  readonly name: string
  readonly after: 'ready' | 'cell'
  readonly ms: number
  readonly way: 'close' | 'back' | 'reload' | 'close beside another tab'
}

/** Before the moment, which is a second after the page came, at it, and after it. */
export const LEAVINGS: readonly Leaving[] = [
  { name: 'closed after 0.3 s', after: 'ready', ms: 300, way: 'close' },
  { name: 'closed as its cell arrives', after: 'cell', ms: 0, way: 'close' },
  { name: 'closed 1 s after its cell', after: 'cell', ms: 1_000, way: 'close' },
  { name: 'left by Back after 0.3 s', after: 'ready', ms: 300, way: 'back' },
  { name: 'left by Back 1 s after its cell', after: 'cell', ms: 1_000, way: 'back' },
  { name: 'reloaded after 0.3 s', after: 'ready', ms: 300, way: 'reload' },
  {
    name: 'closed after 0.3 s, another tab stays',
    after: 'ready',
    ms: 300,
    way: 'close beside another tab',
  },
]

/** What came of one page view that a person meant to leave. */
export interface Left {
  readonly cells: number
  /** Who stayed, and who was gone before the moment if that was meant: a slow machine may leave late. */
  readonly asMeant: boolean
}

/** A cell that left before the page did is on its way no longer than this. */
const UNDER_WAY_MS = 500
/** Who stays sees her cell leave within this, on every site that is played. */
const STAYS_MS = 5_500
/** Whoever leaves before the moment begins to leave before this. */
const BEFORE_MOMENT_MS = 800
/** Until the page is another the old one goes on: who was told to go before and went after has not left in time. */
const MOMENT_MS = 1_000

/**
 * How many cells came of a page view that a person means to leave. A source who can write by then stays
 * and writes; one whose composer is not awake leaves as she meant to, since there is nothing else to do.
 */
export async function leaveOnce(
  ground: Ground,
  { lane, browser }: Household,
  site: Site,
  leaving: Leaving,
  isSource: boolean,
): Promise<Left> {
  const person = await newPerson(browser)
  const { context, page } = person
  const address = `${ground.originOf(site)}/en/`
  const hasAnother = leaving.way === 'close beside another tab'
  try {
    const fromMs = Date.now()
    const cell = ground.log.cellOf(lane.address)
    if (hasAnother) await (await context.newPage()).goto(address)
    await page.goto(address, { waitUntil: 'domcontentloaded' })
    const cameMs = await page.evaluate(arrivedAt)
    await (leaving.after === 'cell'
      ? cell.then(() => pause(leaving.ms))
      : pauseUntil(cameMs + leaving.ms))
    const stays = isSource && (await isAwake(page))
    const inTime = Date.now() - cameMs < BEFORE_MOMENT_MS
    let goneMs = 0
    page.once('framenavigated', () => (goneMs = Date.now()))
    if (!stays) await leave(person, leaving)
    await pause(stays || hasAnother ? STAYS_MS : UNDER_WAY_MS)
    await ground.log.settled()
    const cells = ground.log.cells(lane.address, fromMs, Date.now())
    const wentLate = goneMs - cameMs >= MOMENT_MS
    return { cells, asMeant: stays || (inTime && !wentLate) || leaving.after === 'cell' }
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

/** When the page came, by its own note; milliseconds since 1970. */
function arrivedAt(): number {
  const [navigation] = performance.getEntriesByType('navigation')
  if (!(navigation instanceof PerformanceNavigationTiming)) throw new Error('no page was opened')
  return performance.timeOrigin + navigation.responseStart
}

async function leave({ page }: Person, { way }: Leaving): Promise<void> {
  const away = { back: 'history.back()', reload: 'location.reload()' }
  if (way === 'back' || way === 'reload') await page.evaluate(away[way]).catch(() => undefined)
  else await page.close()
}

async function isAwake(page: Page): Promise<boolean> {
  return await page.evaluate(() => document.querySelector<HTMLElement>('#postern')?.inert === false)
}
