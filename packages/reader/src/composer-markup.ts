import { readerMessages } from './messages/index.ts'
import type { PrintedMessages } from './messages/reader-messages.ts'

/**
 * The confidential composer as it stands in every page (V4, V6): the same markup for everybody,
 * hidden until the client runs and inert until the sending moment. There is no form, so that nothing
 * typed here can travel by accident; and what the client says later in this language travels beside
 * it. What is long stands folded up: opening it asks for nothing.
 */
export function composerMarkup(language: string): string {
  const { printed, spoken } = readerMessages(language)
  return `<p class="notice trouble" id="postern-door" hidden></p>
<div id="postern" hidden inert>
${start(printed)}
${wordsShown(printed)}
${wordsTyped(printed)}
<section data-step="opening" hidden><p role="status">${say(printed.opening)}</p></section>
${thread(printed)}
<template id="postern-messages">${say(JSON.stringify(spoken))}</template>
</div>`
}

function start(printed: PrintedMessages): string {
  return `<section data-step="start">
<h4 tabindex="-1">${say(printed.safetyTitle)}</h4>
<p class="notice" data-field="start-notice" hidden></p>
<ol><li>${say(printed.safetyDevice)}</li><li>${say(printed.safetyNetwork)}</li><li>${say(printed.safetyContent)}</li></ol>
<p>${say(printed.leaveHint)}</p>
<p class="hint" data-field="crowd"></p>
<fieldset><legend>${say(printed.desk)}</legend><div data-field="desks"></div></fieldset>
<div class="buttons">${button('new', printed.firstTime, 'first')}${button('return', printed.haveWords)}</div>
</section>`
}

function wordsShown(printed: PrintedMessages): string {
  return `<section data-step="words" hidden>
<h4 tabindex="-1">${say(printed.wordsTitle)}</h4>
<p>${say(printed.wordsText)}</p>
<ol class="words" lang="en" translate="no" dir="ltr" data-field="words"></ol>
<p class="hint">${say(printed.wordsPower)}</p>
<div class="buttons">${button('copied', printed.wordsCopied, 'first')}${button('back', printed.back, 'quiet')}</div>
</section>`
}

function wordsTyped(printed: PrintedMessages): string {
  return `<section data-step="type" hidden>
<div data-field="type-new"><h4 tabindex="-1">${say(printed.typeBackTitle)}</h4><p>${say(printed.typeBackText)}</p></div>
<div data-field="type-return"><h4 tabindex="-1">${say(printed.typeTitle)}</h4><p>${say(printed.typeText)}</p></div>
<label class="label" for="postern-words">${say(printed.wordsLabel)}</label>
<textarea id="postern-words" class="short" rows="2" lang="en" dir="ltr" ${UNASSISTED} aria-describedby="postern-words-trouble"></textarea>
<p id="postern-words-trouble" class="notice trouble" data-field="words-trouble" aria-live="polite" hidden></p>
<div class="buttons">${button('open', printed.open, 'first')}${button('back', printed.back, 'quiet')}</div>
</section>`
}

function thread(printed: PrintedMessages): string {
  return `<section data-step="thread" hidden>
<h4 tabindex="-1">${say(printed.threadTitle)}</h4>
<fieldset><legend>${say(printed.desk)}</legend><div data-field="thread-desks"></div></fieldset>
<p class="hint" role="status" data-field="searched"></p>
<div data-field="entries"></div>
<p data-field="empty" hidden></p>
<h4 data-field="write-title"></h4>
<div class="notice" data-field="about" hidden><p data-field="about-text"></p>${button('plain', printed.ordinary, 'quiet')}</div>
<label class="label" for="postern-text">${say(printed.text)}</label>
<textarea id="postern-text" rows="8" dir="auto" ${UNASSISTED} aria-describedby="postern-text-hint postern-text-left"></textarea>
<p class="hint" id="postern-text-hint">${say(printed.textHint)}</p>
<p id="postern-text-left" class="notice" data-field="text-left" aria-live="polite" hidden></p>
${folded(
  printed.namesTitle,
  `<label class="label" for="postern-names">${say(printed.namesLabel)}</label>
<textarea id="postern-names" class="short" rows="3" dir="auto" ${UNASSISTED} aria-describedby="postern-names-hint"></textarea>
<p class="hint" id="postern-names-hint">${say(printed.namesHint)}</p>`,
)}
<h4>${say(printed.files)}</h4>
<p class="hint" id="postern-files-hint">${say(printed.filesHint)}</p>
<input id="postern-files" class="unseen" type="file" multiple aria-describedby="postern-files-hint">
<label class="button" for="postern-files">${say(printed.chooseFiles)}</label>
<div data-field="files"></div>
${lane(printed)}
<h4>${say(printed.outboxTitle)}</h4>
<p role="status" tabindex="-1" data-field="outbox"></p>
<div data-field="plan" role="status"></div>
${folded(
  printed.leavingTitle,
  `<p>${say(printed.keepOpen)}</p>
<p>${say(printed.haste)}</p>
<p>${say(printed.authorship)}</p>`,
)}
<p class="notice" data-field="send-trouble" aria-live="polite" hidden></p>
<div class="buttons">${button('send', printed.send, 'first')}</div>
${device(printed)}
</section>`
}

/** What this device keeps, and the lock. (P3, P4, R8) */
function device(printed: PrintedMessages): string {
  return `<h4>${say(printed.deviceTitle)}</h4>
<p data-field="vault" role="status"></p>
<div data-field="keep-here" hidden><div class="buttons">${button('keep-here', printed.keepHere)}</div><p class="hint">${say(printed.keepHereHint)}</p></div>
<p class="hint" data-field="tied"></p>
<div data-field="tie" hidden>${folded(
    printed.tie,
    `<label class="choice"><input type="checkbox" id="postern-tie" ${UNASSISTED}><span><strong>${say(printed.tie)}</strong><small>${say(printed.tieHint)}</small></span></label>`,
  )}</div>
<div class="buttons">${button('lock', printed.lock)}</div>
<p class="hint">${say(printed.lockHint)}</p>
${folded(printed.lockTitle, `<p>${say(printed.lockMore)}</p>`)}`
}

/** Shown where the page's own host is an onion address; the fast lane's script does it. (O10) */
function lane(printed: PrintedMessages): string {
  return `<section class="onion-only">
<h4>${say(printed.laneTitle)}</h4>
<p class="hint" id="postern-lane-hint">${say(printed.laneHint)}</p>
<input id="postern-lane-file" class="unseen" type="file" aria-describedby="postern-lane-hint">
<label class="button" for="postern-lane-file">${say(printed.laneChoose)}</label>
<p id="postern-lane-state" role="status"></p>
</section>`
}

const UNASSISTED =
  'spellcheck="false" translate="no" autocomplete="off" autocapitalize="none" autocorrect="off"'

function folded(summary: string, inside: string): string {
  return `<details><summary>${say(summary)}</summary>
${inside}
</details>`
}

function button(act: string, text: string, kind = ''): string {
  return `<button type="button" data-act="${act}"${kind && ` class="${kind}"`}>${say(text)}</button>`
}

function say(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
