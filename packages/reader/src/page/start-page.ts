import { LANE_NAME, siteAddress } from './compiled.ts'
import { Composer } from './composer.ts'
import { LeaveKey, leaveAtOnce } from './leave.ts'
import { Visit } from './visit.ts'
import { startWorkers } from './workers.ts'

/** How often an idle composer is looked for. */
const TICK_MS = 20_000

/**
 * Starts the client of one document: two workers, one timer and one listener of each kind, once, for every
 * reader alike. No later act adds or removes any. (V6)
 */
export function startPage(): void {
  const workers = startWorkers(() => composer.die())
  const composer = new Composer(workers)
  const visit = new Visit(workers, composer)
  const key = new LeaveKey()

  document.addEventListener('click', (event) => {
    composer.touch()
    const act = actOf(event.target)
    if (act === null) return visit.follow(event)
    if (act.name === 'leave') {
      event.preventDefault()
      return leaveAtOnce()
    }
    composer.act(act.name, act.target)
  })
  document.addEventListener('input', ({ target }) => {
    composer.touch()
    onElement(target, (one) => composer.typed(one))
  })
  document.addEventListener('change', ({ target }) =>
    onElement(target, (one) => composer.changed(one)),
  )
  document.addEventListener('keydown', (event) => {
    composer.touch()
    if (key.pressed(event)) leaveAtOnce()
  })
  setInterval(() => composer.tick(), TICK_MS)
  document.addEventListener('visibilitychange', () => visit.hide())
  addEventListener('popstate', ({ state }) => visit.travel(state))
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) visit.begin()
  })
  whenReady(() => visit.begin(arrivedMs()))
  if (location.hostname.endsWith('.onion')) void import(siteAddress(`assets/${LANE_NAME}`))
}

/** At DOMContentLoaded, and for a prerendered page not before it is shown. (V3, V6) */
function whenReady(start: () => void): void {
  if ('prerendering' in document && document.prerendering === true)
    document.addEventListener('prerenderingchange', start, { once: true })
  else if (document.readyState === 'loading' || document.readyState === 'interactive')
    document.addEventListener('DOMContentLoaded', start, { once: true })
  else start()
}

/**
 * When this document began to arrive, by its own clock; of a prerendered one, when it was shown. A page
 * takes longer to be ready where another was left that had much in it, and the line must not show it. (V6)
 */
function arrivedMs(): number {
  const [navigation] = performance.getEntriesByType('navigation')
  const { responseStart = 0, activationStart = 0 }: NavigationTimes = { ...navigation?.toJSON() }
  return Math.max(responseStart, activationStart) || performance.now()
}

interface NavigationTimes {
  readonly responseStart?: number
  readonly activationStart?: number
}

function actOf(target: EventTarget | null): { name: string; target: HTMLElement } | null {
  const found = target instanceof Element ? target.closest<HTMLElement>('[data-act]') : null
  return found && { name: found.dataset['act'] ?? '', target: found }
}

function onElement(target: EventTarget | null, use: (element: HTMLElement) => void): void {
  if (target instanceof HTMLElement) use(target)
}
