import { Casebook, KeyTree, LogReader } from '@postern/casework'
import { toHex } from '@postern/protocol'
import { listenHttp } from '@postern/runtime'
import { chromium, type Page } from 'playwright-core'
import { buildDeskPage, keyringId, sealKeyring } from '../../packages/desk/src/index.ts'
import { nodeArgon2id } from '../../packages/desk/test/node-argon2id.ts'
import { memberKeys } from '../../packages/desk/src/member/member-keys.ts'
import { World } from '../../packages/desk/test/world.ts'
import { makeDeskLog, type MadeLog } from './desk-log.ts'

const CHROMIUM = '/usr/bin/chromium'
const PASSPHRASE = 'eight plain words that nobody would guess here'
const SIZE = { contacts: 10_000, messagesEach: 10, handlers: 20, oneOf: 2 }
const QUERIES = ['ferry', 'letter mo', 'мост', 'подпись груз', 'کشتی', 'انبار ش', 'abandon', 'отч']
const WORK_MS = 30 * 60_000
const IDLE_MS = 10_000

/** A desk of casework.md's size in a real browser. */
export interface DeskFigures {
  readonly size: typeof SIZE
  readonly bundles: number
  readonly events: number
  /** Reading the same log natively, all of it verified: what the browser is to be compared with. */
  readonly nativeSeconds: number
  readonly firstOpening: Opening
  /** With the log on the device, and verified there before. */
  readonly laterOpening: Opening
  /** From a key press to the list that it narrows. */
  readonly searchMs: { readonly median: number; readonly p95: number; readonly presses: number }
  /** Share of one processor that the open page takes while nothing comes in. */
  readonly idleLoad: number
  readonly heapMiB: number
}

interface Opening {
  /** From the keyring's being open to the first rows. */
  readonly firstRowsSeconds: number
  /** Until the last bundle is read and each row in its place. */
  readonly wholeSeconds: number
}

export async function deskFigures(seed: string, say: (line: string) => void): Promise<DeskFigures> {
  const world = new World(seed, 1, () => Date.now())
  say(`  making ${SIZE.contacts * SIZE.messagesEach} messages of ${SIZE.contacts} contacts`)
  const made = await makeDeskLog(world, SIZE)
  say(`  ${made.bundles} bundles with ${made.events} events`)
  const nativeSeconds = await readNatively(world)
  say(`  natively read and verified in ${nativeSeconds.toFixed(1)} s`)
  const served = await serve(world, made)
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({ locale: 'en-GB' })
    await page.goto(served.address)
    const firstOpening = await open(page, 'handler-0')
    say(`  first opening: ${told(firstOpening)}`)
    await page.locator('#lock').click()
    const laterOpening = await open(page, 'handler-0')
    say(`  later opening: ${told(laterOpening)}`)
    const searchMs = await search(page, say)
    const { idleLoad, heapMiB } = await idle(page)
    say(`  idle: ${(100 * idleLoad).toFixed(1)} % of a processor, ${heapMiB.toFixed(0)} MiB`)
    const { bundles, events } = made
    return {
      size: SIZE,
      bundles,
      events,
      nativeSeconds,
      firstOpening,
      laterOpening,
      searchMs,
      idleLoad,
      heapMiB,
    }
  } finally {
    await browser.close()
    await served.close()
  }
}

async function readNatively({ env, desks, ground, store }: World): Promise<number> {
  const [desk] = desks
  if (desk === undefined) throw new TypeError('a world without a desk')
  const context = { organisation: ground.organisation, desk: desk.id, deskKey: desk.key }
  const tree = KeyTree.decode(env.suite, desk.secrets.tree)
  const bundles = await store.read(toHex(desk.id), 0, Number.MAX_SAFE_INTEGER)
  const started = performance.now()
  const reader = new LogReader({ suite: env.suite, context, tree }, [desk.secrets.compartment])
  const casebook = new Casebook()
  for (const bundle of bundles)
    for (const event of reader.take(bundle).events) casebook.apply(event)
  if (casebook.contacts.size !== SIZE.contacts) throw new Error('the made log is not whole')
  return (performance.now() - started) / 1_000
}

