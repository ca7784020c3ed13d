import { html } from 'hono/html'
import { listPath, storyPath } from '../address.ts'
import { dayText, momentText } from '../day-text.ts'
import type { Language } from '../language.ts'
import { letterThreads } from '../letters/letter-threads.ts'
import type { Markup } from '../markup.ts'
import { siteMessages } from '../messages/index.ts'
import { pageMarkup, type SiteContext } from '../page.ts'
import type { Story } from '../records/story.ts'
import { replyMarkup } from '../reply.ts'
import { storyData } from '../feeds/story-data.ts'
import { blocksMarkup, type Place, placeAt, textMarkup } from './block-markup.ts'
import { figureMarkup } from './picture-markup.ts'
import { stateLabel } from './teaser.ts'
import { updatesMarkup } from './updates-markup.ts'

/** What a story's page shows beside the story. */
export interface StoryAround {
  /** Where each language of the story is to be read, its own included. */
  readonly alternates: Readonly<Record<Language, string>>
  /** What was published before on its first topic. */
  readonly earlier: readonly Pick<Story, 'slug' | 'language' | 'kicker' | 'headline'>[]
}

/** A story: head, key points, picture, body, updates, corrections, letters, Leave a reply. (look.md) */
export function storyPage(site: SiteContext, story: Story, around: StoryAround): Markup {
  const path = storyPath(story.language, story.slug)
  const place = placeAt(site, story.language, path)
  const isDeveloping = story.state === 'live' || story.updates.length > 0
  return pageMarkup(site, {
    path,
    language: story.language,
    title: story.headline,
    description: story.standfirst,
    alternates: around.alternates,
    canonical: path,
    feed: isDeveloping ? path : null,
    picture: story.lead,
    published: story.published,
    data: storyData(site, story),
    main: html`<article>
        ${headMarkup(place, story)} ${keyPointsMarkup(story)}
        ${story.lead === null ? '' : figureMarkup(place, story.lead, 'lead')}
        <div class="body">
          ${blocksMarkup(place, story.blocks)}
          ${story.state === 'more-to-come' ? html`<p class="more-to-come">${siteMessages(story.language).moreToCome}</p>` : ''}
        </div>
        ${isDeveloping ? updatesMarkup(place, story) : ''} ${correctionsMarkup(place, story)}
        ${topicsMarkup(place, story)}
      </article>
      ${letterThreads(site.records.lettersTo?.(story.story, story.language) ?? [], story)}
      ${replyMarkup(site, story.language, story)} ${earlierMarkup(place, around.earlier)}`,
  })
}

function headMarkup(place: Place, story: Story): Markup {
  const say = siteMessages(story.language)
  const { published, changed } = story
  const isChanged = changed !== null && published !== null && changed !== published
  return html`<header class="head">
    <p class="kicker">${stateLabel(story)}${story.kicker}</p>
    <h1 tabindex="-1">${story.headline}</h1>
    <p class="standfirst">${story.standfirst}</p>
    <p class="byline">${bylineMarkup(place, story)}</p>
    <p class="dateline">
      ${story.place === '' ? '' : html`${story.place}${say.comma}`}<time
        datetime="${published ?? ''}"
        >${dayText(published ?? '', story.language)}</time
      >
      ${
        isChanged
          ? html`· ${say.changed}
              <time datetime="${changed}">${momentText(changed, story.language)}</time>`
          : ''
      }
    </p>
  </header>`
}

/** The byline leads to its authors: each name in it that is one becomes a link. */
function bylineMarkup({ site, language, address }: Place, { byline, authors }: Story): Markup {
  const named = authors.flatMap((author) => {
    const name = site.authors.get(author)?.name[language]
    return name !== undefined && byline.includes(name) ? [{ author, name }] : []
  })
  const parts = named.reduce<(string | { author: string; name: string })[]>(
    (so, one) => so.flatMap((part) => (typeof part === 'string' ? cutOut(part, one) : [part])),
    [byline],
  )
  return html`${parts.map((part) =>
    typeof part === 'string'
      ? part
      : html`<a
          rel="author"
          href="${address(listPath(language, { of: 'author', name: part.author }))}"
          >${part.name}</a
        >`,
  )}`
}

function cutOut<T extends { readonly name: string }>(text: string, one: T): (string | T)[] {
  const at = text.indexOf(one.name)
  if (at < 0) return [text]
  return [text.slice(0, at), one, text.slice(at + one.name.length)]
}

function keyPointsMarkup({ language, keyPoints }: Story): Markup {
  if (keyPoints.length === 0) return html``
  return html`<section class="points" aria-labelledby="points-title">
    <h2 id="points-title">${siteMessages(language).keyPoints}</h2>
    <ul>
      ${keyPoints.map((point) => html`<li>${point}</li> `)}
    </ul>
  </section>`
}

function correctionsMarkup(place: Place, { language, corrections }: Story): Markup {
  if (corrections.length === 0) return html``
  return html`<section class="corrections" aria-labelledby="corrections-title">
    <h2 id="corrections-title">${siteMessages(language).corrections}</h2>
    ${corrections.map(
      ({ at, text }) =>
        html`<p>
          <time datetime="${at}">${dayText(at, language)}</time>. ${textMarkup(place, text)}
        </p> `,
    )}
  </section>`
}

function topicsMarkup({ site, language, address }: Place, { topics }: Story): Markup {
  const named = topics.flatMap((topic) => {
    const name = site.topics.get(topic)?.name[language]
    return name === undefined ? [] : [{ topic, name }]
  })
  if (named.length === 0) return html``
  return html`<p class="topics">
    <span>${siteMessages(language).topics}:</span> ${named.map(
      ({ topic, name }) =>
        html`<a href="${address(listPath(language, { of: 'topic', name: topic }))}">${name}</a> `,
    )}
  </p>`
}

function earlierMarkup({ language, address }: Place, earlier: StoryAround['earlier']): Markup {
  if (earlier.length === 0) return html``
  return html`<nav class="more" aria-labelledby="more-title">
    <h2 id="more-title">${siteMessages(language).earlierOnThis}</h2>
    <ul>
      ${earlier.map(
        (one) =>
          html`<li>
            <span class="kicker">${one.kicker}</span>
            <a href="${address(storyPath(one.language, one.slug))}">${one.headline}</a>
          </li> `,
      )}
    </ul>
  </nav>`
}
