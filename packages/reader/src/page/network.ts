import { siteAddress } from './compiled.ts'

const BOUND_BYTES = 1_048_576

/**
 * One public document; null when it did not come, for whatever reason. No cookie, no referrer, no
 * validator: `/now` is asked for afresh, the others are numbered and may be kept. (B4)
 */
export async function fetchDocument(path: string, signal: AbortSignal): Promise<Uint8Array | null> {
  try {
    const cache = path === 'now' ? 'no-store' : 'default'
    const answer = await fetch(siteAddress(path), { ...PLAIN, cache, signal })
    if (!answer.ok) return null
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return bytes.length <= BOUND_BYTES ? bytes : null
  } catch {
    return null
  }
}

/** POSTs the cell of a view; true when it was taken. (V3) */
export async function postCell(cell: Uint8Array): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/octet-stream' }
    const body = Uint8Array.from(cell)
    const answer = await fetch(siteAddress('cell'), { ...PLAIN, method: 'POST', headers, body })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}

/** A page that came, and when, by the document's clock. */
export interface ArrivedPage {
  readonly text: string
  readonly arrivedMs: number
}

/** A page of the site; null when it did not come or is no page. (V0) */
export async function fetchPage(address: string, signal: AbortSignal): Promise<ArrivedPage | null> {
  try {
    const answer = await fetch(address, { ...PLAIN, signal, headers: { accept: 'text/html' } })
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true
    if (!answer.ok || !isPage) return null
    return { text: await answer.text(), arrivedMs: arrivalOf(answer.url) }
  } catch {
    return null
  }
}

/**
 * By the browser's own note, which what this page is busy with does not delay; now, where the browser
 * keeps none. Notes that were read are let go, since there is room for few.
 */
function arrivalOf(address: string): number {
  const [note] = performance.getEntriesByName(address).slice(-1)
  performance.clearResourceTimings()
  const endMs = note instanceof PerformanceResourceTiming ? note.responseEnd : 0
  return endMs === 0 ? performance.now() : endMs
}

const PLAIN: RequestInit = {
  credentials: 'omit',
  referrerPolicy: 'no-referrer',
  redirect: 'error',
}
