import { html } from 'hono/html'
import { type List, listPath, relativeAddress, topicsPath } from '../address.ts'
import type { Language } from '../language.ts'
import type { Markup } from '../markup.ts'
import { siteMessages } from '../messages/index.ts'
import { pageMarkup, type SiteContext } from '../page.ts'
import { replyMarkup } from '../reply.ts'
import { isListed, listWords } from './list-page.ts'

/** Every topic and author of a language, by name. */
export function topicsPage(site: SiteContext, language: Language): Markup {
  const say = siteMessages(language)
  const path = topicsPath(language)
  const topics = [...site.topics.keys()].map((name): List => ({ of: 'topic', name }))
  const authors = [...site.authors.keys()].map((name): List => ({ of: 'author', name }))
  const links = (lists: readonly List[]): Markup =>
    html`<ul>
      ${lists
        .filter((list) => isListed(site, list, language))
        .map((list) => {
          const { name, about } = listWords(site, list, language)
          return html`<li>
            <a href="${relativeAddress(path, listPath(language, list))}">${name}</a>
            <span class="byline">${about}</span>
          </li> `
        })}
    </ul>`
  return pageMarkup(site, {
    path,
    language,
    title: say.topicsAndAuthors,
    description: say.topicsAndAuthors,
    alternates: Object.fromEntries(site.records.languages.map((one) => [one, topicsPath(one)])),
    canonical: path,
    main: html`<div class="list names">
        <h1 tabindex="-1">${say.topicsAndAuthors}</h1>
        <h2>${say.topics}</h2>
        ${links(topics)}
        <h2>${say.authors}</h2>
        ${links(authors)}
        <p class="onward">
          <a href="${relativeAddress(path, listPath(language, { of: 'all' }))}">${say.archive}</a>
        </p>
      </div>
      ${replyMarkup(site, language, null, path)}`,
  })
}
