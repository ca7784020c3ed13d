import { html } from 'hono/html'
import { storyPath } from '../address.ts'
import { dayText } from '../day-text.ts'
import type { Markup } from '../markup.ts'
import { siteMessages } from '../messages/index.ts'
import type { Weight } from '../records/front-order.ts'
import type { Story } from '../records/story.ts'
import type { Place } from './block-markup.ts'
import { pictureMarkup } from './picture-markup.ts'

export interface Teaser {
  readonly weight: Weight
  /** Whether its picture is shown; a page has few, so that it stays small. */
  readonly pictured: boolean
  readonly heading: 2 | 3
}

/** A story as it is offered on another page. */
export function teaserMarkup(place: Place, story: Story, teaser: Teaser): Markup {
  const address = place.address(storyPath(story.language, story.slug))
  const link = html`<a href="${address}">${story.headline}</a>`
  const hasPicture = teaser.pictured && story.lead !== null
  return html`<article class="teaser ${teaser.weight}${hasPicture ? ' pictured' : ''}">
    ${
      hasPicture && story.lead !== null
        ? pictureMarkup(place, story.lead, teaser.weight === 'lead' ? 'lead' : 'teaser')
        : ''
    }
    <div>
      <p class="kicker">${stateLabel(story)}${story.kicker}</p>
      ${teaser.heading === 2 ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`}
      ${teaser.weight === 'small' ? '' : html`<p class="standfirst">${story.standfirst}</p>`}
      <p class="byline">
        ${teaser.weight === 'small' ? '' : html`<bdi>${story.byline}</bdi> · `}<time
          datetime="${story.published ?? ''}"
          >${dayText(story.published ?? '', story.language)}</time
        >
      </p>
    </div>
  </article> `
}

/** "Live" and "More to come…" in words, before the kicker. */
export function stateLabel(story: Story): Markup {
  const say = siteMessages(story.language)
  if (story.state === 'live') return html`<strong class="state">${say.live}</strong> `
  if (story.state === 'more-to-come') return html`<strong class="state">${say.moreToCome}</strong> `
  return html``
}
