import { PosternError } from '@postern/protocol/error'
import { HelperFailed } from './helper-process.ts'

/** What every command's exit code means; `--help` says it too. */
export const EXIT = { done: 0, failed: 1, person: 2, unverified: 3, unreachable: 4 } as const

export const EXIT_HELP = `
Exit codes:
  0  done, or stopped in order
  1  something failed that should not
  2  a person has to put something right; one sentence says what
  3  what was looked at cannot be verified
  4  nothing answers there`

const CODES: Readonly<Record<string, number>> = {
  unverified: EXIT.unverified,
  missing: EXIT.unverified,
  unreachable: EXIT.unreachable,
}

/** Ends with one sentence for what was expected; anything else is a fault of ours and shows itself. */
export async function failWith(error: unknown): Promise<never> {
  if (error instanceof HelperFailed) process.exit(error.exitCode)
  if (!(error instanceof PosternError)) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(EXIT.failed)
  }
  const { sentenceOf } = await import('@postern/runtime')
  process.stderr.write(`${sentenceOf(error)}\n`)
  process.exit(CODES[error.code] ?? EXIT.person)
}
