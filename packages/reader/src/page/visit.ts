import { Beat } from './beat.ts'
import type { Composer } from './composer.ts'
import { pageView, passOver } from './page-view.ts'
import { announce, fetchSwap, holdIcon, linkOfClick } from './swap.ts'
import { hideSwapFailure, showSwapFailure } from './swap-failure.ts'
import type { Workers } from './workers.ts'

/**
 * One document for a whole visit: follows the site's links inside it, keeps history and the reading
 * place, and begins a page view whenever a page is ready. The same for everyone. (V0, V3)
 * Places stand in this document's memory, by the number that each entry of its history gets: numbers of an
 * earlier document are other ones.
 */
export class Visit {
  readonly #workers: Workers
  readonly #composer: Composer
  #view = new AbortController()
  #swap = new AbortController()
  #path = location.pathname
  #entries = Date.now()
  #entry = this.#entries
  readonly #places = new Map<number, number>()
  #wasHidden = false
  #isOnTheWay = false

  constructor(workers: Workers, composer: Composer) {
    this.#workers = workers
    this.#composer = composer
    history.scrollRestoration = 'manual'
    history.replaceState({ entry: this.#entry }, '')
    holdIcon()
  }

  /** A page is there since `readyMs`: loaded, arrived to be swapped in, or returned to by Back. */
  begin(readyMs: number = performance.now()): void {
    this.#view.abort()
    this.#view = new AbortController()
    this.#wasHidden = false
    this.#composer.adopt()
    const beat = new Beat(readyMs, () => performance.now())
    const { signal } = this.#view
    const ended = pageView(this.#workers, this.#composer, beat, signal)
    void ended.then(() => (signal.aborted || this.#isOnTheWay ? undefined : this.#ask('release')))
  }

  /** The page went out of sight: the first time in a view, the vault is renewed. (V5) */
  hide(): void {
    if (this.#wasHidden || document.visibilityState !== 'hidden') return
    this.#wasHidden = true
    const kept = this.#workers.keeper.call('vaultMoment')
    void kept.then(() => this.#composer.refresh()).catch(passOver)
  }

  /** A click on a link of the site; anything else is the browser's. */
  follow(event: MouseEvent): void {
    const address = linkOfClick(event)
    if (address === null) return
    event.preventDefault()
    void this.#go(address, () => {
      this.#leavePlace()
      this.#entry = this.#entries += 1
      history.pushState({ entry: this.#entry }, '', address)
    })
  }

  /**
   * Back or Forward within the document, or a jump inside one page: the browser has made an entry for
   * that, and gets its number here.
   */
  travel(state: unknown): void {
    this.#leavePlace()
    const known = entryOf(state)
    this.#entry = known ?? (this.#entries += 1)
    if (location.pathname !== this.#path) return void this.#go(new URL(location.href), () => {})
    if (known !== null) scrollTo(0, this.#places.get(known) ?? 0)
    else history.replaceState({ entry: this.#entry }, '')
  }

  /** Long searches rest from a click until the files of the page it led to have come. (V6) */
  #ask(what: 'hold' | 'release'): void {
    void this.#workers.press.call(what).catch(passOver)
  }

  #leavePlace(): void {
    this.#places.set(this.#entry, scrollY)
  }

  async #go(address: URL, enter: () => void): Promise<void> {
    this.#swap.abort()
    this.#swap = new AbortController()
    const { signal } = this.#swap
    hideSwapFailure()
    this.#isOnTheWay = true
    this.#ask('hold')
    const page = await fetchSwap(address, signal)
    if (signal.aborted) return
    this.#isOnTheWay = false
    if (page === null) {
      this.#ask('release')
      return showSwapFailure(address)
    }
    enter()
    page.show()
    this.#path = location.pathname
    announce()
    goToPlace(this.#places.get(this.#entry), address.hash)
    this.begin(page.arrivedMs)
  }
}

/** Where the entry was left before, else what the address names, else the beginning. */
function goToPlace(left: number | undefined, hash: string): void {
  const named = document.getElementById(hash.slice(1))
  if (left === undefined && named !== null) named.scrollIntoView()
  else scrollTo(0, left ?? 0)
}

function entryOf(state: unknown): number | null {
  const has = typeof state === 'object' && state !== null && 'entry' in state
  return has ? Number(state.entry) : null
}
