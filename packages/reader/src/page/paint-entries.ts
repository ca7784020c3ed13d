import { bytesText } from '../client/duration.ts'
import type { ThreadEntry, ThreadView } from '../client/keeper-view.ts'
import type { ComposerState } from './composer-state.ts'
import { element, field } from './element.ts'
import { paintCards } from './paint-cards.ts'
import type { Speaker } from './speaker.ts'

/** Of an earlier message, where a later one is about it. */
const START_CHARACTERS = 60

type MessageAct = 'again' | 'correct' | 'withdraw'
type SentEntry = Extract<ThreadEntry, { kind: 'sent' }>

/** What was said so far; nothing while locked, so that nothing of a thread stays in the page. */
export function paintEntries(root: HTMLElement, { view }: ComposerState, speaker: Speaker): void {
  const thread = view?.thread
  const room = view?.room ?? 0
  const cards = (thread?.entries ?? []).map((entry) => {
    const lines = entry.kind === 'reply' || !thread ? [] : sentLines(entry, thread, room, speaker)
    const mark = [speaker.language, entry.id, ...lines.map(({ textContent }) => textContent)].join()
    return { mark, draw: () => entryCard(entry, lines, speaker) }
  })
  paintCards(field(root, 'entries'), cards)
}

function entryCard(
  entry: ThreadEntry,
  lines: readonly HTMLElement[],
  speaker: Speaker,
): HTMLElement {
  const who = speaker.say(entry.kind === 'reply' ? 'desk' : 'you')
  return element(
    'div',
    { className: `card ${entry.kind}` },
    element('p', { className: 'who' }, who),
    ...(entry.text === ''
      ? []
      : [element('p', { className: 'text', dir: 'auto', translate: false }, entry.text)]),
    ...lines,
  )
}

function sentLines(
  entry: SentEntry,
  thread: ThreadView,
  room: number,
  speaker: Speaker,
): HTMLElement[] {
  const isOpen = entry.left === entry.parts && !entry.arrived
  // Nothing is sent again by itself: the person may, as soon as there is room. (R6)
  return [
    ...aboutLines(entry, thread.entries, speaker),
    ...entry.files.map(({ name, bytes, sha256 }) => {
      const size = bytesText(speaker.language, bytes)
      const hash = speaker.say('fingerprint', { hash: sha256 })
      const words = speaker.say('attached', { name, size })
      return element('p', {}, words, element('br'), element('span', { className: 'hash' }, hash))
    }),
    element('p', { className: entry.arrived ? 'who' : '' }, progressText(entry, thread, speaker)),
    ...(isOpen && entry.parts <= room ? [folded('again', ['again'], entry, speaker)] : []),
    folded('change', ['correct', 'withdraw'], entry, speaker),
  ]
}

/** What this message says of an earlier one, and what a later one says of this. (S6) */
function aboutLines(
  { id, about }: SentEntry,
  entries: readonly ThreadEntry[],
  speaker: Speaker,
): HTMLElement[] {
  const later = entries.findLast((one) => one.kind === 'sent' && one.about?.id === id)
  const kind = later?.kind === 'sent' ? later.about?.kind : null
  return [
    ...(about ? [speaker.say(`${about.kind}s`, { text: startOf(entries, about.id) })] : []),
    ...(kind ? [speaker.say(kind === 'withdraw' ? 'withdrawn' : 'corrected')] : []),
  ].map((words) => element('p', { className: 'who' }, words))
}

/** The first words of a message, to tell which is meant. */
export function startOf(entries: readonly ThreadEntry[], id: string): string {
  const text = entries.find((one) => one.id === id)?.text.trim() ?? ''
  const start = Array.from(text).slice(0, START_CHARACTERS).join('')
  return start.length < text.length ? `${start.replace(/\s+\S*$/u, '')}…` : start
}

/** What may be done with a message that has been sealed, folded up under a line that names it. */
function folded(
  what: 'again' | 'change',
  acts: readonly MessageAct[],
  { id }: SentEntry,
  speaker: Speaker,
): HTMLElement {
  return element(
    'details',
    {},
    element('summary', {}, speaker.say(`${what}Title`)),
    element('p', { className: 'hint' }, speaker.say(`${what}Hint`)),
    element('div', { className: 'buttons' }, ...acts.map((act) => messageButton(act, id, speaker))),
  )
}

function messageButton(act: MessageAct, message: string, speaker: Speaker): HTMLElement {
  const press = element('button', { type: 'button' }, speaker.say(act))
  Object.assign(press.dataset, { act, message })
  return press
}

/** "Arrived" only when it follows; else what the receipts say, and no more. (R6) */
function progressText(
  { arrived, left, parts }: SentEntry,
  { received, receivedBefore, gone }: ThreadView,
  speaker: Speaker,
): string {
  if (arrived) return speaker.say('arrived')
  if (left !== parts) return speaker.say('partsLeft', { sent: left, n: parts })
  return receivedBefore === null
    ? speaker.say('allLeft', { n: received, m: gone })
    : speaker.say('allLeftBack', { n: received, b: receivedBefore })
}
