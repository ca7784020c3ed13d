import { fileURLToPath } from 'node:url'
import { type Batch, ITEM_BYTES, openBatch, STANDARD, type Suite, toHex } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { listenHttp, nativeSuite } from '@postern/runtime'
import { build } from 'esbuild'
import { chromium, type Page } from 'playwright-core'
import { takeIn } from '../../packages/desk/src/index.ts'
import { messageOf } from '../../packages/desk/test/message.ts'
import { World } from '../../packages/desk/test/world.ts'
import { median } from './sample.ts'

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const WEEK_MS = 7 * 86_400_000
const RUNS = 5
/** Both mixes lay noise of the real class beside what is for a desk. (M5) */
const NOISE = 2 * STANDARD.noiseMean
const OURS = 8

/** Opening a week of drops of the standard column, on one core; envelopes a second. */
export interface IntakeFigures {
  readonly drops: number
  readonly envelopesADrop: number
  /** The decapsulation alone, by OpenSSL: no way of opening can be faster than it. */
  readonly limit: number
  readonly ways: readonly IntakeWay[]
}

interface IntakeWay {
  readonly name: string
  readonly perSecond: number
  readonly ofLimit: number
  readonly weekSeconds: number
}

/** What the page is told of the drop, in hex. */
export interface DropAsked {
  readonly context: {
    readonly organisation: string
    readonly desk: string
    readonly deskKey: string
  }
  readonly link: { readonly generation: number; readonly number: number; readonly key: string }
  readonly mix: string
  readonly itemBytes: number
  readonly ours: number
}

export async function intakeFigures(
  seed: string,
  say: (line: string) => void,
): Promise<IntakeFigures> {
  const ground = makeDrop(seed)
  const page = await DeskPage.open(ground)
  const runs: Readonly<Record<string, () => Promise<number>>> = {
    'the decapsulation alone, OpenSSL': () => Promise.resolve(decapsulateAll(ground)),
    'an agent, native suite': async () => await takeAll(ground, nativeSuite),
    'an agent, portable suite': async () => await takeAll(ground, portableSuite),
    'the desk’s page in Chromium, portable suite': async () => await page.takeAll(),
  }
  const times = new Map<string, number[]>()
  try {
    for (let run = 0; run <= RUNS; run++)
      for (const [name, once] of Object.entries(runs)) {
        const ms = await once()
        if (run > 0) times.set(name, [...(times.get(name) ?? []), ms])
      }
  } finally {
    await page.close()
  }
  const drops = WEEK_MS / STANDARD.mixIntervalMs
  const envelopesADrop = ground.batch.items.length
  const rates = [...times].map(([name, all]) => ({
    name,
    perSecond: (1_000 * envelopesADrop) / median(all),
  }))
  const limit = rates[0]?.perSecond ?? 1
  const ways = rates.slice(1).map(({ name, perSecond }) => ({
    name,
    perSecond,
    ofLimit: perSecond / limit,
    weekSeconds: (drops * envelopesADrop) / perSecond,
  }))
  say(`  ${drops} drops of ${envelopesADrop} envelopes; the limit is ${limit.toFixed(0)} /s`)
  for (const { name, perSecond, ofLimit, weekSeconds } of ways)
    say(
      `  ${name.padEnd(46)} ${perSecond.toFixed(0).padStart(6)} /s   ${ofLimit.toFixed(3)} × the limit   a week in ${weekSeconds.toFixed(0)} s`,
    )
  return { drops, envelopesADrop, limit, ways }
}

type Ground = ReturnType<typeof makeDrop>

/** One drop: noise, and a few parts that are for the desk. */
function makeDrop(seed: string) {
  const world = new World(seed, 1)
  const { env } = world
  const [desk] = world.desks
  const link = desk?.secrets.intake?.link
  if (desk === undefined || link === undefined) throw new TypeError('a desk that takes in')
  for (let each = 0; each < OURS; each++)
    world.send(env.suite.signingKey(env.random(32)), messageOf(env.random(32), `Part ${each}.`))
  world.fire(NOISE)
  const [bytes = new Uint8Array(0)] = world.batches
  const mix = world.trust.mixes[1].key
  const batch = openBatch(nativeSuite, bytes, mix, ITEM_BYTES['mix-2'])
  const { organisation } = world.ground
  const context = { organisation, desk: desk.id, deskKey: desk.key }
  return { bytes, batch, mix, context, link, kem: nativeSuite.kemKey(env.random(32)) }
}

async function takeAll({ context, link, batch }: Ground, suite: Suite): Promise<number> {
  const started = performance.now()
  const { parts } = await takeIn(suite, context, link, batch, () => Promise.resolve())
  const ms = performance.now() - started
  if (parts.length !== OURS) throw new Error('the bench must find what is for the desk')
  return ms
}

function decapsulateAll({ batch, kem }: { batch: Batch; kem: Ground['kem'] }): number {
  const started = performance.now()
  for (const envelope of batch.items) kem.decapsulate(envelope.subarray(0, 1_120))
  return performance.now() - started
}

/** The desk's own steps in a real page. */
class DeskPage {
  readonly takeAll: () => Promise<number>
  readonly close: () => Promise<void>

  private constructor(page: Page, asked: DropAsked, close: () => Promise<void>) {
    this.takeAll = async () => Number(await page.evaluate(`openDrop(${JSON.stringify(asked)})`))
    this.close = close
  }

  static async open({ bytes, mix, context, link }: Ground): Promise<DeskPage> {
    const entry = fileURLToPath(new URL('intake-page.ts', import.meta.url))
    const format = { bundle: true, write: false, format: 'esm', minify: true } as const
    const built = await build({ entryPoints: [entry], ...format })
    const script = built.outputFiles[0]?.text ?? ''
    const answers: Readonly<Record<string, () => Response>> = {
      '/': () => of('<script type="module" src="/script"></script>', 'text/html'),
      '/script': () => of(script, 'text/javascript'),
      '/drop': () => of(bytes.slice(), 'application/octet-stream'),
    }
    const listening = await listenHttp(
      { host: '127.0.0.1', port: 0 },
      (request) =>
        answers[new URL(request.url).pathname]?.() ?? new Response(null, { status: 404 }),
    )
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${listening.port}/`, { waitUntil: 'load' })
    const asked: DropAsked = {
      context: {
        organisation: toHex(context.organisation),
        desk: toHex(context.desk),
        deskKey: toHex(context.deskKey),
      },
      link: { ...link, key: toHex(link.key) },
      mix: toHex(mix),
      itemBytes: ITEM_BYTES['mix-2'],
      ours: OURS,
    }
    return new DeskPage(page, asked, async () => {
      await browser.close()
      await listening.close()
    })
  }
}

function of(body: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(body, { headers: { 'content-type': type } })
}
