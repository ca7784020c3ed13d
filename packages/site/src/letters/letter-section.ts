import { html } from 'hono/html'
import { letterPath, relativeAddress, storyPath } from '../address.ts'
import { dayText } from '../day-text.ts'
import type { Language } from '../language.ts'
import type { Markup } from '../markup.ts'
import type { Story } from '../records/story.ts'
import { EMPTY_DRAFT } from './letter-draft.ts'
import { letterForm } from './letter-form.ts'
import { letterMessages } from './messages/index.ts'
import { type LettersState, lettersOf } from './open-letters.ts'

/** What stands under "A letter, to be published": a story's form, or where to find one. */
export function letterSection(
  state: LettersState,
  language: Language,
  from: string,
  story: Story | null,
): Markup {
  const say = letterMessages(language)
  const own = html`<p>
    <a href="${relativeAddress(from, letterPath(language))}">${say.ownTitle}</a>
  </p>`
  if (story === null)
    return html`<p>${say.intro}</p>
      <p>${say.onStories}</p>
      ${own}`
  const open = lettersOf(state, story)
  if (open === null)
    return html`<p>${say.closed}</p>
      ${own}`
  const form = { from, language, draft: EMPTY_DRAFT, troubles: [] }
  const path = storyPath(language, story.slug)
  const until =
    open.closes === null ? '' : say.open.replace('{day}', dayText(open.closes, language))
  return html`<p>${say.intro}</p>
    ${until === '' ? '' : html`<p class="hint">${until}</p>`}
    ${letterForm({ ...form, story: { path, headline: open.headline, letters: open.letters } })}
    ${own}`
}
