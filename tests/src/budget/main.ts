import { type Browser, launch, type Page } from 'puppeteer-core'
import { CHROMIUM, FLAGS } from '../traffic/chromium.ts'
import { System } from '../journey/system.ts'
import { pause } from '../traffic/pause.ts'
import { LIMITS } from './limits.ts'
import { Report } from './report.ts'
import { allPages, assetsOf, type Fetched, fetchPacked } from './site-pages.ts'
import { SlowPage } from './slow-page.ts'
import { traced } from './trace.ts'

const LOADS = 3
const VIEWS = 9
/** Until everything that a view asks for has been asked for. */
const SETTLE_MS = 4_000
/** What the client asks for itself; all else is the page's. */
const OF_THE_CLIENT =
  /^\/(?:now|cell|trust\/|epoch\/|drop\/|day\/)|^\/assets\/(?:reader|cleaner|worker)-.*\.js$/

const report = new Report()
const system = await System.start()
const browser = await launch({
  executablePath: CHROMIUM,
  headless: true,
  pipe: true,
  args: [...FLAGS],
})
try {
  const site = system.welcome.readers
  const pages = await allPages(site)
  const seen = await watchLoad(browser, site)
  await sizes(site, pages, seen)
  requests(seen)
  await mainThread(browser, site)
} finally {
  await browser.close()
  await system.stop()
}
report.close()
process.exitCode = report.failed === 0 ? 0 : 1

/** What a fresh profile asks for while it loads a story, and what its policy refused. */
interface Seen {
  readonly paths: readonly string[]
  readonly foreign: readonly string[]
  readonly refusals: readonly string[]
}

async function watchLoad(on: Browser, site: string): Promise<Seen> {
  const context = await on.createBrowserContext()
  const page: Page = await context.newPage()
  const [addresses, refusals]: [URL[], string[]] = [[], []]
  page.on('request', (request) => addresses.push(new URL(request.url())))
  page.on('console', (message) => {
    if (message.type() === 'error') refusals.push(message.text())
  })
  page.on('pageerror', (error) => refusals.push(String(error)))
  const [story] = await storiesOf(site)
  await page.goto(`${site}${story?.path}`, { waitUntil: 'load' })
  await pause(SETTLE_MS)
  await context.close()
  return {
    paths: addresses.map(({ pathname }) => pathname),
    foreign: addresses.filter(({ origin }) => origin !== site).map(String),
    refusals,
  }
}

/** Pages with a story's headline in an article. */
async function storiesOf(site: string): Promise<Fetched[]> {
  const pages = await allPages(site)
  return pages.filter(
    ({ text }) => text.includes('class="standfirst"') && text.includes('<article>'),
  )
}

async function sizes(site: string, pages: readonly Fetched[], { paths }: Seen): Promise<void> {
  const named = pages.flatMap((page) => assetsOf(page, 'js'))
  const scripts = new Set(named.filter((path) => OF_THE_CLIENT.test(path)))
  report.check(`${pages.length} pages of the site name one reader client`, scripts.size === 1)
  const [script = ''] = scripts
  const client = await fetchPacked(site, script)
  report.kib('reader client', client.bytes, LIMITS.readerClient)
  report.check('the reader client is immutable', client.isImmutable)
  await cleaningFile(
    site,
    paths.filter((path) => OF_THE_CLIENT.test(path) && path.endsWith('.js') && path !== script),
  )
  const styles = new Set(pages.flatMap((page) => assetsOf(page, 'css')))
  const style = await fetchPacked(site, [...styles][0] ?? '')
  report.check('one immutable style sheet', styles.size === 1 && style.isImmutable)
  report.kib('style sheet', style.bytes, LIMITS.style)
  const largest = Math.max(...pages.filter((page) => !isLive(page)).map(({ bytes }) => bytes))
  report.kib('largest page with styles', largest + style.bytes, LIMITS.storyPage)
  const live = pages.filter(isLive).map(({ bytes }) => bytes)
  if (live.length > 0)
    report.kib('largest live page', Math.max(...live) + style.bytes, LIMITS.livePage)
  const now = await fetchPacked(site, '/now')
  report.kib('/now', now.bytes, LIMITS.now)
  const statement = paths.find((path) => path.startsWith('/epoch/')) ?? '/epoch/1'
  report.kib('statement', (await fetchPacked(site, statement)).bytes, LIMITS.statement)
}

/** The one further file that every reader fetches; a client without one fetches none. */
async function cleaningFile(site: string, others: readonly string[]): Promise<void> {
  const files = [...new Set(others)]
  report.check(`${files.length} file beside the reader client, at most one`, files.length <= 1)
  const [path] = files
  if (path === undefined) return
  const file = await fetchPacked(site, path)
  report.kib('cleaning file', file.bytes, LIMITS.cleaningFile)
  report.check('the cleaning file is immutable', file.isImmutable)
}

function isLive({ text }: Fetched): boolean {
  return text.includes('data-updates')
}

function requests({ paths, foreign, refusals }: Seen): void {
  const others = [...new Set(paths.filter((path) => !OF_THE_CLIENT.test(path)))]
  report.atMost('requests of a story besides the client’s', others.length, LIMITS.requests, '')
  report.check('no other host is asked for anything', foreign.length === 0, foreign.join(' '))
  report.check(
    'no error, and nothing refused by the policy',
    refusals.length === 0,
    refusals.join(' | '),
  )
}

async function mainThread(on: Browser, site: string): Promise<void> {
  const context = await on.createBrowserContext()
  const slow = await SlowPage.open(await context.newPage())
  const loads: number[] = []
  for (let n = 0; n < LOADS; n++) loads.push(await slow.load(`${site}/en/`))
  const [views, paces]: [number[], number[]] = [[], []]
  const trace = await traced(slow.page, LIMITS.mainThreadMs, async () => {
    for (let n = 0; n < VIEWS; n++) {
      views.push(await slow.follow(n))
      paces.push(await slow.pace())
    }
  })
  await context.close()
  const bound = LIMITS.mainThreadMs * Math.max(1, lowerQuartile(paces))
  report.atMost('main thread a page view', lowerQuartile(views), bound, 'ms')
  report.atMost('our script on the main thread a load', lowerQuartile(loads), bound, 'ms')
  report.check('no long task is ours', trace.longTasks.length === 0, trace.longTasks.join('; '))
  report.check(
    `the work is done in ${trace.workers} workers: ${trace.workersMs.toFixed(0)} ms in ${VIEWS} views`,
    trace.workers >= 1 && trace.workersMs > 0,
  )
}

/** What other work on the machine does to a thread's own time is always more, never less. */
function lowerQuartile(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)] ?? Infinity
}
