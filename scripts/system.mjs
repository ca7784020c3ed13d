// The system packages that the tests need, by the command each brings.
import { spawnSync } from 'node:child_process'
import { say, stop } from './install.mjs'

// Captures need network namespaces, which only root may make: others test without them.
const NEEDED = [
  { command: 'chromium', packages: ['chromium', 'fonts-dejavu-core'] },
  { command: 'exiftool', packages: ['libimage-exiftool-perl'] },
  { command: 'mat2', packages: ['mat2'] },
  { command: 'pdftotext', packages: ['poppler-utils'] },
  { command: 'age', packages: ['age'] },
  { command: 'openssl', packages: ['openssl'] },
  { command: 'ffmpeg', packages: ['ffmpeg'] },
  { command: '/usr/lib/postgresql/15/bin/postgres', packages: ['postgresql-15'] },
  { command: 'ip', packages: ['iproute2'], rootOnly: true },
  { command: 'tor', packages: ['tor'], rootOnly: true },
  { command: 'ethtool', packages: ['ethtool'], rootOnly: true },
  { command: 'tcpdump', packages: ['tcpdump'], rootOnly: true },
  { command: 'nginx', packages: ['nginx-light'], rootOnly: true },
]

const isRoot = process.getuid?.() === 0

function has(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync('apt-get', ['-qq', '-o', 'Dpkg::Use-Pty=0', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** Installs what is missing where that is allowed; otherwise says which packages to install. */
export function ensureSystemPackages() {
  const missing = NEEDED.filter(({ rootOnly }) => isRoot || !rootOnly)
    .filter(({ command }) => !has(command))
    .flatMap(({ packages }) => packages)
  if (missing.length === 0) return
  const names = missing.join(' ')
  if (!isRoot || !has('apt-get'))
    stop(
      `The tests need these system packages: ${names}. Install them (on Debian, as root: apt-get install ${names}) and start again.`,
    )
  say(`Installing the system packages that the tests need: ${names} …`)
  apt('update')
  if (apt('install', '-y', '--no-install-recommends', ...missing).status !== 0)
    stop(
      `The system packages ${names} could not be installed: look at what apt-get said above, install them by hand and start again.`,
    )
}
