import type { Composer } from './composer.ts'
import { pageView } from './page-view.ts'
import { announce, fetchSwap, holdIcon, linkOfClick } from './swap.ts'
import { hideSwapFailure, showSwapFailure } from './swap-failure.ts'
import type { Workers } from './workers.ts'

interface Place {
  readonly scroll: number
}

/**
 * One document for a whole visit: follows the site's links inside it, keeps history and the reading
 * place, and begins a page view whenever a page is ready. The same for everyone. (V0, V3)
 */
export class Visit {
  readonly #workers: Workers
  readonly #composer: Composer
  #view = new AbortController()
  #swap = new AbortController()
  #path = location.pathname

  constructor(workers: Workers, composer: Composer) {
    this.#workers = workers
    this.#composer = composer
    history.scrollRestoration = 'manual'
    holdIcon()
  }

  /** A page is ready: loaded, swapped in, or returned to by Back. */
  begin(): void {
    this.#view.abort()
    this.#view = new AbortController()
    this.#composer.adopt()
    void pageView(this.#workers, this.#composer, this.#view.signal)
  }

  /** A click on a link of the site; anything else is the browser's. */
  follow(event: MouseEvent): void {
    const address = linkOfClick(event)
    if (address === null) return
    event.preventDefault()
    void this.#go(address, () => {
      history.replaceState({ scroll: scrollY } satisfies Place, '')
      history.pushState({ scroll: 0 } satisfies Place, '', address)
    })
  }

  /** Back or Forward within the document. A jump inside one page is the browser's. */
  travel(state: unknown): void {
    if (location.pathname === this.#path) return
    void this.#go(new URL(location.href), () => {}, placeOf(state).scroll)
  }

  async #go(address: URL, enter: () => void, scroll = 0): Promise<void> {
    this.#swap.abort()
    this.#swap = new AbortController()
    const { signal } = this.#swap
    hideSwapFailure()
    const page = await fetchSwap(address, signal)
    if (signal.aborted) return
    if (page === null) return showSwapFailure(address)
    enter()
    page.show()
    this.#path = location.pathname
    announce()
    scrollTo(0, scroll)
    this.begin()
  }
}

function placeOf(state: unknown): Place {
  const has = typeof state === 'object' && state !== null && 'scroll' in state
  return { scroll: has ? Number(state.scroll) : 0 }
}
