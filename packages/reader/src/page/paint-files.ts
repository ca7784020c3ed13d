import { bytesText } from '../client/duration.ts'
import { toHex } from '@postern/protocol'
import { element, field, tell } from './element.ts'
import { type FileChoice, type FileItem, travellingName, type Way } from './file-item.ts'
import { paintCards } from './paint-cards.ts'
import type { Speaker } from './speaker.ts'

const CHOICE_WORDS = {
  fine: 'cleanedFine',
  medium: 'cleanedMedium',
  small: 'cleanedSmall',
  cleaned: 'cleaned',
  original: 'original',
  sealed: 'sealedForTwo',
} as const

const REMAINS_WORDS = {
  picture: 'remainsPicture',
  pdf: 'remainsPdf',
  paper: 'remainsPaper',
  recording: 'remainsRecording',
  text: 'remainsText',
} as const

/** One card for each picked file; only cards whose file changed are drawn anew. */
export function paintFiles(root: HTMLElement, files: readonly FileItem[], speaker: Speaker): void {
  const cards = files.map((item) => ({
    mark: cardMark(item, speaker),
    draw: () => fileCard(item, speaker),
  }))
  paintCards(field(root, 'files'), cards)
  for (const item of files) paintProgress(item, speaker)
}

/** Written into the card that stands there: drawing it anew would take the focus off its button. */
function paintProgress(item: FileItem, speaker: Speaker): void {
  const line = document.querySelector<HTMLElement>(`#${cardId(item)} [data-progress]`)
  if (line !== null) tell(line, progressText(item, speaker))
}

function progressText({ progress }: FileItem, speaker: Speaker): string {
  if (progress === null || progress.done === 0) return speaker.say('preparing')
  const { unit, done, of } = progress
  return unit === 'page'
    ? speaker.say('preparingPage', { done, of })
    : speaker.say('preparingShare', { done: Math.floor(done) })
}

function cardId({ key }: FileItem): string {
  return `postern-file-${key}`
}

function cardMark({ key, state, chosen, keepName }: FileItem, { language }: Speaker): string {
  return [language, key, state, chosen, keepName].join(' ')
}

function fileCard(item: FileItem, speaker: Speaker): HTMLElement {
  return element(
    'div',
    { className: 'card', id: cardId(item) },
    element('p', {}, element('strong', {}, element('bdi', {}, item.shown))),
    ...noticeOf(item, speaker),
    ...bodyOf(item, speaker),
    buttons(item, speaker),
  )
}

function noticeOf({ notice }: FileItem, speaker: Speaker): HTMLElement[] {
  return notice ? [element('p', { className: 'notice' }, speaker.sentence(notice))] : []
}

function bodyOf(item: FileItem, speaker: Speaker): HTMLElement[] {
  if (item.state === 'reading') return [progressLine(item, speaker)]
  if (item.state === 'refused') return []
  return item.state === 'ready' ? readyBody(item, speaker) : attachedBody(item, speaker)
}

function progressLine(item: FileItem, speaker: Speaker): HTMLElement {
  const line = element('p', {}, progressText(item, speaker))
  line.dataset['progress'] = ''
  return line
}

function readyBody(item: FileItem, speaker: Speaker): HTMLElement[] {
  const whole = item.choices.get('original')
  const size = bytesText(speaker.language, item.file.size)
  const before = speaker.say('before', { size, parts: whole ? partsText(whole, speaker) : '–' })
  return [
    element('p', { className: 'hint' }, before),
    element(
      'fieldset',
      {},
      element('legend', {}, speaker.say('choice')),
      ...[...item.choices].map(([choice, made]) => choiceLine(item, choice, made, speaker)),
    ),
    ...remainsOf(item, speaker),
    element('p', { className: 'hint' }, speaker.say('newName', { name: travellingName(item) })),
    ...(item.chosen === 'sealed' ? [] : [nameLine(item, speaker)]),
  ]
}

/** What cleaning took out and what it cannot, once it is chosen. */
function remainsOf({ kind, chosen }: FileItem, speaker: Speaker): HTMLElement[] {
  if (kind === null || chosen === 'original' || chosen === 'sealed') return []
  return [element('p', { className: 'hint' }, speaker.say(REMAINS_WORDS[kind]))]
}

function choiceLine(item: FileItem, choice: FileChoice, made: Way, speaker: Speaker): HTMLElement {
  const input = element('input', {
    type: 'radio',
    name: `postern-choice-${item.key}`,
    value: choice,
    checked: item.chosen === choice,
  })
  input.dataset['file'] = String(item.key)
  const warning = warningOf(choice, speaker)
  const cost = speaker.say('sizeAndParts', {
    size: bytesText(speaker.language, made.bytes.length),
    parts: partsText(made, speaker),
  })
  return element(
    'label',
    { className: 'choice' },
    input,
    element(
      'span',
      {},
      speaker.say(CHOICE_WORDS[choice]),
      element('small', {}, `${cost}.${warning}`),
    ),
  )
}

function warningOf(choice: FileChoice, speaker: Speaker): string {
  if (choice === 'original') return ` ${speaker.say('originalWarning')}`
  return choice === 'sealed' ? ` ${speaker.say('sealedHint')}` : ''
}

function nameLine(item: FileItem, speaker: Speaker): HTMLElement {
  const input = element('input', { type: 'checkbox', checked: item.keepName })
  input.dataset['keepName'] = String(item.key)
  const words = speaker.say('keepName', { name: item.shown })
  return element('label', { className: 'choice' }, input, element('span', {}, words))
}

function attachedBody(item: FileItem, speaker: Speaker): HTMLElement[] {
  const made = item.choices.get(item.chosen)
  if (made === undefined) return []
  const size = bytesText(speaker.language, made.bytes.length)
  const hash = speaker.say('fingerprint', { hash: toHex(made.sha256) })
  return [
    element('p', {}, speaker.say('attached', { name: travellingName(item), size })),
    element('p', { className: 'hash' }, hash),
  ]
}

function buttons(item: FileItem, speaker: Speaker): HTMLElement {
  const line = element('div', { className: 'buttons' })
  if (item.state === 'ready') line.append(actButton('attach', item, speaker.say('attach')))
  const remove = actButton('remove', item, speaker.say('remove'))
  remove.className = 'quiet'
  line.append(remove)
  return line
}

function actButton(act: string, item: FileItem, words: string): HTMLElement {
  const made = element('button', { type: 'button', ariaLabel: `${words}: ${item.shown}` }, words)
  made.dataset['act'] = act
  made.dataset['file'] = String(item.key)
  return made
}

function partsText({ parts }: Way, speaker: Speaker): string {
  return speaker.say('parts', { n: parts })
}
