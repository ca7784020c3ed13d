import { storyPath } from '../address.ts'
import type { Language } from '../language.ts'
import type { SiteFile } from '../manifest.ts'
import type { StoryLine } from '../store/site-store.ts'

const XML_TYPE = 'application/xml; charset=utf-8'
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9'

/** The stories of one language and month: a sitemap that changes only while its month does. */
export interface SitemapPart {
  readonly language: Language
  /** `2026-11` */
  readonly month: string
}

export function sitemapPath({ language, month }: SitemapPart): string {
  return `/sitemap-${language}-${month}.xml`
}

/** Addresses are letters, digits, hyphens and slashes, so nothing in them has to be escaped. */
export function sitemapFile(origin: string, lines: readonly StoryLine[]): SiteFile {
  const urls = lines.map(
    ({ language, slug, changed }) =>
      `<url><loc>${origin}${storyPath(language, slug)}</loc><lastmod>${changed}</lastmod></url>\n`,
  )
  return xml(`<urlset xmlns="${NAMESPACE}">\n${urls.join('')}</urlset>\n`)
}

export function sitemapIndexFile(origin: string, parts: readonly SitemapPart[]): SiteFile {
  const maps = parts.map((part) => `<sitemap><loc>${origin}${sitemapPath(part)}</loc></sitemap>\n`)
  return xml(`<sitemapindex xmlns="${NAMESPACE}">\n${maps.join('')}</sitemapindex>\n`)
}

export function robotsFile(origin: string): SiteFile {
  const text = `User-agent: *\nAllow: /\n\nSitemap: ${origin}/sitemap.xml\n`
  return { bytes: new TextEncoder().encode(text), type: 'text/plain; charset=utf-8' }
}

function xml(body: string): SiteFile {
  return { bytes: new TextEncoder().encode(HEAD + body), type: XML_TYPE }
}
