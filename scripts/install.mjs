// Runs on whatever Node the machine has (20 or newer), before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
export const NODE = join(ROOT, 'node_modules', '.bin', 'node')
// Compiled TypeScript, kept from one start to the next.
export const CODE_CACHE = join(ROOT, 'node_modules', '.cache', 'postern', 'code')
const NODE_MAJOR = 26

export function say(line) {
  process.stdout.write(`${line}\n`)
}

/** Ends with one sentence for a person: what is wrong, and what to do. */
export function stop(sentence, code = 2) {
  process.stderr.write(`${sentence}\n`)
  process.exit(code)
}

// npm writes node_modules/.package-lock.json last of all: an installation that was broken off has
// none, and one of an older lock file has other versions in it.
function isInstalled() {
  const wanted = packagesIn(join(ROOT, 'package-lock.json'))
  const present = packagesIn(join(ROOT, 'node_modules', '.package-lock.json'))
  if (wanted === null) stop('package-lock.json is missing or damaged: take a whole clone.')
  if (present === null || !existsSync(NODE)) return false
  return Object.entries(wanted).every(([path, wants]) => isPresent(path, wants, present[path]))
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null
  } catch {
    return null
  }
}

function isPresent(path, wants, found) {
  if (!path.startsWith('node_modules/')) return true
  if (found === undefined) return wants.optional === true
  return found.version === wants.version && found.integrity === wants.integrity
}

function installPackages() {
  say('Installing the packages named in package-lock.json (once, about half a minute) …')
  const retries = ['--fetch-retries=3', '--fetch-retry-mintimeout=1000']
  const npm = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...retries],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  if (npm.error) stop('npm is missing: install the package "npm" and start again.')
  if (npm.signal !== null) process.exit(130)
  if (npm.status !== 0)
    stop(
      `The packages could not be installed: this once it takes the network and the right to write to ${ROOT}; npm says above which is missing.`,
    )
}

function refuseWrongNode() {
  if (!existsSync(NODE))
    stop(
      `There is no packaged Node for this machine (${process.platform} ${process.arch}): Postern runs on Linux x64.`,
    )
  const { stdout } = spawnSync(NODE, ['--version'], { encoding: 'utf8' })
  if (!stdout?.startsWith(`v${NODE_MAJOR}.`))
    stop(
      `Postern needs the packaged Node ${NODE_MAJOR}, and node_modules/.bin/node says "${stdout?.trim()}": delete node_modules and start again.`,
    )
}

/** Installs the packages when they are missing or the lock changed, and checks the packaged Node. */
export function ensureInstalled() {
  if (Number(process.versions.node.split('.')[0]) < 20)
    stop(`Node ${process.versions.node} is too old to install with: take Node 20 or newer.`)
  if (!isInstalled()) installPackages()
  refuseWrongNode()
}
