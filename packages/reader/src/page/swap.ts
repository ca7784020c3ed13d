import { fetchPage } from './network.ts'
import { siteAddress } from './compiled.ts'
import { parsePage } from './trusted-types.ts'

/** Nothing of a fetched page that could run, load or post elsewhere is taken over. */
const UNWANTED = 'script, style, link, meta, base, iframe, object, embed'
/** Where letters and searches are posted: by the browser itself, for everybody alike. */
const FORM_ACTION = /^(?:\.\.\/)+[a-zA-Z-]{2,12}\/(?:search\/|letter\/(?:report|claim)?)$/

/**
 * The address to swap to when this click follows a link of the site in the ordinary way, else null
 * and the browser goes its own way. Every reader alike. (V0)
 */
export function linkOfClick(event: MouseEvent): URL | null {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!isPlain || event.altKey || event.defaultPrevented) return null
  if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.download !== '')
    return null
  if (link.hasAttribute('data-plain')) return null
  const address = new URL(link.href)
  return isPageOfSite(address) && !isSamePage(address) ? address : null
}

/** A fetched page, ready to be shown in place of this one. */
export interface FetchedPage {
  /** When it had come whole, by the document's clock. */
  readonly arrivedMs: number
  /** To be called once the address is the new one, from which the page's own links count. */
  show(): void
}

/** Fetches a page of the site; null when it did not come, or is no page of this form. (V0) */
export async function fetchSwap(address: URL, left: AbortSignal): Promise<FetchedPage | null> {
  const arrived = await fetchPage(address.href, left)
  const there = arrived && parsePage(arrived.text)
  const page = there?.querySelector('#page')
  if (!arrived || !there || !page) return null
  for (const unwanted of page.querySelectorAll(UNWANTED)) unwanted.remove()
  for (const form of page.querySelectorAll('form')) if (!isOwnForm(form)) form.remove()
  return { arrivedMs: arrived.arrivedMs, show: () => show(there, page) }
}

function show(there: Document, page: Element): void {
  const { lang, dir } = there.documentElement
  Object.assign(document.documentElement, { lang, dir })
  document.title = there.title
  const nodes = [...page.childNodes].map((node) => document.importNode(node, true))
  document.querySelector('#page')?.replaceChildren(...nodes)
}

/** The icon's address is kept whole, since it would otherwise move with the page's. */
export function holdIcon(): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (icon !== null) icon.setAttribute('href', icon.href)
}

/** Title said aloud, and the reading point at the headline. */
export function announce(): void {
  const announcer = document.querySelector('#announcer')
  if (announcer !== null) announcer.textContent = document.title
  document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true })
}

function isOwnForm(form: HTMLFormElement): boolean {
  const overrides = form.querySelectorAll('[formaction], [formmethod], [formtarget]')
  const stays = form.getAttribute('method') === 'post' && !form.hasAttribute('target')
  return stays && overrides.length === 0 && FORM_ACTION.test(form.getAttribute('action') ?? '')
}

function isPageOfSite(address: URL): boolean {
  return address.href.startsWith(siteAddress('')) && address.pathname.endsWith('/')
}

function isSamePage(address: URL): boolean {
  return address.pathname === location.pathname && address.hash !== ''
}
