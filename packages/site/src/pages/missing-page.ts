import { html } from 'hono/html'
import { frontPath, listPath, missingPath, relativeAddress } from '../address.ts'
import type { Language } from '../language.ts'
import type { Markup } from '../markup.ts'
import { siteMessages } from '../messages/index.ts'
import { pageMarkup, type SiteContext } from '../page.ts'
import { replyMarkup } from '../reply.ts'

/**
 * For an address under `/en/…/` that is none. The front serves it there with status 404, so it is
 * written for a page two folders deep, as a story is.
 */
export function missingPage(site: SiteContext, language: Language): Markup {
  const say = siteMessages(language)
  const path = missingPath(language)
  return pageMarkup(site, {
    path,
    language,
    title: say.missingTitle,
    description: say.missingText,
    alternates: Object.fromEntries(site.records.languages.map((one) => [one, missingPath(one)])),
    main: html`<div class="list">
        <h1 tabindex="-1">${say.missingTitle}</h1>
        <p>${say.missingText}</p>
        <p><a href="${relativeAddress(path, frontPath(language))}">${say.frontPage}</a></p>
        <p>
          <a href="${relativeAddress(path, listPath(language, { of: 'all' }))}">${say.archive}</a>
        </p>
      </div>
      ${replyMarkup(site, language, null, path)}`,
  })
}
