import { fetchPage } from './network.ts'
import { siteAddress } from './compiled.ts'
import { parsePage } from './trusted-types.ts'

/** Nothing of a fetched page that could run, load or post elsewhere is taken over. */
const UNWANTED = 'script, style, link, meta, base, iframe, object, embed, form'

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

/** Fetches a page and puts its content in place of this one's; false when it did not come. (V0) */
export async function swapTo(address: URL, left: AbortSignal): Promise<boolean> {
  const text = await fetchPage(address.href, left)
  if (text === null || left.aborted) return false
  const there = parsePage(text)
  const page = there.querySelector('#page')
  const here = document.querySelector('#page')
  if (page === null || here === null) return false
  for (const unwanted of page.querySelectorAll(UNWANTED)) unwanted.remove()
  return show(there, page, here)
}

function show(there: Document, page: Element, here: Element): boolean {
  const { lang, dir } = there.documentElement
  Object.assign(document.documentElement, { lang, dir })
  document.title = there.title
  here.replaceChildren(...[...page.childNodes].map((node) => document.importNode(node, true)))
  return true
}

/** Title said aloud, and the reading point at the headline. */
export function announce(): void {
  const announcer = document.querySelector('#announcer')
  if (announcer !== null) announcer.textContent = document.title
  document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true })
}

function isPageOfSite(address: URL): boolean {
  return address.href.startsWith(siteAddress('')) && address.pathname.endsWith('/')
}

function isSamePage(address: URL): boolean {
  return address.pathname === location.pathname && address.hash !== ''
}
