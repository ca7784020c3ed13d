import { html } from 'hono/html'
import { momentText } from '../day-text.ts'
import type { Markup } from '../markup.ts'
import { siteMessages } from '../messages/index.ts'
import type { Story } from '../records/story.ts'
import { newestFirst, type Update } from '../records/update.ts'
import { blocksMarkup, type Place } from './block-markup.ts'

/**
 * The updates of a story: the pinned one, then the newest first. The link above them leads to this
 * very page, which works without script; the page's script only writes into it how many are new.
 * Its room is kept from the beginning, and nothing is ever inserted: no line moves under a reader.
 */
export function updatesMarkup(place: Place, story: Story): Markup {
  const say = siteMessages(story.language)
  const updates = newestFirst(story.updates)
  const ordered = [...updates.filter((one) => one.pinned), ...updates.filter((one) => !one.pinned)]
  return html`<section id="updates" class="updates" aria-labelledby="updates-title">
    <h2 id="updates-title">${say.updates}</h2>
    ${story.state === 'live' ? freshMarkup(story) : ''}
    ${ordered.map((update) => updateMarkup(place, update))}
  </section>`
}

function freshMarkup(story: Story): Markup {
  const say = siteMessages(story.language)
  return html`<p
    class="fresh"
    role="status"
    data-updates="${story.updates.length}"
    data-words="${JSON.stringify(say.newUpdates)}"
  >
    <a href="./">${say.lookForUpdates}</a>
  </p>`
}

function updateMarkup(place: Place, update: Update): Markup {
  const say = siteMessages(place.language)
  const id = `update-${update.id}`
  return html`<article
    class="update${update.pinned ? ' pinned' : ''}"
    id="${id}"
    aria-labelledby="${id}-title"
  >
    <p class="kicker">
      ${update.pinned ? html`<strong class="state">${say.pinned}</strong> ` : ''}<a href="#${id}"
        ><time datetime="${update.at}">${momentText(update.at, place.language)}</time
        ><span class="unseen"> ${say.permanentLink}</span></a
      >
    </p>
    <h3 id="${id}-title">${update.headline}</h3>
    ${blocksMarkup(place, update.blocks, 4)}
  </article> `
}
