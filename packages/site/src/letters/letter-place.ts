import { html, raw } from 'hono/html'
import { letterClaimPath, letterPath, relativeAddress } from '../address.ts'
import type { Language } from '../language.ts'
import type { Markup } from '../markup.ts'
import { type LetterDraft, type LetterStory } from './letter-draft.ts'
import { letterForm, troubleSummary } from './letter-form.ts'
import type { LetterTrouble } from './letter-messages.ts'
import { letterText } from './letter-text.ts'
import { letterMessages } from './messages/index.ts'

/** What the letters page of a language says: as it lies there, and as the front fills it in an answer. */
export type LetterPlace =
  | { readonly kind: 'own'; readonly code: string; readonly troubles: readonly LetterTrouble[] }
  | { readonly kind: 'own-held' }
  | { readonly kind: 'report-held'; readonly path: string }
  | {
      readonly kind: 'trouble'
      readonly troubles: readonly LetterTrouble[]
      /** What was typed and has no form to stand in. */
      readonly kept: string
    }
  | {
      readonly kind: 'write'
      readonly story: LetterStory
      readonly draft: LetterDraft
      readonly troubles: readonly LetterTrouble[]
    }
  | {
      readonly kind: 'preview'
      readonly story: LetterStory
      readonly draft: LetterDraft
      readonly token: string
      readonly troubles: readonly LetterTrouble[]
    }
  | { readonly kind: 'held'; readonly story: LetterStory; readonly code: string }

const BEGIN = '<!--letter-place-->'
const END = '<!--/letter-place-->'

/** The place as it lies in the static page. */
export function letterPlace(language: Language, place: LetterPlace): Markup {
  return html`${raw(BEGIN)}${placeMarkup(language, place)}${raw(END)}`
}

/**
 * The letters page of this language with another place in it. Null when the page is not one of this
 * form.
 */
export async function fillLetterPlace(
  page: string,
  language: Language,
  place: LetterPlace,
): Promise<string | null> {
  const begin = page.indexOf(BEGIN)
  const end = page.indexOf(END)
  if (begin < 0 || end < begin) return null
  const filled = String(await placeMarkup(language, place))
  return page.slice(0, begin) + BEGIN + filled + page.slice(end)
}

function placeMarkup(language: Language, place: LetterPlace): Markup {
  switch (place.kind) {
    case 'own':
      return ownMarkup(language, place.code, place.troubles)
    case 'own-held': {
      const say = letterMessages(language)
      return notice(say.ownHeldTitle, say.ownHeldText)
    }
    case 'report-held': {
      const say = letterMessages(language)
      return html`${notice(say.reportHeldTitle, say.reportHeldText)}${back(language, place.path)}`
    }
    case 'trouble':
      return lostMarkup(language, place.troubles, place.kept)
    case 'write':
      return writeMarkup(language, place)
    case 'preview':
      return previewMarkup(language, place)
    case 'held':
      return heldMarkup(language, place.story, place.code)
    default:
      throw new TypeError('unknown kind of place')
  }
}

/** No form to stand in: the words are shown, to be copied. */
function lostMarkup(language: Language, troubles: readonly LetterTrouble[], kept: string): Markup {
  const say = letterMessages(language)
  return html`${troubleSummary(language, troubles)}${title(say.lettersTitle)}
  ${kept === '' ? '' : html`<article class="card">${letterText(kept)}</article>`}`
}

function title(text: string): Markup {
  return html`<h1 tabindex="-1">${text}</h1>`
}

function notice(heading: string, text: string): Markup {
  return html`${title(heading)}
    <p>${text}</p>`
}

function back(language: Language, path: string): Markup {
  const address = relativeAddress(letterPath(language), path)
  return html`<p><a href="${address}">${letterMessages(language).toStory}</a></p>`
}

function writeMarkup(
  language: Language,
  { story, draft, troubles }: Extract<LetterPlace, { kind: 'write' }>,
): Markup {
  const from = letterPath(language)
  return html`${troubleSummary(language, troubles)}${title(story.headline)}
    <p>${letterMessages(language).intro}</p>
    ${letterForm({ from, language, story, draft, troubles })}${back(language, story.path)}`
}

function previewMarkup(
  language: Language,
  { story, draft, token, troubles }: Extract<LetterPlace, { kind: 'preview' }>,
): Markup {
  const say = letterMessages(language)
  const fields = { page: story.path, ...draft, url: draft.trap, token }
  const names = ['page', 'name', 'email', 'comment', 'about', 'url', 'token'] as const
  return html`${troubleSummary(language, troubles)}${title(say.previewTitle)}
    <p>${say.previewText}</p>
    <article class="card">
      <p class="who"><bdi>${draft.name}</bdi></p>
      ${letterText(draft.comment)}
    </article>
    <form method="post" action="${relativeAddress(letterPath(language), letterPath(language))}">
      ${names.map((name) => html`<textarea hidden name="${name}">${fields[name]}</textarea>`)}
      <p class="buttons">
        <button type="submit" class="first" name="act" value="send">${say.send}</button>
        <button type="submit" name="act" value="change">${say.change}</button>
      </p>
    </form>
    ${back(language, story.path)}`
}

function heldMarkup(language: Language, story: LetterStory, code: string): Markup {
  const say = letterMessages(language)
  return html`${notice(say.heldTitle, say.heldText)}
    <h2>${say.codeTitle}</h2>
    <p class="letter-code" dir="ltr" translate="no">${code}</p>
    <p>${say.codeText}</p>
    ${back(language, story.path)}`
}

function ownMarkup(language: Language, code: string, troubles: readonly LetterTrouble[]): Markup {
  const say = letterMessages(language)
  const action = relativeAddress(letterPath(language), letterClaimPath(language))
  return html`${troubleSummary(language, troubles)}${title(say.ownTitle)}
    <p>${say.ownText}</p>
    <form method="post" action="${action}">
      <label class="label" for="letter-code">${say.ownCode}</label>
      <input
        id="letter-code"
        name="code"
        type="text"
        dir="ltr"
        autocomplete="off"
        value="${code}"
      />
      <fieldset>
        <legend class="label">${say.ownWish}</legend>
        <label class="choice"
          ><input type="radio" name="wish" value="copy" checked />${say.ownCopy}</label
        >
        <label class="choice"
          ><input type="radio" name="wish" value="removal" />${say.ownRemoval}</label
        >
      </fieldset>
      <p class="buttons"><button type="submit" class="first">${say.ownSend}</button></p>
    </form>`
}
