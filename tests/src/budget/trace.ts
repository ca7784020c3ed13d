import type { Page } from 'puppeteer-core'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  /** The thread's own time, microseconds. */
  readonly tdur?: number
  readonly args?: { readonly name?: string; readonly data?: { readonly url?: string } }
}

/** What a trace says of our script. */
export interface Traced {
  /** Tasks of a main thread in which our script took longer than the bound. */
  readonly longTasks: readonly string[]
  /** Milliseconds of script in dedicated workers, and how many of them ran any. */
  readonly workersMs: number
  readonly workers: number
}

const MICROSECONDS = 1_000
const CATEGORIES = ['toplevel', 'devtools.timeline', 'v8', 'disabled-by-default-devtools.timeline']

/** Traces what `act` does in the page. */
export async function traced(
  page: Page,
  longMs: number,
  act: () => Promise<unknown>,
): Promise<Traced> {
  await page.tracing.start({ categories: CATEGORIES })
  await act()
  const bytes = await page.tracing.stop()
  if (bytes === undefined) throw new Error('Chromium gave no trace')
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(new TextDecoder().decode(bytes))
  return read(traceEvents, longMs)
}

function read(events: readonly TraceEvent[], longMs: number): Traced {
  const named = (name: string): Set<string> =>
    new Set(
      events
        .filter(
          ({ ph, name: kind, args }) => ph === 'M' && kind === 'thread_name' && args?.name === name,
        )
        .map(threadOf),
    )
  const [mains, workers] = [named('CrRendererMain'), named('DedicatedWorker thread')]
  const ours = outermost(events.filter(isOurScript))
  const inWorkers = ours.filter((event) => workers.has(threadOf(event)))
  const long = events.filter(
    (event) =>
      mains.has(threadOf(event)) &&
      event.name === 'RunTask' &&
      sum(ours.filter((script) => isWithin(script, event))) > longMs * MICROSECONDS,
  )
  return {
    longTasks: long.map((task) => describe(task, ours)),
    workersMs: sum(inWorkers) / MICROSECONDS,
    workers: new Set(inWorkers.map(threadOf)).size,
  }
}

function isOurScript({ name, args }: TraceEvent): boolean {
  const isScript =
    name === 'EvaluateScript' || name === 'FunctionCall' || name === 'v8.evaluateModule'
  return isScript && (args?.data?.url ?? '').includes('/assets/')
}

/** A call inside a call counts once. */
function outermost(scripts: readonly TraceEvent[]): TraceEvent[] {
  return scripts.filter((one) => !scripts.some((other) => other !== one && isWithin(one, other)))
}

function isWithin(inner: TraceEvent, outer: TraceEvent): boolean {
  const end = outer.ts + (outer.dur ?? 0)
  return threadOf(inner) === threadOf(outer) && inner.ts >= outer.ts && inner.ts < end
}

function describe(task: TraceEvent, ours: readonly TraceEvent[]): string {
  const scripts = ours.filter((script) => isWithin(script, task))
  const names = [...new Set(scripts.map(({ name }) => name))].join(', ')
  return `${((task.tdur ?? 0) / MICROSECONDS).toFixed(0)} ms with ${(sum(scripts) / MICROSECONDS).toFixed(0)} ms of ${names}`
}

function sum(events: readonly TraceEvent[]): number {
  return events.reduce((all, { tdur }) => all + (tdur ?? 0), 0)
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid} ${tid}`
}
