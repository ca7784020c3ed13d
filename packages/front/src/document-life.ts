import { inForce, KEYS_AHEAD, type Now } from '@postern/protocol'

/** A reader may still ask for what the `/now` he got a moment ago named. */
const EARLIER_DROPS = 8
const EARLIER_DAYS = 1
/** The one in force before: a successor that starts early passes over numbers. (B1) */
const EARLIER_EPOCHS = KEYS_AHEAD

/** Whether a document, named like `drop/900`, is kept beside this `/now`. Trust lists all are. */
export function isRetained(name: string, now: Now): boolean {
  const [kind, digits] = name.split('/')
  const number = Number(digits)
  if (kind === 'now') return number === now.number
  if (kind === 'epoch') return number >= currentEpoch(now) - EARLIER_EPOCHS
  if (kind === 'drop') return number >= (now.drop?.number ?? 0) - EARLIER_DROPS
  if (kind === 'day') return number >= firstDay(now) - EARLIER_DAYS
  return kind === 'trust'
}

function currentEpoch(now: Now): number {
  return inForce(now.statements, now.timeMs)?.number ?? 0
}

function firstDay(now: Now): number {
  return Math.min(...now.days.map(({ number }) => number), Number.MAX_SAFE_INTEGER)
}
