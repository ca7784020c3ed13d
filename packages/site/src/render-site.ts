import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { doorPath, frontPath, letterPath, storyPath } from './address.ts'
import { doorPage } from './door/door-page.ts'
import { frontPage } from './front-page.ts'
import { letterPage } from './letters/letter-page.ts'
import { openLetters, OPEN_LETTERS_PATH } from './letters/open-letters.ts'
import { contentHash, type SiteFile, type SiteFiles } from './manifest.ts'
import type { Markup } from './markup.ts'
import type { SiteContext } from './page.ts'
import type { SiteRecords } from './record.ts'
import type { RenderOptions } from './render-options.ts'
import { storyPage } from './story-page.ts'

/** Files that rendering reads beside the code that renders. */
export function siteAssets(): string[] {
  return ['./style.css', './icon.svg'].map((name) => fileURLToPath(new URL(name, import.meta.url)))
}

const HTML_TYPE = 'text/html; charset=utf-8'
const CSS_TYPE = 'text/css; charset=utf-8'

/**
 * Renders every page and asset of the site to bytes, the same for everybody (F4). Deterministic.
 * `/` shows the front page of the first language.
 */
export async function renderSite(records: SiteRecords, options: RenderOptions): Promise<SiteFiles> {
  const style = readFileSync(new URL('./style.css', import.meta.url))
  const icon = readFileSync(new URL('./icon.svg', import.meta.url))
  const site: SiteContext = {
    records,
    options,
    style: `/assets/style-${contentHash(style)}.css`,
    icon: `/assets/icon-${contentHash(icon)}.svg`,
  }
  const files = new Map<string, SiteFile>()
  for (const [path, markup] of pages(site)) files.set(path, await pageFile(markup))
  files.set(OPEN_LETTERS_PATH, openLettersFile(records))
  files.set(site.style, { bytes: style, type: CSS_TYPE })
  files.set(site.icon, { bytes: icon, type: 'image/svg+xml' })
  for (const asset of [options.script, options.cleaner]) files.set(`/assets/${asset.name}`, asset)
  return files
}

function* pages(site: SiteContext): Generator<[string, Markup]> {
  const [first] = site.records.languages
  if (first !== undefined) yield ['/', frontPage(site, first, '/')]
  for (const language of site.records.languages) {
    yield [frontPath(language), frontPage(site, language, frontPath(language))]
    yield [letterPath(language), letterPage(site, language)]
    yield [doorPath(language), doorPage(site, language)]
  }
  for (const story of site.records.stories) {
    yield [storyPath(story.language, story.slug), storyPage(site, story)]
  }
}

/** For the front: which stories take letters. */
function openLettersFile({ letters = [], today, stories }: SiteRecords): SiteFile {
  const open = openLetters({ letters, today: today ?? null }, stories)
  return { bytes: new TextEncoder().encode(JSON.stringify(open)), type: 'application/json' }
}

async function pageFile(markup: Markup): Promise<SiteFile> {
  return { bytes: new TextEncoder().encode(String(await markup)), type: HTML_TYPE }
}
