/** One answer of the front, as it travels. */
export interface Fetched {
  readonly path: string
  readonly bytes: number
  readonly isImmutable: boolean
  readonly text: string
}

/** Fetches as a browser does; the bytes are those of the packing that the front chose. */
export async function fetchPacked(site: string, path: string): Promise<Fetched> {
  const answer = await fetch(`${site}${path}`, { headers: { 'accept-encoding': 'br, gzip' } })
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  const text = await answer.text()
  return {
    path,
    bytes: Number(answer.headers.get('content-length')),
    isImmutable: (answer.headers.get('cache-control') ?? '').includes('immutable'),
    text,
  }
}

/** The files with this ending that a page names. */
export function assetsOf({ path, text }: Fetched, ending: 'js' | 'css'): string[] {
  const named = new RegExp(`(?:src|href)="([^"]*/assets/[^"]*\\.${ending})"`, 'g')
  const paths = [...text.matchAll(named)].map(([, address]) => pathFrom(path, address ?? ''))
  return [...new Set(paths)]
}

/** Every page that the site's own links lead to, from the front page on. */
export async function allPages(site: string): Promise<Fetched[]> {
  const pages = new Map<string, Fetched>()
  const waiting = ['/']
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (pages.has(path)) continue
    const page = await fetchPacked(site, path)
    pages.set(path, page)
    waiting.push(...linksOf(page))
  }
  return [...pages.values()]
}

function linksOf({ path, text }: Fetched): string[] {
  return [...text.matchAll(/<a [^>]*href="([^"#?:]+)"/g)]
    .map(([, address]) => pathFrom(path, address ?? ''))
    .filter((address) => address.endsWith('/'))
}

function pathFrom(page: string, address: string): string {
  return new URL(address, `http://site${page}`).pathname
}
