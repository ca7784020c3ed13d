import { bytesText, durationText } from '../client/duration.ts'
import type { ThreadEntry, ThreadView } from '../client/keeper-view.ts'
import { leavingPlan } from '../client/leaving-plan.ts'
import type { ComposerState } from './composer-state.ts'
import { element, field, tell } from './element.ts'
import { paintCards } from './paint-cards.ts'
import type { Speaker } from './speaker.ts'

/** The thread, what waits to leave, and what the draft would cost. */
export function paintThread(root: HTMLElement, state: ComposerState, speaker: Speaker): void {
  const { view } = state
  if (view === null) return
  const { searched, kept } = view.searched
  tell(
    field(root, 'searched'),
    [
      speaker.say('searched', { k: searched, n: kept }),
      ...(view.thread?.received ? [speaker.say('received', { n: view.thread.received })] : []),
    ].join(' '),
  )
  tell(field(root, 'empty'), view.thread?.entries.length === 0 ? speaker.say('empty') : null)
  tell(field(root, 'outbox'), outboxText(view.waiting, speaker))
  tell(field(root, 'plan'), planText(state, speaker))
  tell(field(root, 'send-trouble'), state.sendNotice && speaker.sentence(state.sendNotice))
  const send = root.querySelector<HTMLButtonElement>('[data-act="send"]')
  if (send !== null) send.disabled = state.isSending
}

function outboxText(waiting: number, speaker: Speaker): string {
  return waiting === 0 ? speaker.say('outboxEmpty') : speaker.say('outboxWaiting', { n: waiting })
}

/** When the first and the last part leave, at one visit and at two a day. (V3, S6) */
function planText({ parts, view }: ComposerState, speaker: Speaker): string {
  const plan = view && leavingPlan(parts, view.waiting, view.parameters)
  if (!plan) return speaker.say('planNothing')
  const time = (ms: number): string => durationText(speaker.language, speaker.durations, ms)
  return speaker.say('plan', {
    n: plan.parts,
    interval: time(plan.intervalMs),
    wait: time(plan.lastAfterMs),
    days1: time(plan.oneVisitMs),
    days2: time(plan.twoVisitsMs),
  })
}

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
    element('p', { className: 'text', dir: 'auto', translate: false }, entry.text),
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
  return [
    ...entry.files.map(({ name, bytes, sha256 }) => {
      const size = bytesText(speaker.language, bytes)
      const hash = speaker.say('fingerprint', { hash: sha256 })
      const words = speaker.say('attached', { name, size })
      return element('p', {}, words, element('br'), element('span', { className: 'hash' }, hash))
    }),
    element('p', { className: entry.arrived ? 'who' : '' }, progressText(entry, thread, speaker)),
    ...(isOpen && entry.parts <= room ? againLines(entry, speaker) : []),
  ]
}

/** Nothing is sent again by itself: the person may, as soon as there is room. (R6) */
function againLines({ id }: SentEntry, speaker: Speaker): HTMLElement[] {
  const press = element('button', { type: 'button' }, speaker.say('again'))
  Object.assign(press.dataset, { act: 'again', message: id })
  return [
    element('p', { className: 'hint' }, speaker.say('againHint')),
    element('div', { className: 'buttons' }, press),
  ]
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
