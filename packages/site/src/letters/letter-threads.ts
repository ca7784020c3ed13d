import { html } from 'hono/html'
import { letterReportPath, relativeAddress, storyPath } from '../address.ts'
import { dayText } from '../day-text.ts'
import type { Markup } from '../markup.ts'
import type { Story } from '../records/story.ts'
import { letterText } from './letter-text.ts'
import { letterMessages } from './messages/index.ts'
import { type LetterThread, type PublishedLetter, threadsOf } from './published-letter.ts'

/** The letters printed below a story, one level of answers deep; complete without script. */
export function letterThreads(letters: readonly PublishedLetter[], story: Story): Markup {
  const say = letterMessages(story.language)
  const threads = threadsOf(letters)
  const list = html`<ol>
    ${threads.map((thread) => threadMarkup(story, thread))}
  </ol>`
  return html`<section id="letters" aria-labelledby="letters-title">
    <h2 id="letters-title">${say.lettersTitle}</h2>
    ${threads.length === 0 ? html`<p>${say.noLetters}</p>` : list}
  </section>`
}

function threadMarkup(story: Story, { letter, answers }: LetterThread): Markup {
  const below = html`<ol>
    ${answers.map((answer) => html`<li>${letterMarkup(story, answer)}</li>`)}
  </ol>`
  return html`<li>${letterMarkup(story, letter)}${answers.length > 0 ? below : ''}</li>`
}

function letterMarkup(story: Story, letter: PublishedLetter): Markup {
  const say = letterMessages(story.language)
  const link = say.linkTo.replace('{name}', () => letter.name)
  return html`<article class="card" id="letter-${letter.id}">
    <p class="who">
      <bdi>${letter.name}</bdi>
      ${letter.staff ? html`<strong class="staff">${say.staff}</strong>` : ''}
      <a href="#letter-${letter.id}"
        ><span class="unseen">${link}, </span
        ><time datetime="${letter.published}">${dayText(letter.published, story.language)}</time></a
      >
    </p>
    ${letterText(letter.text)} ${letter.staff ? '' : reportForm(story, letter)}
  </article>`
}

function reportForm({ language, slug }: Story, { id }: PublishedLetter): Markup {
  const say = letterMessages(language)
  const from = storyPath(language, slug)
  return html`<details>
    <summary>${say.report}</summary>
    <form method="post" action="${relativeAddress(from, letterReportPath(language))}">
      <input type="hidden" name="page" value="${from}" />
      <input type="hidden" name="about" value="${id}" />
      <label class="label" for="report-${id}">${say.reportWhy}</label>
      <textarea class="short" id="report-${id}" name="comment" rows="2" dir="auto"></textarea>
      <p class="buttons"><button type="submit">${say.reportSend}</button></p>
    </form>
  </details>`
}
