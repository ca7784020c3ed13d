// One step of `npm run check` or `npm test`: a child process, its time and its count.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { NODE, ROOT, say } from './install.mjs'

const CACHE = join(ROOT, 'node_modules', '.cache', 'postern')

/** Runs a command under the packaged Node's PATH; resolves to { status, output, seconds }. */
export function runChild(command, args, { quiet = false } = {}) {
  const started = performance.now()
  const path = `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH}`
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, PATH: path } })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk
        if (!quiet) process.stdout.write(chunk)
      })
    child.on('error', (error) => done({ status: 127, output: String(error), seconds: 0 }))
    child.on('close', (status) =>
      done({
        status: status ?? 1,
        output,
        seconds: (performance.now() - started) / 1_000,
      }),
    )
  })
}

/** What tsc found before is kept, so that it looks again only at what changed. */
export function compiler(project) {
  return ['-p', project, '--incremental', '--tsBuildInfoFile', join(CACHE, `${project}.buildinfo`)]
}

/** A check that is silent when it holds: counts as one. */
export async function runCheck(name, command, args) {
  const { status, output, seconds } = await runChild(command, args, { quiet: true })
  const held = status === 0
  say(`${held ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`)
  if (!held) say(output)
  return { passed: held ? 1 : 0, failed: held ? 0 : 1 }
}

/** A vitest project: counts its tests; a run that dies or finds none of all counts as a failure. */
export async function runVitest(name, project, only = []) {
  mkdirSync(CACHE, { recursive: true })
  const report = join(CACHE, `${project}.json`)
  rmSync(report, { force: true })
  const args = ['run', '--project', project, '--reporter=json', ...only]
  const { status, output, seconds } = await runChild(
    'vitest',
    [...args, `--outputFile.json=${report}`],
    { quiet: true },
  )
  const counts = vitestCounts(report, status, only.length === 0)
  say(
    `${counts.failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds.toFixed(1)} s)`,
  )
  if (counts.failed > 0) say(failuresOf(report) || output)
  return counts
}

function vitestCounts(report, status, mustHaveSome) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    )
    const failed = numFailedTests === 0 ? numFailedTestSuites : numFailedTests
    const isEmpty = mustHaveSome && numPassedTests === 0
    const dead = isEmpty || (status !== 0 && failed === 0) ? 1 : 0
    return { passed: numPassedTests, failed: failed + dead, skipped: numPendingTests }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

/** Each failed test by name, with the beginning of what it said; empty when there is no report. */
function failuresOf(report) {
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
    return testResults
      .filter(({ status }) => status === 'failed')
      .flatMap((file) => [
        file,
        ...file.assertionResults.filter(({ status }) => status === 'failed'),
      ])
      .map(({ name, fullName, message, failureMessages = [] }) =>
        [
          fullName ?? name,
          ...[message, ...failureMessages].map((text) => (text ?? '').slice(0, 1_200)),
        ].join('\n  '),
      )
      .join('\n')
  } catch {
    return ''
  }
}

/** A program of ours whose last line is the plain count. */
export async function runCounted(name, entry, args = []) {
  say(`       ${name} …`)
  const { status, output, seconds } = await runChild(NODE, [join(ROOT, entry), ...args])
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  const counts = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(last)
  const passed = counts ? Number(counts[1]) : 0
  const failed = counts ? Number(counts[2]) : 0
  const skipped = counts ? Number(counts[3] ?? 0) : 0
  const dead = status !== 0 && failed === 0 ? 1 : passed + failed + skipped === 0 ? 1 : 0
  const word = failed + dead > 0 ? 'FAILED' : passed === 0 ? 'skip  ' : 'ok    '
  say(`${word} ${name} (${seconds.toFixed(1)} s)`)
  return { passed, failed: failed + dead, skipped }
}

export function addCounts(list) {
  const sum = (key) => list.reduce((total, counts) => total + (counts[key] ?? 0), 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

/** The plain closing line that every run ends with. */
export function finish(list) {
  const { passed, failed } = addCounts(list)
  say(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
