import { readerMessages } from './messages/index.ts'
import type { PrintedMessages } from './messages/reader-messages.ts'

/**
 * The confidential composer as it stands in every page (V4, V6): the same markup for everybody,
 * hidden until the client runs and inert until the sending moment. There is no form, so that nothing
 * typed here can travel by accident; and what the client says later in this
 * language travels beside it.
 */
export function composerMarkup(language: string): string {
  const { printed, spoken } = readerMessages(language)
  return `<p class="notice trouble" id="postern-door" hidden></p>
<div id="postern" hidden inert>
${safety(printed)}
<p>${say(printed.leaveHint)}</p>
<p class="hint" data-field="crowd"></p>
<section data-step="start">
<fieldset><legend>${say(printed.desk)}</legend><div data-field="desks"></div></fieldset>
<div class="buttons">${button('new', printed.firstTime)}${button('return', printed.haveWords)}</div>
</section>
${wordsShown(printed)}
${wordsTyped(printed)}
<section data-step="opening" hidden><p role="status">${say(printed.opening)}</p></section>
${thread(printed)}
<template id="postern-messages">${say(JSON.stringify(spoken))}</template>
</div>`
}

function safety(printed: PrintedMessages): string {
  return `<section data-step="start">
<h4 tabindex="-1">${say(printed.safetyTitle)}</h4>
<ol><li>${say(printed.safetyDevice)}</li><li>${say(printed.safetyNetwork)}</li><li>${say(printed.safetyContent)}</li></ol>
</section>`
}

function wordsShown(printed: PrintedMessages): string {
  return `<section data-step="words" hidden>
<h4 tabindex="-1">${say(printed.wordsTitle)}</h4>
<p>${say(printed.wordsText)}</p>
<ol class="words" lang="en" translate="no" dir="ltr" data-field="words"></ol>
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
<h4>${say(printed.outboxTitle)}</h4>
<p role="status" tabindex="-1" data-field="outbox"></p>
<p class="hint">${say(printed.keepOpen)}</p>
<h4>${say(printed.writeTitle)}</h4>
<label class="label" for="postern-text">${say(printed.text)}</label>
<textarea id="postern-text" rows="8" maxlength="60000" dir="auto" ${UNASSISTED} aria-describedby="postern-text-hint"></textarea>
<p class="hint" id="postern-text-hint">${say(printed.textHint)}</p>
<p class="hint">${say(printed.authorship)}</p>
<h4>${say(printed.files)}</h4>
<p class="hint" id="postern-files-hint">${say(printed.filesHint)}</p>
<input id="postern-files" class="unseen" type="file" multiple aria-describedby="postern-files-hint">
<label class="button" for="postern-files">${say(printed.chooseFiles)}</label>
<div data-field="files"></div>
<p data-field="plan" role="status"></p>
<p class="notice" data-field="send-trouble" aria-live="polite" hidden></p>
<div class="buttons">${button('send', printed.send, 'first')}${button('lock', printed.lock)}</div>
<p class="hint">${say(printed.lockHint)}</p>
</section>`
}

const UNASSISTED =
  'spellcheck="false" translate="no" autocomplete="off" autocapitalize="none" autocorrect="off"'

function button(act: string, text: string, kind = ''): string {
  return `<button type="button" data-act="${act}"${kind && ` class="${kind}"`}>${say(text)}</button>`
}

function say(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