async function serve(
  world: World,
  { keyring }: MadeLog,
): Promise<{ readonly address: string; close(): Promise<void> }> {
  const { env, store, config } = world
  world.page = await buildDeskPage()
  const id = keyringId(env.suite, keyring.name)
  const key = toHex(memberKeys(env.suite, keyring.memberSeed).signing.publicKey)
  config.desks[0]?.members.push({ key, keyring: id })
  await store.putKeyring(id, await sealKeyring(env, nodeArgon2id, PASSPHRASE, keyring))
  world.restartServer()
  const listening = await listenHttp({ host: '127.0.0.1', port: 0 }, async (request) => {
    await world.publish()
    return await world.server.handle(request)
  })
  await world.publish()
  await world.server.tick()
  return { address: `http://127.0.0.1:${listening.port}/`, close: () => listening.close() }
}

/** Argon2id, which is slow on purpose, is not counted: the clock starts when the desk is there. */
async function open(page: Page, name: string): Promise<Opening> {
  await page.locator('#name').fill(name)
  await page.locator('#passphrase').fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.locator('.workspace').waitFor({ timeout: WORK_MS })
  const started = performance.now()
  const since = (): number => (performance.now() - started) / 1_000
  await page.locator('[data-contact]').first().waitFor({ timeout: WORK_MS })
  const firstRowsSeconds = since()
  await page
    .locator(`.contacts li[aria-setsize="${SIZE.contacts}"]`)
    .first()
    .waitFor({ timeout: WORK_MS })
  await page
    .getByText('Reading the log of this desk.')
    .waitFor({ state: 'hidden', timeout: WORK_MS })
  return { firstRowsSeconds, wholeSeconds: since() }
}

/** Runs in the page: milliseconds from each key press to the list being laid out anew. */
const TYPE_EACH = `async (queries) => {
  const field = document.querySelector('#search')
  const times = []
  for (const query of queries)
    for (let length = 1; length <= query.length; length++) {
      field.value = query.slice(0, length)
      const started = performance.now()
      field.dispatchEvent(new Event('input'))
      void document.body.offsetHeight
      times.push(performance.now() - started)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
  field.value = ''
  field.dispatchEvent(new Event('input'))
  return times
}`

async function search(page: Page, say: (line: string) => void): Promise<DeskFigures['searchMs']> {
  await page.locator('.search-status:empty').waitFor({ state: 'attached', timeout: WORK_MS })
  const times = numbersOf(await page.evaluate(`(${TYPE_EACH})(${JSON.stringify(QUERIES)})`))
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  const figures = { median: at(0.5), p95: at(0.95), presses: sorted.length }
  say(`  search: median ${figures.median.toFixed(1)} ms, p95 ${figures.p95.toFixed(1)} ms`)
  return figures
}

async function idle(page: Page): Promise<{ idleLoad: number; heapMiB: number }> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const read = async (name: string): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find((one) => one.name === name)?.value ?? 0
  }
  const before = await read('TaskDuration')
  await page.waitForTimeout(IDLE_MS)
  const idleLoad = ((await read('TaskDuration')) - before) / (IDLE_MS / 1_000)
  const heapMiB = (await read('JSHeapUsedSize')) / 2 ** 20
  return { idleLoad, heapMiB }
}

function told({ firstRowsSeconds, wholeSeconds }: Opening): string {
  return `first rows ${firstRowsSeconds.toFixed(2)} s, whole ${wholeSeconds.toFixed(1)} s`
}

function numbersOf(value: unknown): number[] {
  if (!Array.isArray(value)) throw new TypeError('no numbers')
  return value.map(Number)
}
