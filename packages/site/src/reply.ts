import { html, raw } from 'hono/html'
import { doorPath, relativeAddress, storyPath } from './address.ts'
import { doorMessages } from './door/messages.ts'
import type { Language } from './language.ts'
import { letterSection } from './letters/letter-section.ts'
import { lettersState } from './letters/open-letters.ts'
import type { Markup } from './markup.ts'
import { siteMessages } from './messages/index.ts'
import type { SiteContext } from './page.ts'
import type { Story } from './records/story.ts'

/**
 * Both ways to answer, side by side, in the page itself on every page: no other address, no other
 * file, nothing loaded later.
 */
export function replyMarkup(
  { records, options }: SiteContext,
  language: Language,
  story: Story | null,
  path: string = story === null ? '/' : storyPath(language, story.slug),
): Markup {
  const say = siteMessages(language)
  const title = story === null ? say.writeToUs : say.leaveReply
  const state = lettersState(records)
  const door = relativeAddress(path, doorPath(language))
  return html`<section id="reply" aria-labelledby="reply-title">
    <h2 id="reply-title">${title}</h2>
    <div class="ways">
      <section class="letter" aria-labelledby="letter-title">
        <h3 id="letter-title">${say.letterTitle}</h3>
        ${letterSection(state, language, path, story)}
      </section>
      <section class="confidence" aria-labelledby="confidence-title">
        <h3 id="confidence-title">${say.confidenceTitle}</h3>
        <p>${say.confidenceText}</p>
        <noscript
          ><p class="notice">
            ${say.withoutScript} <a href="${door}">${doorMessages(language).link}</a>
          </p></noscript
        >
        ${raw(options.composer(language))}
      </section>
    </div>
  </section>`
}
