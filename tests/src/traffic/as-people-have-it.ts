import type { Page } from 'puppeteer-core'
import { newPerson } from './browser.ts'
import { ELSEWHERE } from './elsewhere.ts'
import type { Ground } from './ground.ts'
import { pause } from './pause.ts'
import { AS_BUILT, KEPT, type Site } from './sites.ts'

const SETTLE_MS = 3_000
const COUNT_MS = 3_000
const TICK_MS = 50

/** What automation likes to switch off, and what this browser does. */
export interface Habits {
  /** Back brought the very document again, where pages may be kept. */
  readonly restores: boolean
  /** Back made a new document of a page that is `no-store`, as the front serves it. */
  readonly reloadsNoStore: boolean
  /** Ticks of a timer a second in a hidden tab, of the twenty asked for. */
  readonly hiddenTicks: number
}

/** Looks whether the back-forward cache and the throttling of hidden tabs are on. */
export async function habitsOf(ground: Ground): Promise<Habits> {
  const [household] = ground.households
  if (household === undefined) throw new Error('there is no lane')
  const { context, page } = await newPerson(household.browser)
  try {
    const restores = await isRestored(page, ground, KEPT)
    const reloadsNoStore = !(await isRestored(page, ground, AS_BUILT))
    const other = await context.newPage()
    await page.evaluate((every) => {
      Object.assign(window, { ticks: 0 })
      setInterval(
        () => Object.assign(window, { ticks: Number(Reflect.get(window, 'ticks')) + 1 }),
        every,
      )
    }, TICK_MS)
    await other.bringToFront()
    await pause(1_000)
    const ticks = (): Promise<number> => page.evaluate(() => Number(Reflect.get(window, 'ticks')))
    const before = await ticks()
    await pause(COUNT_MS)
    return {
      restores,
      reloadsNoStore,
      hiddenTicks: ((await ticks()) - before) / (COUNT_MS / 1_000),
    }
  } finally {
    await context.close()
  }
}

async function isRestored(page: Page, ground: Ground, site: Site): Promise<boolean> {
  const origin = ground.originOf(site)
  await page.goto(`${origin}/en/`, { waitUntil: 'domcontentloaded' })
  await pause(SETTLE_MS)
  await page.evaluate(() => Object.assign(window, { marked: true }))
  await page.goto(origin.replace(site.host, ELSEWHERE), { waitUntil: 'domcontentloaded' })
  await page.evaluate(() => history.back()).catch(() => undefined)
  await page.waitForFunction((host) => location.hostname === host, { timeout: 0 }, site.host)
  return await page.evaluate(() => Reflect.get(window, 'marked') === true)
}
