import { html, raw } from 'hono/html'
import { letterPath, relativeAddress } from '../address.ts'
import type { Language } from '../language.ts'
import type { Markup } from '../markup.ts'
import { type LetterDraft, type LetterStory, TROUBLE_FIELD } from './letter-draft.ts'
import type { LetterTrouble } from './letter-messages.ts'
import { letterMessages } from './messages/index.ts'

/** One form as it stands in the page at `from`: what was typed, and what is wrong with it. */
export interface LetterForm {
  readonly from: string
  readonly language: Language
  readonly story: LetterStory
  readonly draft: LetterDraft
  readonly troubles: readonly LetterTrouble[]
}

/**
 * The form of a letter: one post for everybody, with script or without. It has no bounds of its own,
 * because a browser would cut what is too long without a word.
 */
export function letterForm(form: LetterForm): Markup {
  const { from, language, story, draft } = form
  const say = letterMessages(language)
  return html`<form
    method="post"
    action="${relativeAddress(from, letterPath(language))}"
    novalidate
  >
    <p class="hint">${say.required}</p>
    <input type="hidden" name="page" value="${story.path}" />
    ${field(form, 'name', html`<input id="letter-name" name="name" type="text" autocomplete="name" dir="auto" value="${draft.name}" ${marks(form, 'name')} />`)}
    ${field(form, 'email', html`<input id="letter-email" name="email" type="email" autocomplete="email" dir="ltr" value="${draft.email}" ${marks(form, 'email')} />`)}
    ${aboutField(form)}
    ${field(
      form,
      'comment',
      html`<textarea
        id="letter-comment"
        name="comment"
        rows="8"
        dir="auto"
        ${marks(form, 'comment')}
      >
${draft.comment}</textarea>`,
    )}
    <p class="hint" id="letter-comment-hint">${say.commentHint}</p>
    ${trapField(form)}
    <p class="buttons">
      <button type="submit" class="first" name="act" value="preview">${say.toPreview}</button>
    </p>
  </form>`
}

/** What is wrong, first on the page, each sentence leading to its field. */
export function troubleSummary(language: Language, troubles: readonly LetterTrouble[]): Markup {
  if (troubles.length === 0) return html``
  const say = letterMessages(language)
  return html`<div class="notice trouble" role="alert" aria-labelledby="trouble-title">
    <h2 id="trouble-title">${say.troubleTitle}</h2>
    <ul>
      ${troubles.map((trouble) => {
        const target = TROUBLE_FIELD[trouble]
        const words = say.trouble[trouble]
        return html`<li>${target === null ? words : html`<a href="#${target}">${words}</a>`}</li>`
      })}
    </ul>
  </div>`
}

type Field = 'name' | 'email' | 'comment'

function field(form: LetterForm, name: Field, input: Markup): Markup {
  const say = letterMessages(form.language)
  const wrong = troublesOf(form, name)
  return html`<label class="label" for="letter-${name}">${say[name]} *</label> ${wrong.map(
      (trouble) =>
        html`<p class="notice trouble" id="letter-${name}-trouble">${say.trouble[trouble]}</p>`,
    )}
    ${input}`
}

function troublesOf({ troubles }: LetterForm, name: Field): LetterTrouble[] {
  return troubles.filter((trouble) => TROUBLE_FIELD[trouble] === `letter-${name}`)
}

/** Attributes without what a person typed. */
function marks(form: LetterForm, name: Field): Markup {
  const hint = name === 'comment' ? ['letter-comment-hint'] : []
  const wrong = troublesOf(form, name).length > 0
  const described = [...(wrong ? [`letter-${name}-trouble`] : []), ...hint]
  const by = described.length > 0 ? ` aria-describedby="${described.join(' ')}"` : ''
  return raw(`${by} aria-required="true"${wrong ? ' aria-invalid="true"' : ''}`)
}

function aboutField({ language, story, draft }: LetterForm): Markup {
  if (story.letters.length === 0) return html``
  const say = letterMessages(language)
  return html`<label class="label" for="letter-about">${say.answerTo}</label>
    <select id="letter-about" name="about">
      <option value="">${say.answerStory}</option>
      ${story.letters.map(
        ({ id, name }) =>
          html`<option value="${id}" ${draft.about === id ? raw('selected') : ''}>
            ${say.answerLetter.replace('{name}', () => name)}
          </option>`,
      )}
    </select>`
}

/** Out of sight until something stands in it, so that who filled it in by mistake can empty it. */
function trapField({ language, draft }: LetterForm): Markup {
  const say = letterMessages(language)
  const hidden = draft.trap === '' ? raw(' class="unseen" aria-hidden="true"') : ''
  return html`<div${hidden}>
    <label class="label" for="letter-url">${say.trap}</label>
    <input id="letter-url" name="url" type="text" tabindex="${draft.trap === '' ? '-1' : '0'}" autocomplete="off" value="${draft.trap}" />
  </div>`
}
