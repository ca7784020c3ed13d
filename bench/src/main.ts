import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cryptographySamples } from './cryptography.ts'
import { deskFigures } from './desk.ts'
import { newsroomFigures } from './newsroom.ts'
import { exportFigures } from './export.ts'
import { intakeFigures } from './intake.ts'
import { measureAll } from './sample.ts'
import { serveFigures } from './serve.ts'

const RESULTS = join(dirname(fileURLToPath(import.meta.url)), '..', 'results')
const SEED = 'bench 1'
const BENCHES: Readonly<Record<string, () => Promise<object>>> = {
  cryptography: benchCryptography,
  newsroom: benchNewsroom,
  serve: benchServe,
  export: benchExport,
  desk: benchDesk,
  intake: benchIntake,
}

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !(name in BENCHES))
if (unknown.length > 0) {
  const names = Object.keys(BENCHES).join(', ')
  process.stderr.write(`There is no bench named ${unknown.join(', ')}; there are: ${names}.\n`)
  process.exit(2)
}
for (const [name, bench] of Object.entries(BENCHES))
  if (chosen.length === 0 || chosen.includes(name)) keep(name, await bench())

async function benchCryptography(): Promise<object> {
  process.stdout.write('Cryptography: interleaved, median of seven runs each …\n')
  const results = await measureAll(await cryptographySamples(SEED))
  const native = results[0]?.perSecond ?? 1
  for (const { name, perSecond } of results) {
    const ratio = (perSecond / native).toFixed(3)
    const rate = perSecond.toFixed(0).padStart(8)
    process.stdout.write(`  ${name.padEnd(52)} ${rate} /s   ${ratio} × the first\n`)
  }
  return { results }
}

async function benchNewsroom(): Promise<object> {
  process.stdout.write('A paper of 5,000 stories and 50,000 letters …\n')
  return await newsroomFigures((line) => void process.stdout.write(`${line}\n`))
}

async function benchServe(): Promise<object> {
  process.stdout.write('A cached story, by the front, by plain node:http and by nginx …\n')
  return await serveFigures((line) => void process.stdout.write(`${line}\n`))
}

async function benchExport(): Promise<object> {
  process.stdout.write('A case of 10 GiB as it leaves …\n')
  return await exportFigures(SEED, (line) => void process.stdout.write(`${line}\n`))
}

async function benchDesk(): Promise<object> {
  process.stdout.write('A desk of 10,000 contacts in a real browser …\n')
  return await deskFigures(SEED, (line) => void process.stdout.write(`${line}\n`))
}

async function benchIntake(): Promise<object> {
  process.stdout.write('A week of drops of the standard column, opened on one core …\n')
  return await intakeFigures(SEED, (line) => void process.stdout.write(`${line}\n`))
}

/** Beside the machine and the seed that made them. */
function keep(name: string, figures: object): void {
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
  }
  mkdirSync(RESULTS, { recursive: true })
  const kept = { seed: SEED, machine, ...figures }
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`)
  process.stdout.write(`Kept in bench/results/${name}.json.\n`)
}
