import type { Ground, Household } from './ground.ts'
import { Pace } from './pace.ts'
import type { LoggedRequest } from './passing.ts'
import { inStep, type Sitting, type Step } from './script.ts'
import { type Belongings, sit } from './sitting.ts'
import type { Site } from './sites.ts'
import type { MadeVisit } from './visit.ts'

/** One page view of a reader and of a source, begun together, as the front has them. */
export interface CoupledVisit {
  readonly step: Step
  /** What a source did in it. */
  readonly done: number
  readonly wanted: number
  readonly requests: number
  /** The first difference in words; null when there is none. */
  readonly differs: string | null
  readonly reader: readonly LoggedRequest[]
}

/** Two households side by side. */
export type Neighbours = readonly [Household, Household]

/**
 * A reader and a source go through one sitting in step; their requests are compared view by view:
 * method, address, names of headers, sizes, status, count and order.
 */
export async function couple(
  ground: Ground,
  [here, there]: Neighbours,
  site: Site,
  sitting: Sitting,
  belongings: Belongings,
): Promise<CoupledVisit[]> {
  const pace = new Pace()
  const go = async (household: Household, theirs: Belongings | null): Promise<MadeVisit[]> => {
    try {
      const ready = (): Promise<void> => pace.ready()
      const made = await sit(household, ground.originOf(site), inStep(sitting), theirs, ready)
      if (made.troubles.length > 0) throw new Error(made.troubles.join(' | '))
      return [...made.visits]
    } finally {
      pace.leave()
    }
  }
  const [readers, sources] = await Promise.all([go(here, null), go(there, belongings)])
  await ground.log.settled()
  const logged = ({ lane }: Household, made: readonly MadeVisit[], at: number): LoggedRequest[] => {
    const [fromMs, toMs] = [made[at]?.fromMs ?? 0, made[at + 1]?.fromMs ?? Date.now()]
    return ground.log.of(lane.address, fromMs, toMs).filter(({ host }) => host === site.host)
  }
  return readers.map((visit, at) => {
    const hers = sources[at] ?? visit
    const [reader, source] = [logged(here, readers, at), logged(there, sources, at)]
    const { done, wanted } = hers
    const differs = difference(reader, source)
    return { step: visit.step, done, wanted, requests: reader.length, differs, reader }
  })
}

/**
 * The cell goes at its moment and waits for nothing, and with it go the files: among these there is no
 * order of arrival. The tab's picture is asked for once a profile, when the browser likes.
 */
function difference(
  reader: readonly LoggedRequest[],
  source: readonly LoggedRequest[],
): string | null {
  const together = (list: readonly LoggedRequest[]): LoggedRequest[] =>
    list
      .filter(({ shape }) => AT_THE_MOMENT.test(shape))
      .toSorted((a, b) => a.shape.localeCompare(b.shape))
  const others = (list: readonly LoggedRequest[]): LoggedRequest[] =>
    list.filter(({ shape }) => !AT_THE_MOMENT.test(shape) && !shape.startsWith('/assets/icon-'))
  return (
    firstDifference(together(reader), together(source)) ??
    firstDifference(others(reader), others(source))
  )
}

const AT_THE_MOMENT = /^\/(?:cell$|drop\/|day\/|assets\/cleaner-)/

function firstDifference(
  reader: readonly LoggedRequest[],
  source: readonly LoggedRequest[],
): string | null {
  for (let at = 0; at < Math.max(reader.length, source.length); at++) {
    const [left, right] = [lineOf(reader[at]), lineOf(source[at])]
    if (left !== right) return `reader ${left}, source ${right}`
  }
  return null
}

/** `/now` is the same for everyone at one time; the digits of its numbers grow meanwhile. */
function lineOf(request: LoggedRequest | undefined): string {
  if (request === undefined) return 'nothing'
  const { method, shape, headers, bodyBytes, status, answerBytes } = request
  const size = shape === '/now' ? '' : ` ${answerBytes} B`
  return `${method} ${shape} ${bodyBytes} B → ${status}${size} (${headers})`
}
