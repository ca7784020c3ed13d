import { html } from 'hono/html'
import { letterPath } from '../address.ts'
import type { Language } from '../language.ts'
import type { Markup } from '../markup.ts'
import { pageMarkup, type SiteContext } from '../page.ts'
import { replyMarkup } from '../reply.ts'
import { letterPlace } from './letter-place.ts'
import { letterMessages } from './messages/index.ts'

/** The letters page of a language: what a writer may ask for, and the frame of every answer to a post. */
export function letterPage(site: SiteContext, language: Language): Markup {
  const say = letterMessages(language)
  const { languages } = site.records
  return pageMarkup(site, {
    path: letterPath(language),
    language,
    title: say.lettersTitle,
    description: say.ownText,
    alternates: Object.fromEntries(languages.map((one) => [one, letterPath(one)])),
    main: html`<div class="letter-page">
        ${letterPlace(language, { kind: 'own', code: '', troubles: [] })}
      </div>
      ${replyMarkup(site, language, null, letterPath(language))}`,
  })
}
