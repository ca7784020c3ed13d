import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const NEEDED: readonly (readonly [command: string, ...args: string[]])[] = [
  ['tor', '--version'],
  ['ip', '-V'],
  ['unshare', '--net', 'true'],
]

/** Why a Tor network cannot be run here, in one sentence; null when it can. */
export async function whyNot(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'a network namespace wants root'
  for (const [command, ...args] of NEEDED) {
    const failed = await promisify(execFile)(command, args).then(
      () => false,
      () => true,
    )
    if (failed) return `"${[command, ...args].join(' ')}" does not run on this machine`
  }
  return null
}
