import { html } from 'hono/html'
import { frontPath, relativeAddress, storyPath } from './address.ts'
import type { Language } from './language.ts'
import type { Markup } from './markup.ts'
import { siteMessages } from './messages/index.ts'
import { pageMarkup, type SiteContext } from './page.ts'
import type { StoryRecord } from './record.ts'
import { replyMarkup } from './reply.ts'
import { dayText, storyIn } from './story-page.ts'

/** One language's front page, for the path where it will stand (`/en/`, and `/` for the first). */
export function frontPage(site: SiteContext, language: Language, path: string): Markup {
  const { records } = site
  const stories = records.frontOrder
    .map((story) => storyIn(records, story, language))
    .filter((story) => story !== null)
  const title = records.title[language] ?? ''
  return pageMarkup(site, {
    path,
    language,
    title,
    description: records.tagline[language] ?? '',
    alternates: Object.fromEntries(records.languages.map((one) => [one, frontPath(one)])),
    main: html`<h1 class="unseen" tabindex="-1">${title}: ${siteMessages(language).frontPage}</h1>
      <div class="front">${stories.map((story) => teaser(story, path))}</div>
      ${replyMarkup(site.options, language, siteMessages(language).writeToUs, path)}`,
  })
}

function teaser(story: StoryRecord, from: string): Markup {
  const address = relativeAddress(from, storyPath(story.language, story.slug))
  return html`<article class="teaser">
    <p class="kicker">${story.kicker}</p>
    <h2><a href="${address}">${story.headline}</a></h2>
    <p class="standfirst">${story.standfirst}</p>
    <p class="byline">
      ${story.byline} ·
      <time datetime="${story.published}">${dayText(story.published, story.language)}</time>
    </p>
  </article> `
}
