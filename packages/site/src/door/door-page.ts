import { html, raw } from 'hono/html'
import { doorPath } from '../address.ts'
import type { Language } from '../language.ts'
import type { Markup } from '../markup.ts'
import { pageMarkup, type SiteContext } from '../page.ts'
import { replyMarkup } from '../reply.ts'
import { filled } from './door-messages.ts'
import { doorMessages } from './messages.ts'

/** What stands between these two marks is exchanged for the form on the onion address. */
export const DOOR_BEGINS = '<!--door-->'
export const DOOR_ENDS = '<!--/door-->'

/**
 * The page at the public address: it takes nothing, and says how to reach the door. The same bytes
 * are the frame of every page of the form.
 */
export function doorPage(site: SiteContext, language: Language): Markup {
  const say = doorMessages(language)
  return pageMarkup(site, {
    path: doorPath(language),
    language,
    title: say.title,
    description: say.link,
    alternates: Object.fromEntries(site.records.languages.map((one) => [one, doorPath(one)])),
    main: html`<div class="door">
        <h1 tabindex="-1">${say.title}</h1>
        ${raw(DOOR_BEGINS)} ${howToReach(language, site.options.onion ?? null)} ${raw(DOOR_ENDS)}
      </div>
      ${replyMarkup(site, language, null, doorPath(language))}`,
  })
}

function howToReach(language: Language, onion: string | null): Markup {
  const say = doorMessages(language)
  return html`<p>${say.notHere}</p>
    <h2>${say.waysTitle}</h2>
    <ul>
      <li>${say.wayScript}</li>
      <li>${say.wayOnion}</li>
      <li>${say.wayLetter}</li>
    </ul>
    ${onion === null ? html`<p class="notice">${say.noOnion}</p>` : theOnion(language, onion)}`
}

function theOnion(language: Language, onion: string): Markup {
  const say = doorMessages(language)
  return html`<h2>${say.onionTitle}</h2>
    <p>${say.onionWhat}</p>
    <ol>
      ${say.onionSteps.map((step) => html`<li>${withAddress(language, step, onion)}</li> `)}
    </ol>`
}

/** The address stands apart, left to right, so that it can be copied whole. */
function withAddress(language: Language, step: string, onion: string): Markup {
  const [before = '', after] = filled(language, step, { onion: '\n' }).split('\n')
  if (after === undefined) return html`${before}`
  return html`${before}
    <code class="onion" dir="ltr" translate="no">http://${onion}/</code>${after}`
}
