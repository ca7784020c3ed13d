import { toHex } from '@postern/protocol'
import { sayDuration } from './duration.ts'
import type { Say } from './say.ts'
import type { Verified } from './verify.ts'

/** Differences of the clocks below this are nobody's concern (M2). */
const CLOCK_BOUND_MS = 10 * 60_000

/** What `postern verify` found, in plain sentences. */
export function sayVerified(say: Say, verified: Verified): void {
  const { fingerprint, wordsAgree, trust, now, statements, clockAheadMs } = verified
  say.title('This site verifies.')
  say.line(
    `  The trust list is number ${trust.number}, signed by its root, good for ${left(verified)}.`,
  )
  say.line(`  ${statementLine(verified)}`)
  say.line(`  /now is number ${now.number}; the newest batch is ${now.batch}: ${now.crowd} cells.`)
  if (now.drop !== null)
    say.line(`  The recent drop is number ${now.drop.number} and has its hash.`)
  if (Math.abs(clockAheadMs) > CLOCK_BOUND_MS) say.line(`  ${clockLine(clockAheadMs)}`)
  say.line(`  The root's words are: ${fingerprint.join(' ')}`)
  say.line(wordsAgree === null ? COMPARE : '  They are the ones you gave.')
  if (statements[0]?.parameters.column === 'rehearsal')
    say.warn('It runs the rehearsal column: it protects nobody.')
  say.result(asJson(verified))
}

const COMPARE =
  '  Compare them with what the organisation prints or says, or give them with --words.'

function left({ trust, now }: Verified): string {
  return sayDuration(trust.expiresMs - now.timeMs)
}

function statementLine({ statements }: Verified): string {
  const [current, ...coming] = statements
  const ahead = coming.map(({ number }) => number).join(' and ')
  const desks = current?.desks.length ?? 0
  return (
    `Statement ${current?.number ?? 0} is in force, signed by both mixes and ${desks} desks` +
    (ahead === '' ? '; none is ready after it.' : `; ${ahead} ready after it.`)
  )
}

function clockLine(clockAheadMs: number): string {
  const where = clockAheadMs > 0 ? 'ahead of' : 'behind'
  return `Its clock is ${sayDuration(Math.abs(clockAheadMs))} ${where} this machine's.`
}

function asJson({ root, fingerprint, wordsAgree, trust, now, ...rest }: Verified): object {
  return {
    verified: true,
    root: toHex(root),
    fingerprint: fingerprint.join(' '),
    wordsAgree,
    organisation: toHex(trust.organisation),
    trust: { number: trust.number, expiresMs: trust.expiresMs },
    column: rest.statements[0]?.parameters.column ?? null,
    statements: rest.statements.map(({ number, fromMs, hash }) => ({
      number,
      fromMs,
      hash: toHex(hash),
    })),
    now: { number: now.number, timeMs: now.timeMs, batch: now.batch, crowd: now.crowd },
    drop: now.drop?.number ?? null,
    days: now.days.length,
    clockAheadMs: rest.clockAheadMs,
  }
}
