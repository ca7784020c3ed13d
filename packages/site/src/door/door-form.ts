import { html } from 'hono/html'
import type { Language } from '../language.ts'
import type { Markup } from '../markup.ts'
import { filled } from './door-messages.ts'
import type { DoorStep, DoorThread, DoorTroubleSaid, DoorView } from './door-view.ts'
import { doorMessages } from './messages.ts'

const UNASSISTED = {
  spellcheck: 'false',
  translate: 'no',
  autocomplete: 'off',
  autocapitalize: 'none',
} as const

/**
 * What stands in the door's page on the onion address: the smaller promise, what has to be put
 * right, and the step. Plain forms; nothing here needs script, and nothing is remembered between
 * two requests but what the page itself carries.
 */
export async function doorForm(language: Language, view: DoorView): Promise<string> {
  const made = html`${view.trouble && troubleMarkup(language, view.trouble)}
  ${stepMarkup(language, view)} ${smallerPromise(language, view.step.step === 'start')}`
  return String(await made)
}

function troubleMarkup(language: Language, { kind, values }: DoorTroubleSaid): Markup {
  const say = doorMessages(language)
  return html`<div class="notice trouble" id="door-trouble" role="alert">
    <h2>${say.troubleTitle}</h2>
    <p>${filled(language, say.trouble[kind], values)}</p>
  </div>`
}

/** On every page of the form; first and whole where she has not begun yet. */
function smallerPromise(language: Language, first: boolean): Markup {
  const say = doorMessages(language)
  return html`<section class="notice" aria-labelledby="door-smaller">
    <h2 id="door-smaller">${say.smallerTitle}</h2>
    ${say.smaller.map((one) => html`<p>${one}</p> `)}
    <p>${say.withScript}</p>
    ${first ? html`<p>${say.forgets}</p>` : ''}
  </section>`
}

function stepMarkup(language: Language, view: DoorView): Markup {
  const { step } = view
  if (step.step === 'start') return startMarkup(language, view, step.text)
  if (step.step === 'words') return wordsMarkup(language, view, step)
  if (step.step === 'type') return typeMarkup(language, view, step.sealed)
  return threadMarkup(language, view, step)
}

function startMarkup(language: Language, view: DoorView, text: string): Markup {
  const say = doorMessages(language)
  const first = html`<form method="post" action="new" enctype="multipart/form-data">
    <h2>${say.first}</h2>
    <p id="door-first">${say.firstText}</p>
    <div class="buttons">
      <button class="first" aria-describedby="door-first">${say.makeWords}</button>
    </div>
  </form>`
  const back = html`<form method="post" action="open" enctype="multipart/form-data">
    <h2>${say.back}</h2>
    <p>${say.backText}</p>
    ${wordsField(language, view)} ${text === '' ? '' : textField(language, text)}
    <div class="buttons"><button>${say.open}</button></div>
  </form>`
  return view.trouble === null ? html`${first}${back}` : html`${back}${first}`
}

type WordsStep = Extract<DoorStep, { step: 'words' }>

function wordsMarkup(language: Language, view: DoorView, { words, sealed }: WordsStep): Markup {
  const say = doorMessages(language)
  return html`<section aria-labelledby="door-words-title">
      <h2 id="door-words-title">${say.wordsTitle}</h2>
      <p>${say.wordsText}</p>
      <ol class="words" lang="en" dir="ltr" translate="no">
        ${words.map((word) => html`<li>${word}</li> `)}
      </ol>
    </section>
    ${typeMarkup(language, view, sealed)}`
}

function typeMarkup(language: Language, view: DoorView, sealed: string): Markup {
  const say = doorMessages(language)
  return html`<form method="post" action="open" enctype="multipart/form-data">
      <p>${say.typeBack}</p>
      <input type="hidden" name="made" value="${sealed}" />
      ${wordsField(language, view)}
      <div class="buttons"><button class="first">${say.open}</button></div>
    </form>
    <form method="post" action="new" enctype="multipart/form-data">
      <div class="buttons"><button class="quiet">${say.makeWords}</button></div>
    </form>`
}

