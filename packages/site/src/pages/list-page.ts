import { html } from 'hono/html'
import { feedPath, type List, listPath, relativeAddress } from '../address.ts'
import type { Language } from '../language.ts'
import type { Markup } from '../markup.ts'
import { siteMessages } from '../messages/index.ts'
import { pageMarkup, type SiteContext } from '../page.ts'
import type { Story } from '../records/story.ts'
import { replyMarkup } from '../reply.ts'
import { placeAt } from './block-markup.ts'
import { teaserMarkup } from './teaser.ts'

/** One page of a list, the newest first. */
export interface ListPage {
  readonly list: List
  readonly language: Language
  /** Null for the page with the newest, which grows; a full page keeps its number and its stories. */
  readonly number: number | null
  readonly stories: readonly Story[]
  /** Numbers of the neighbours; `newer: 0` is the page with the newest, null is none. */
  readonly older: number | null
  readonly newer: number | null
}

export function listPage(site: SiteContext, page: ListPage): Markup {
  const { list, language, number } = page
  const say = siteMessages(language)
  const path = listPath(language, list, number)
  const { name, about } = listWords(site, list, language)
  const isNewest = number === null
  return pageMarkup(site, {
    path,
    language,
    title: isNewest ? name : `${name}, ${number}`,
    description: about,
    alternates: isNewest ? listAlternates(site, list) : {},
    canonical: path,
    feed: list.of === 'topic' ? listPath(language, list) : null,
    main: html`<div class="list">
        <h1 tabindex="-1">${name}</h1>
        ${about === '' ? '' : html`<p class="standfirst">${about}</p>`}
        ${
          list.of === 'topic'
            ? html`<p class="byline">
                <a href="${relativeAddress(path, feedPath(listPath(language, list), 'atom'))}"
                  >Atom</a
                >
                ·
                <a href="${relativeAddress(path, feedPath(listPath(language, list), 'rss'))}"
                  >RSS</a
                >
                ·
                <a href="${relativeAddress(path, feedPath(listPath(language, list), 'json'))}"
                  >JSON Feed</a
                >
              </p>`
            : ''
        }
        ${page.stories.map((story) =>
          teaserMarkup(placeAt(site, language, path), story, {
            weight: 'large',
            pictured: false,
            heading: 2,
          }),
        )}
        ${page.stories.length === 0 ? html`<p>${say.nothingYet}</p>` : ''}
        ${turnsMarkup(page, path)}
      </div>
      ${replyMarkup(site, language, null, path)}`,
  })
}

function turnsMarkup({ list, language, older, newer }: ListPage, path: string): Markup {
  if (older === null && newer === null) return html``
  const say = siteMessages(language)
  const link = (number: number, words: string): Markup =>
    html`<a href="${relativeAddress(path, listPath(language, list, number === 0 ? null : number))}"
      >${words}</a
    > `
  return html`<nav class="turns" aria-label="${say.pages}">
    ${newer === null ? '' : link(newer, say.newer)} ${older === null ? '' : link(older, say.older)}
  </nav>`
}

/** What a list is called; an author or topic without a name in this language has no page there. */
export function listWords(
  site: SiteContext,
  list: List,
  language: Language,
): { name: string; about: string } {
  if (list.of === 'all') return { name: siteMessages(language).archive, about: '' }
  const found = (list.of === 'topic' ? site.topics : site.authors).get(list.name)
  return { name: found?.name[language] ?? list.name, about: found?.about[language] ?? '' }
}

function listAlternates(site: SiteContext, list: List): Record<Language, string> {
  const named = site.records.languages.filter((language) => isListed(site, list, language))
  return Object.fromEntries(named.map((language) => [language, listPath(language, list)]))
}

/** Whether the list has a page in that language. */
export function isListed(site: SiteContext, list: List, language: Language): boolean {
  if (list.of === 'all') return true
  const found = (list.of === 'topic' ? site.topics : site.authors).get(list.name)
  return found?.name[language] !== undefined
}
