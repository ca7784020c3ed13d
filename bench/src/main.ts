import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cryptographySamples } from './cryptography.ts'
import { type Measured, measureAll } from './sample.ts'

const RESULTS = join(dirname(fileURLToPath(import.meta.url)), '..', 'results')
const SEED = 'bench 1'

process.stdout.write('Measuring, interleaved, median of seven runs each …\n')
const measured = await measureAll(await cryptographySamples(SEED))
const native = measured[0]?.perSecond ?? 1
for (const { name, perSecond } of measured) process.stdout.write(lineOf(name, perSecond))
keep(measured)

function lineOf(name: string, perSecond: number): string {
  const ratio = (perSecond / native).toFixed(3)
  return `  ${name.padEnd(52)} ${perSecond.toFixed(0).padStart(8)} /s   ${ratio} × the first\n`
}

/** Beside the machine and the seed that made them. */
function keep(results: readonly Measured[]): void {
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
  }
  mkdirSync(RESULTS, { recursive: true })
  const path = join(RESULTS, 'cryptography.json')
  writeFileSync(path, `${JSON.stringify({ seed: SEED, machine, results }, null, 2)}\n`)
  process.stdout.write(`Kept in bench/results/cryptography.json.\n`)
}
