// Runs on whatever Node the machine has (20 or newer), before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
export const NODE = join(ROOT, 'node_modules', '.bin', 'node')
const MARKER = join(ROOT, 'node_modules', '.postern-lock')
const NODE_MAJOR = 26

export function say(line) {
  process.stdout.write(`${line}\n`)
}

/** Ends with one sentence for a person: what is wrong, and what to do. */
export function stop(sentence, code = 2) {
  process.stderr.write(`${sentence}\n`)
  process.exit(code)
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
}

function isInstalled() {
  return existsSync(MARKER) && existsSync(NODE) && readFileSync(MARKER, 'utf8') === lockHash()
}

function installPackages() {
  say('Installing the packages named in package-lock.json (once, about half a minute) …')
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (npm.error) stop('npm is missing: install the package "npm" and start again.')
  if (npm.status !== 0)
    stop(
      'The packages could not be installed: look at what npm said above; without a network or a registry nothing can be fetched.',
    )
  writeFileSync(MARKER, lockHash())
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