function wordsField(language: Language, { trouble }: DoorView): Markup {
  const say = doorMessages(language)
  const described = trouble === null ? 'door-words-hint' : 'door-words-hint door-trouble'
  return html`<label class="label" for="door-words">${say.wordsLabel}</label>
    <p class="hint" id="door-words-hint">${say.wordsHint}</p>
    <textarea
      id="door-words"
      name="words"
      class="short"
      rows="2"
      lang="en"
      dir="ltr"
      spellcheck="${UNASSISTED.spellcheck}"
      translate="${UNASSISTED.translate}"
      autocomplete="${UNASSISTED.autocomplete}"
      autocapitalize="${UNASSISTED.autocapitalize}"
      aria-describedby="${described}"
    ></textarea>`
}

function textField(language: Language, text: string): Markup {
  const say = doorMessages(language)
  return html`<label class="label" for="door-text">${say.text}</label>
    <textarea
      id="door-text"
      name="text"
      rows="10"
      maxlength="60000"
      dir="auto"
      spellcheck="${UNASSISTED.spellcheck}"
      translate="${UNASSISTED.translate}"
      autocomplete="${UNASSISTED.autocomplete}"
    >
${text}</textarea>`
}

function threadMarkup(language: Language, view: DoorView, thread: DoorThread): Markup {
  const say = doorMessages(language)
  return html`<section aria-labelledby="door-thread">
      <h2 id="door-thread">${say.threadTitle}</h2>
      ${
        thread.sentParts === null
          ? ''
          : html`<p class="notice" role="status">
              ${filled(language, say.sent, { parts: thread.sentParts })}
            </p>`
      }
      ${thread.answers.map(
        ({ desk, text }) =>
          html`<article class="card reply">
            <p class="who">${filled(language, say.desk, { desk })}</p>
            <p class="text" dir="auto">${text}</p>
          </article> `,
      )}
      ${thread.answers.length === 0 ? html`<p>${say.nothingYet}</p>` : ''}
      ${thread.received.map(
        ({ desk, count }) => html`<p>${filled(language, say.received, { desk, n: count })}</p> `,
      )}
    </section>
    <form method="post" action="look" enctype="multipart/form-data">
      <input type="hidden" name="key" value="${thread.sealed}" />
      <div class="buttons"><button class="quiet">${say.lookAgain}</button></div>
    </form>
    ${writeMarkup(language, view, thread)}`
}

function writeMarkup(language: Language, { most }: DoorView, thread: DoorThread): Markup {
  const say = doorMessages(language)
  const size = new Intl.NumberFormat(language, { style: 'unit', unit: 'kilobyte' })
  return html`<form method="post" action="send" enctype="multipart/form-data">
    <h2>${say.writeTitle}</h2>
    <input type="hidden" name="key" value="${thread.sealed}" />
    <fieldset>
      <legend>${say.whichDesk}</legend>
      ${thread.desks.map(
        ({ id, title, description }) =>
          html`<label class="choice"
            ><input
              type="radio"
              name="desk"
              value="${id}"
              required
              ${id === thread.chosen ? 'checked' : ''}
            /><span>${title} <small>${description}</small></span></label
          > `,
      )}
    </fieldset>
    ${textField(language, thread.text)}
    <label class="label" for="door-files">${say.files}</label>
    <p class="hint" id="door-files-hint">
      ${filled(language, say.filesHint, { files: most.files, size: size.format(Math.floor(most.bytes / 1_000)) })}
    </p>
    <input
      id="door-files"
      type="file"
      name="file"
      multiple
      aria-describedby="door-files-hint door-files-large"
    />
    <label class="choice"
      ><input type="checkbox" name="names" value="keep" /><span>${say.keepNames}</span></label
    >
    <p class="hint" id="door-files-large">${say.large}</p>
    <p class="hint">${say.leaves}</p>
    <div class="buttons"><button class="first">${say.send}</button></div>
  </form>`
}
