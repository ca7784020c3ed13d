import { html } from 'hono/html'
import { relativeAddress, storyPath } from './address.ts'
import { blockMarkup } from './block.ts'
import { languageFacts, type Language } from './language.ts'
import type { Markup } from './markup.ts'
import { siteMessages } from './messages/index.ts'
import { pageMarkup, type SiteContext } from './page.ts'
import type { SiteRecords, StoryRecord } from './record.ts'
import { replyMarkup } from './reply.ts'

/** A story: kicker, headline, standfirst, byline, place and date, body, Leave a reply. */
export function storyPage(site: SiteContext, story: StoryRecord): Markup {
  return pageMarkup(site, {
    path: storyPath(story.language, story.slug),
    language: story.language,
    title: story.headline,
    description: story.standfirst,
    alternates: storyAlternates(site.records, story.story),
    main: html`<article>
        ${storyHead(story)}
        <div class="body">${story.blocks.map((block) => html`${blockMarkup(block)} `)}</div>
      </article>
      ${replyMarkup(
        site.options,
        story.language,
        siteMessages(story.language).leaveReply,
        storyPath(story.language, story.slug),
      )}
      ${moreStories(site.records, story)}`,
  })
}

function storyHead(story: StoryRecord): Markup {
  return html`<header class="head">
    <p class="kicker">${story.kicker}</p>
    <h1 tabindex="-1">${story.headline}</h1>
    <p class="standfirst">${story.standfirst}</p>
    <p class="byline">${story.byline}</p>
    <p class="dateline">
      ${story.place},
      <time datetime="${story.published}">${dayText(story.published, story.language)}</time>
    </p>
  </header>`
}

/** The day of publication in words, without a clock: the record says the day. */
export function dayText(day: string, language: Language): string {
  const { dates } = languageFacts(language)
  return new Intl.DateTimeFormat(dates, { dateStyle: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${day}T00:00:00Z`),
  )
}

/** Every language in which the story is published, with the path there, in the site's order. */
function storyAlternates(records: SiteRecords, story: string): Record<Language, string> {
  const found: Record<Language, string> = {}
  for (const language of records.languages) {
    const told = storyIn(records, story, language)
    if (told !== null) found[language] = storyPath(language, told.slug)
  }
  return found
}

/** Null when the story is not published in that language. */
export function storyIn(
  records: SiteRecords,
  story: string,
  language: Language,
): StoryRecord | null {
  const found = records.stories.find((one) => one.story === story && one.language === language)
  return found ?? null
}

function moreStories(records: SiteRecords, story: StoryRecord): Markup {
  const others = records.stories.filter(
    (one) => one.language === story.language && one.story !== story.story,
  )
  const from = storyPath(story.language, story.slug)
  return html`<nav class="more" aria-labelledby="more-title">
    <h2 id="more-title">${siteMessages(story.language).moreStories}</h2>
    <ul>
      ${others.map(
        (one) =>
          html`<li>
            <span class="kicker">${one.kicker}</span>
            <a href="${relativeAddress(from, storyPath(one.language, one.slug))}"
              >${one.headline}</a
            >
          </li> `,
      )}
    </ul>
  </nav>`
}
