import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { advantageOf, describeAdvantage } from '../../../packages/games/src/measure/advantage.ts'
import { TestSite } from '../../../packages/reader/test/page/test-site.ts'
import { numbersOf, shapeOf, train } from './distinguisher.ts'
import type { ProfileImage } from './profile-image.ts'
import { buildTwin, type Twin, TWINS } from './twins.ts'
import { live } from './visits.ts'

const { values } = parseArgs({
  options: { short: { type: 'boolean', default: false }, pairs: { type: 'string', default: '20' } },
})

interface Pair {
  readonly reader: readonly ProfileImage[]
  readonly source: readonly ProfileImage[]
}

let [passed, failed] = [0, 0]
const pairs = values.short ? 1 : Number(values.pairs)
const built = await playPairs(null, pairs)
for (const [at, pair] of built.entries()) {
  const differences = differing(pair)
  say(
    `as built, pair ${at + 1}: ${differences.join('; ') || 'one shape'}`,
    differences.length === 0,
  )
}
if (!values.short) trained(built)
for (const twin of TWINS) {
  const [pair] = await playPairs(twin, 1)
  const differences = pair ? differing(pair) : []
  say(`${twin.name}: ${differences[0] ?? 'not told apart'}`, differences.length > 0)
}
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1

function say(line: string, asWanted: boolean): void {
  process.stdout.write(`  ${asWanted ? 'ok    ' : 'FAILED'} ${line}\n`)
  if (asWanted) passed += 1
  else failed += 1
}

/** A used and an unused profile on one site, at the same time. */
async function playPairs(twin: Twin | null, count: number): Promise<Pair[]> {
  const site = await TestSite.open(`profiles ${twin?.name ?? ''}`)
  if (twin !== null)
    for (const [path, page] of site.pages)
      if (path.startsWith('/assets/reader-'))
        site.pages.set(path, { ...page, bytes: await buildTwin(twin, site.house.trusted) })
  const made: Pair[] = []
  for (let at = 0; at < count; at += 1) {
    const [reader, source] = await Promise.all([false, true].map((used) => lived(site, used)))
    made.push({ reader: reader ?? [], source: source ?? [] })
  }
  await site.close()
  return made
}

async function lived(site: TestSite, isSource: boolean): Promise<ProfileImage[]> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-profile-'))
  try {
    return await live(site, folder, isSource)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function differing({ reader, source }: Pair): string[] {
  const [of, other] = [shapeOf(reader), shapeOf(source)]
  return of.flatMap((entry, at) => (entry === other[at] ? [] : [`${entry} | ${other[at]}`]))
}

/** Learns from the first half of the pairs, guesses the second. */
function trained(all: readonly Pair[]): void {
  const profiles = all.map(({ reader, source }) => [
    { numbers: numbersOf(reader), used: false },
    { numbers: numbersOf(source), used: true },
  ])
  const half = Math.floor(profiles.length / 2)
  const guess = train(profiles.slice(0, half).flat())
  const tested = profiles.slice(half).flat()
  const right = tested.filter(({ numbers, used }) => guess(numbers) === used).length
  const advantage = advantageOf(right, tested.length)
  say(`sizes and counts of files, trained: ${describeAdvantage(advantage)}`, advantage.low === 0)
}
