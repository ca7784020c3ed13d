import { NEXT_LINKS } from '../next-links.ts'
import type { Page } from 'playwright-core'
import { Profile } from './profile.ts'
import { Recorder, type Recorded } from './recorder.ts'
import { until } from './until.ts'

const INTERVAL_MS = 5_000
/** Visits begin this long after an interval, when `/now` has settled. */
const PHASE_MS = 1_700
const SETTLE_MS = 25_000
/** Every load asks for it, from the cache or not, a while after its cell. */
const CLEANER = /^\/assets\/cleaner-/

/** A reader's browser on the public site: every visit is written down. */
export class Reading {
  readonly profile: Profile
  readonly #recorder: Recorder
  readonly #address: string
  #mark = 0
  #pages = 0

  private constructor(profile: Profile, address: string) {
    this.profile = profile
    this.#address = address
    this.#recorder = new Recorder(profile.context)
  }

  static async open(address: string): Promise<Reading> {
    return new Reading(await Profile.open('ru-RU'), address)
  }

  get page(): Page {
    return this.profile.page
  }

  /** A hard load, as by typing the address. */
  async load(path: string): Promise<void> {
    this.#mark = this.#recorder.count
    await this.page.goto(`${this.#address}${path}`, { waitUntil: 'load' })
    await this.#settle()
    await until('the file that cleans has come', SETTLE_MS, this.#came(CLEANER))
  }

  /** The next page by a link of the site, within the document. */
  async follow(): Promise<void> {
    this.#mark = this.#recorder.count
    const links = this.page.locator(NEXT_LINKS)
    const count = await links.count()
    await links.nth(this.#pages++ % count).click()
    await this.#settle()
  }

  async lastVisit(): Promise<Recorded[]> {
    return await this.#recorder.since(this.#mark)
  }

  /** Until the cell was answered and the files that the view wants have come. */
  async #settle(): Promise<void> {
    await until('the page sends its cell', SETTLE_MS, this.#came(/^\/cell$/))
    await until('the composer is awake', SETTLE_MS, async () =>
      this.page.evaluate(() => document.querySelector<HTMLElement>('#postern')?.inert === false),
    )
    await this.page.waitForLoadState('networkidle')
  }

  #came(path: RegExp): () => Promise<boolean> {
    return async () =>
      (await this.lastVisit()).some((one) => one.status !== 0 && path.test(one.path))
  }
}

/** Both browsers at once, at the same moment of the interval. */
export async function together(
  readers: readonly Reading[],
  visit: (reader: Reading) => Promise<void>,
): Promise<void> {
  await atPhase()
  await Promise.all(readers.map(visit))
}

/**
 * One browser after the other, each at that moment: a fresh profile compiles and starts so much that
 * two at once on a small machine would race their own clocks.
 */
export async function apart(
  readers: readonly Reading[],
  visit: (reader: Reading) => Promise<void>,
): Promise<void> {
  for (const reader of readers) {
    await atPhase()
    await visit(reader)
  }
}

async function atPhase(): Promise<void> {
  const into = Date.now() % INTERVAL_MS
  const wait = (PHASE_MS - into + INTERVAL_MS) % INTERVAL_MS
  await new Promise((done) => setTimeout(done, wait))
}
