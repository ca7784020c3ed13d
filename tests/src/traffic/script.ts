import type { Env } from '@postern/protocol'
import type { Telling } from './sites.ts'

/** How a page view begins. The same steps are gone by a reader and by a source. */
export type Step =
  /** The address typed into a fresh profile. */
  | 'load'
  | 'reload'
  /** A link of the site, the same page in another language, and Back: all inside the document. */
  | 'follow'
  | 'language'
  | 'back'
  /** A link, and another tab in front of it across the moment. */
  | 'hidden'
  /** To another site, and Back to this one. */
  | 'away'

/** One page view to be made. */
export interface PlannedVisit {
  readonly step: Step
  /** From its beginning to the beginning of the next one. */
  readonly dwellMs: number
  /** How much longer for the sake of acts that take their time; 0 for whoever dwells as readers do. */
  readonly patienceMs: number
  /** Which of the links; any number. */
  readonly link: number
  /** What a source does in it, after the moment. A reader scrolls. */
  readonly acts: readonly Act[]
}

/** What a person at the composer does. `open` unlocks what is locked, by new words or those she has. */
export type Act = 'open' | 'write' | 'attach' | 'send' | 'lock'

/** One person's visits from a fresh profile on, until the browser is closed. */
export interface Sitting {
  readonly visits: readonly PlannedVisit[]
  /** A source comes back to answers by her words; otherwise she writes for the first time. */
  readonly returns: boolean
}

const DWELL_MS = 4_600
const DWELL_SPREAD_MS = 1_800
/** Less than the drop's interval in rehearsal, by what it takes to go elsewhere. */
const STEP_MS = 4_600
const PATIENCE_MS = 60_000
const LATER: readonly Step[] = ['follow', 'language', 'back', 'hidden', 'away', 'reload', 'follow']

/** A sitting in which everything happens once, in an order drawn at random. */
export function drawSitting(env: Env): Sitting {
  const steps: Step[] = ['load', 'follow', ...shuffled(env, LATER.slice(1))]
  const visits = steps.map((step, at) => ({
    step,
    dwellMs: DWELL_MS + env.pick(DWELL_SPREAD_MS),
    patienceMs: 0,
    link: env.pick(1_000),
    acts: actsOf(env, at === steps.length - 1),
  }))
  return { visits, returns: env.pick(2) === 1 }
}

/** A sitting in which the same tells in every visit but the first, which is not judged and may take its time. */
export function tellingSitting(env: Env, tells: Telling, visits: number): Sitting {
  const { step, acts, dwellMs } = TELLING[tells]
  return {
    returns: false,
    visits: Array.from({ length: visits + 1 }, (_, at) => ({
      step: at === 0 ? 'load' : step,
      dwellMs: dwellMs + env.pick(DWELL_SPREAD_MS),
      patienceMs: at === 0 ? PATIENCE_MS : 0,
      link: env.pick(1_000),
      acts: at === 0 ? FIRST_ACTS[tells] : acts,
    })),
  }
}

interface Repeated {
  readonly step: Step
  readonly acts: readonly Act[]
  readonly dwellMs: number
}

/**
 * Longer than an interval, so that each view of a source who has parts waiting makes an attempt, and that
 * words are opened in each on a machine with many browsers.
 */
const LONG_MS = 6_000

const TELLING: Readonly<Record<Telling, Repeated>> = {
  sent: { step: 'follow', acts: ['open', 'write', 'send'], dwellMs: DWELL_MS },
  opened: { step: 'reload', acts: ['open'], dwellMs: LONG_MS },
  parts: { step: 'follow', acts: [], dwellMs: LONG_MS },
  back: { step: 'away', acts: ['open'], dwellMs: LONG_MS },
}

const FIRST_ACTS: Readonly<Record<Telling, readonly Act[]>> = {
  sent: ['open'],
  opened: ['open'],
  parts: ['open', 'attach', 'send'],
  back: ['open'],
}

function actsOf(env: Env, isLast: boolean): readonly Act[] {
  const attaching: Act[] = env.pick(3) === 0 ? ['attach'] : []
  return ['open', 'write', ...attaching, 'send', ...(isLast ? (['lock'] as const) : [])]
}

function shuffled<T>(env: Env, items: readonly T[]): T[] {
  const left = [...items]
  return items.flatMap(() => left.splice(env.pick(left.length), 1))
}

/** The same for two people who begin every view together and wait for each other. */
export function inStep(sitting: Sitting): Sitting {
  const dwell = { dwellMs: STEP_MS, patienceMs: PATIENCE_MS }
  return { ...sitting, visits: sitting.visits.map((one) => ({ ...one, ...dwell })) }
}
