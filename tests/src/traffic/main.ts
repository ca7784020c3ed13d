import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Timeline } from '../journey/timeline.ts'
import { playAbandon } from './abandon-game.ts'
import { captureAsBuilt, type CaptureResult, captureTwin, LEAST_DONE } from './capture-game.ts'
import type { Neighbours } from './couple.ts'
import { checkHabits, coupleAsBuilt, coupleTwins } from './coupling-game.ts'
import { Lane } from './lane.ts'
import { TWINS } from './sites.ts'
import { apart, layTable, type Table } from './table.ts'
import { TwinSites } from './twin-sites.ts'

const HELP = `npm run traffic -- [--short] [--seed WORDS] [--visits N] [--lanes N] [--traits FILE]

Readers and sources in real browsers, and whoever watches their lines. The short form couples
requests; the long one also trains a classifier on captured packets, as built and on each twin, and
keeps its figures in bench/results/traffic.json. It takes root, for network namespaces. With --traits
it plays readers and sources as built alone, and writes what the line showed of each view into FILE, one a
line, for whoever looks for what tells.
`
const RESULTS = fileURLToPath(new URL('../../../bench/results/traffic.json', import.meta.url))
/** The threat model's: where the interval must end. */
const TARGET = 0.13
const SHORT = { lanes: 8, visits: 32 }
const TWIN = { pairs: 6, visits: 7 }

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string', default: 'postern traffic 1' },
    visits: { type: 'string', default: '1600' },
    lanes: { type: 'string', default: '6' },
    traits: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const timeline = new Timeline()

if (values.help) process.stdout.write(HELP)
else {
  timeline.say(`seed "${values.seed}"`)
  const reason = await Lane.whyNot()
  await (reason === null ? play() : withoutLanes(reason))
  timeline.close()
  process.exitCode = timeline.failed === 0 ? 0 : 1
}

async function play(): Promise<void> {
  const lanes = values.short ? SHORT.lanes : Number(values.lanes)
  const table = await layTable(timeline, values.seed, lanes)
  try {
    if (values.traits !== undefined) await traitsAlone(table, values.traits)
    else await (values.short ? shortForm(table) : longForm(table))
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : ''
    timeline.check('it reaches its end', false, said)
  } finally {
    await table.ground.close()
  }
}

/** That every twin can still be made is for anybody to check. */
async function withoutLanes(reason: string): Promise<void> {
  timeline.skip(reason)
  const nobody = { root: new Uint8Array(32), organisation: new Uint8Array(16) }
  const { count } = await TwinSites.build(nobody)
  timeline.check(`every twin can be made: ${count} clients`, count > TWINS.length)
}

/** All at one time, on lanes of their own: what is judged here does not hang on the machine's load. */
async function shortForm(table: Table): Promise<void> {
  await checkHabits(table)
  const own = (game: string): Table => apart(table, `${values.seed} ${game}`)
  const { households } = table.ground
  await Promise.all([
    coupleAsBuilt(own('coupling'), neighbours(table, 0)),
    coupleTwins(own('twins'), neighbours(table, 2)),
    playAbandon(own('abandon'), neighbours(table, 4)),
    captureAsBuilt(own('capture'), households.slice(6), SHORT.visits),
  ])
}

async function longForm(table: Table): Promise<void> {
  await checkHabits(table)
  const own = (game: string): Table => apart(table, `${values.seed} ${game}`)
  await Promise.all([
    coupleAsBuilt(own('coupling'), neighbours(table, 0)),
    playAbandon(own('abandon'), neighbours(table, 2)),
  ])
  const { households, chromium } = table.ground
  const asBuilt = await captureAsBuilt(own('capture'), households, Number(values.visits))
  const { wanted, done } = asBuilt.acts
  timeline.check('sources did what they meant to, nearly always', done >= LEAST_DONE * wanted)
  const end = asBuilt.advantage.high
  timeline.check(`the interval ends at ${end.toFixed(3)}, at or below ${TARGET}`, end <= TARGET)
  const twins: Record<string, CaptureResult> = {}
  for (const twin of TWINS) twins[twin.name] = await captureTwin(own(twin.name), twin, TWIN)
  keep({ asBuilt, twins }, await chromium)
}

async function traitsAlone(table: Table, file: string): Promise<void> {
  const lines: string[] = []
  const visits = Number(values.visits)
  await captureAsBuilt(
    apart(table, `${values.seed} capture`),
    table.ground.households,
    visits,
    (seen) => lines.push(`${JSON.stringify(seen)}\n`),
  )
  writeFileSync(file, lines.join(''))
}

function neighbours({ ground }: Table, first: number): Neighbours {
  const [here, there] = ground.households.slice(first)
  if (here === undefined || there === undefined) throw new Error(`${first + 2} lanes are needed`)
  return [here, there]
}

function keep(results: object, chromium: string): void {
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    chromium,
  }
  mkdirSync(dirname(RESULTS), { recursive: true })
  const kept = { seed: values.seed, lanes: Number(values.lanes), machine, ...results }
  writeFileSync(RESULTS, `${JSON.stringify(kept, null, 2)}\n`)
  timeline.say('kept in bench/results/traffic.json')
}
