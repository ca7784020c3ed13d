import { html } from 'hono/html'
import { frontPath, listPath } from '../address.ts'
import type { Language } from '../language.ts'
import type { Markup } from '../markup.ts'
import { siteMessages } from '../messages/index.ts'
import { pageMarkup, type SiteContext } from '../page.ts'
import type { Weight } from '../records/front-order.ts'
import type { Story } from '../records/story.ts'
import { replyMarkup } from '../reply.ts'
import { placeAt } from './block-markup.ts'
import { teaserMarkup } from './teaser.ts'

export interface FrontPlace {
  readonly story: Story
  readonly weight: Weight
}

/** The lead and one more: with style, icon and script a front page stays within six requests. */
const MOST_PICTURES = 2

/** One language's front page, for the path where it will stand (`/en/`, and `/` for the first). */
export function frontPage(
  site: SiteContext,
  language: Language,
  path: string,
  places: readonly FrontPlace[],
): Markup {
  const { records } = site
  const say = siteMessages(language)
  const here = placeAt(site, language, path)
  const title = records.title[language] ?? ''
  const pictured = new Set(
    places
      .filter(({ story, weight }) => story.lead !== null && weight !== 'small')
      .slice(0, MOST_PICTURES),
  )
  const teasers = (weights: readonly Weight[]): Markup[] =>
    places
      .filter(({ weight }) => weights.includes(weight))
      .map((place) =>
        teaserMarkup(here, place.story, {
          weight: place.weight,
          pictured: pictured.has(place),
          heading: 2,
        }),
      )
  return pageMarkup(site, {
    path,
    language,
    title,
    description: records.tagline[language] ?? '',
    alternates: Object.fromEntries(records.languages.map((one) => [one, frontPath(one)])),
    canonical: frontPath(language),
    feed: frontPath(language),
    main: html`<h1 class="unseen" tabindex="-1">${title}: ${say.frontPage}</h1>
      <div class="front">${teasers(['lead'])}</div>
      <div class="front two">${teasers(['large'])}</div>
      <div class="front three">${teasers(['small'])}</div>
      <p class="onward">
        <a href="${here.address(listPath(language, { of: 'all' }))}">${say.archive}</a>
      </p>
      ${replyMarkup(site, language, null, path)}`,
  })
}
