import { NEXT_LINKS } from '../next-links.ts'
import type { Page } from 'puppeteer-core'
import { ELSEWHERE } from './elsewhere.ts'
import type { Person } from './browser.ts'
import { atMost, pause, pauseUntil } from './pause.ts'
import type { PlannedVisit, Step } from './script.ts'
import type { Source } from './source.ts'

/** How long another tab stands in front: across the moment. */
const HIDDEN_MS = 2_500
const ELSEWHERE_MS = 400
const STEP_MS = 60
const SCROLL_PIXELS = 240
const SCROLLS = 4
const SCROLL_MS = 350

/** One page view that was made. */
export interface MadeVisit {
  readonly step: Step
  readonly fromMs: number
  readonly toMs: number
  /** What a source wanted to do and did in it; 0 for a reader. */
  readonly wanted: number
  readonly done: number
}

/** The same while its last act may be ending, in the next view already. */
export type LivedVisit = Omit<MadeVisit, 'done'> & { readonly done: Promise<number> }

/** Where the site is: scheme, host and port. */
export type Origin = string

/**
 * Makes one page view: begins it, lives in it until its time is over, and then at once comes to its
 * end, whatever a source was doing. Both read on while she acts.
 */
export async function makeVisit(
  person: Person,
  origin: Origin,
  plan: PlannedVisit,
  source: Source | null,
  ready: () => Promise<void>,
): Promise<LivedVisit> {
  const { page } = person
  if (plan.step === 'away') await goElsewhere(page, origin)
  await ready()
  const fromMs = Date.now()
  await begin(person, origin, plan)
  const over = new AbortController()
  const living = live(person, plan, source, over.signal)
  await pauseUntil(fromMs + plan.dwellMs)
  if (plan.patienceMs > 0) await atMost(plan.patienceMs, living)
  over.abort()
  const wanted = source === null ? 0 : plan.acts.length
  return { step: plan.step, fromMs, toMs: Date.now(), wanted, done: living }
}

async function goElsewhere(page: Page, origin: Origin): Promise<void> {
  const { port } = new URL(origin)
  await page.goto(`https://${ELSEWHERE}:${port}/`, { waitUntil: 'domcontentloaded' })
  await pause(ELSEWHERE_MS)
}

async function begin({ context, page }: Person, origin: Origin, plan: PlannedVisit): Promise<void> {
  const steps: Readonly<Record<Step, () => Promise<unknown>>> = {
    load: () => page.goto(`${origin}/en/`, { waitUntil: 'domcontentloaded' }),
    reload: () => page.reload({ waitUntil: 'domcontentloaded' }),
    follow: () => clickOne(page, NEXT_LINKS, plan.link),
    language: () => clickOne(page, 'header .bar nav a:not([aria-current])', plan.link),
    back: () => goBack(page),
    away: () => goBack(page),
    hidden: async () => {
      await clickOne(page, NEXT_LINKS, plan.link)
      const other = (await context.pages()).find((one) => one !== page) ?? (await context.newPage())
      await other.bringToFront()
      await pause(HIDDEN_MS)
      await page.bringToFront()
    },
  }
  await steps[plan.step]()
}

/** The page may be left before the browser has said that it was told to. */
async function goBack(page: Page): Promise<void> {
  try {
    await page.evaluate(() => history.back())
  } catch (error) {
    if (!isOfALeftPage(error)) throw error
  }
}

async function clickOne(page: Page, selector: string, which: number): Promise<void> {
  await page.$$eval(
    selector,
    (links, at) => {
      const link = links[at % links.length]
      if (link instanceof HTMLElement) link.click()
    },
    which,
  )
}

/** From the composer's waking on; that nothing came of an act in time is no trouble. */
async function live(
  { page, troubles }: Person,
  { acts }: PlannedVisit,
  source: Source | null,
  over: AbortSignal,
): Promise<number> {
  let done = 0
  const act = async (): Promise<void> => {
    for (const one of source === null ? [] : acts) {
      over.throwIfAborted()
      await source?.act(one, over)
      done += 1
    }
  }
  try {
    await awake(page, over)
    await Promise.all([scroll(page, over), act()])
  } catch (error) {
    if (!over.aborted && !isOfALeftPage(error)) troubles.push(String(error))
  }
  return done
}

async function awake(page: Page, over: AbortSignal): Promise<void> {
  const isAwake = (): Promise<boolean> =>
    page
      .evaluate(() => document.querySelector<HTMLElement>('#postern')?.inert === false)
      .catch(() => false)
  while (!(await isAwake())) {
    await pause(STEP_MS)
    over.throwIfAborted()
  }
}

async function scroll(page: Page, over: AbortSignal): Promise<void> {
  for (let n = 0; n < SCROLLS; n++) {
    await page.mouse.wheel({ deltaY: SCROLL_PIXELS })
    await pause(SCROLL_MS)
    over.throwIfAborted()
  }
}

/** The document went away under the call. */
function isOfALeftPage(error: unknown): boolean {
  return error instanceof Error && /context|detached|navigat|closed|Target/i.test(error.message)
}
