import { html, raw } from 'hono/html'
import { relativeAddress, searchPath } from '../address.ts'
import { dayText } from '../day-text.ts'
import type { Language } from '../language.ts'
import type { Markup } from '../markup.ts'
import { siteMessages } from '../messages/index.ts'
import { pageMarkup, type SiteContext } from '../page.ts'
import { replyMarkup } from '../reply.ts'
import type { StoryWords } from '../search/words-file.ts'

/** A story that was found. */
export type Hit = Pick<StoryWords, 'path' | 'headline' | 'standfirst' | 'published'>

const BEGIN = '<!--search-->'
const END = '<!--/search-->'

/**
 * The search of a language: a form that is posted, so that what somebody looks for stands in no
 * address, no history and no list of a server before ours. (docs/decisions/search.md)
 */
export function searchPage(site: SiteContext, language: Language): Markup {
  const say = siteMessages(language)
  const path = searchPath(language)
  return pageMarkup(site, {
    path,
    language,
    title: say.search,
    description: say.searchHint,
    alternates: Object.fromEntries(site.records.languages.map((one) => [one, searchPath(one)])),
    main: html`<div class="list">
        <h1 tabindex="-1">${say.search}</h1>
        ${raw(BEGIN)}${formMarkup(language, '')}${raw(END)}
      </div>
      ${replyMarkup(site, language, null, path)}`,
  })
}

/** The search page with what was found; null for a page that is none. */
export async function fillSearchPage(
  page: string,
  language: Language,
  query: string,
  hits: readonly Hit[],
): Promise<string | null> {
  const begin = page.indexOf(BEGIN)
  const end = page.indexOf(END)
  if (begin < 0 || end < begin) return null
  const found = String(await html`${formMarkup(language, query)}${hitsMarkup(language, hits)}`)
  return page.slice(0, begin + BEGIN.length) + found + page.slice(end)
}

function formMarkup(language: Language, query: string): Markup {
  const say = siteMessages(language)
  return html`<form
    class="search"
    method="post"
    action="${relativeAddress(searchPath(language), searchPath(language))}"
  >
    <label class="label" for="search-words">${say.search}</label>
    <input
      id="search-words"
      name="words"
      type="search"
      dir="auto"
      autocomplete="off"
      value="${query}"
      aria-describedby="search-hint"
    />
    <p class="hint" id="search-hint">${say.searchHint} ${say.searchPromise}</p>
    <p class="buttons"><button type="submit" class="first">${say.searchButton}</button></p>
  </form>`
}

function hitsMarkup(language: Language, hits: readonly Hit[]): Markup {
  const say = siteMessages(language)
  if (hits.length === 0) return html`<p class="notice" role="status">${say.foundNone}</p>`
  const count = new Intl.NumberFormat(language).format(hits.length)
  return html`<p role="status">${say.found}: ${count}</p>
    ${hits.map(
      (hit) =>
        html`<article class="teaser large">
          <h2><a href="${relativeAddress(searchPath(language), hit.path)}">${hit.headline}</a></h2>
          <p class="standfirst">${hit.standfirst}</p>
          <p class="byline">
            <time datetime="${hit.published}">${dayText(hit.published, language)}</time>
          </p>
        </article> `,
    )}`
}
