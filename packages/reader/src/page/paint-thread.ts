import { bytesText, durationText } from '../client/duration.ts'
import type { ThreadEntry } from '../client/keeper-view.ts'
import { leavingPlan } from '../client/leaving-plan.ts'
import type { ComposerState } from './composer-state.ts'
import { element, field, tell } from './element.ts'
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
  paintEntries(field(root, 'entries'), view.thread?.entries ?? [], speaker)
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

function paintEntries(
  target: HTMLElement,
  entries: readonly ThreadEntry[],
  speaker: Speaker,
): void {
  const before = new Map([...target.children].map((card) => [card.getAttribute('data-card'), card]))
  const cards = entries.map((entry) => {
    const mark = entryMark(entry, speaker)
    return before.get(mark) ?? entryCard(entry, mark, speaker)
  })
  const isSame =
    cards.length === before.size && cards.every((card, at) => target.children[at] === card)
  if (!isSame) target.replaceChildren(...cards)
}

function entryMark(entry: ThreadEntry, { language }: Speaker): string {
  return entry.kind === 'reply'
    ? `${language} ${entry.id}`
    : `${language} ${entry.id} ${entry.left} ${entry.arrived}`
}

function entryCard(entry: ThreadEntry, mark: string, speaker: Speaker): HTMLElement {
  const who = speaker.say(entry.kind === 'reply' ? 'desk' : 'you')
  const text = element('p', { className: 'text', dir: 'auto', translate: false }, entry.text)
  const card = element(
    'div',
    { className: `card ${entry.kind}` },
    element('p', { className: 'who' }, who),
    text,
    ...(entry.kind === 'reply' ? [] : sentLines(entry, speaker)),
  )
  card.dataset['card'] = mark
  return card
}

function sentLines(entry: Extract<ThreadEntry, { kind: 'sent' }>, speaker: Speaker): HTMLElement[] {
  return [
    ...entry.files.map(({ name, bytes, sha256 }) => {
      const size = bytesText(speaker.language, bytes)
      const hash = speaker.say('fingerprint', { hash: sha256 })
      const words = speaker.say('attached', { name, size })
      return element('p', {}, words, element('br'), element('span', { className: 'hash' }, hash))
    }),
    element('p', { className: 'who' }, progressText(entry, speaker)),
  ]
}

function progressText(
  { arrived, left, parts }: Extract<ThreadEntry, { kind: 'sent' }>,
  speaker: Speaker,
): string {
  if (arrived) return speaker.say('arrived')
  if (left === parts) return speaker.say('allLeft')
  return speaker.say('partsLeft', { sent: left, n: parts })
}
