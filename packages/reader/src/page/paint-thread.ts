import { durationText } from '../client/duration.ts'
import { leavingPlan } from '../client/leaving-plan.ts'
import type { ComposerState } from './composer-state.ts'
import { MAX_TEXT_CHARACTERS } from './drafts.ts'
import { field, tell, tellLines } from './element.ts'
import { startOf } from './paint-entries.ts'
import { paintVault } from './paint-vault.ts'
import type { Speaker } from './speaker.ts'

/** From here on the characters that still fit are counted down. */
const COUNTED_CHARACTERS = 2_000

/** What waits to leave, and what the draft would cost. */
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
  paintDraft(root, state, speaker)
  tell(field(root, 'outbox'), outboxText(view.waiting, speaker))
  paintVault(root, view.vault, speaker)
  tellLines(field(root, 'plan'), planLines(state, speaker))
  tell(field(root, 'send-trouble'), state.sendNotice && speaker.sentence(state.sendNotice))
  const send = root.querySelector<HTMLButtonElement>('[data-act="send"]')
  if (send !== null) send.disabled = state.isSending
}

/** To whom it goes, what it is about, and how much more text fits. */
function paintDraft(root: HTMLElement, state: ComposerState, speaker: Speaker): void {
  const titles = state.view?.desks.find(({ id }) => id === state.desk)?.titles ?? {}
  const desk = (titles[speaker.language] ?? Object.values(titles)[0])?.title ?? ''
  tell(field(root, 'write-title'), speaker.say('writeTo', { desk }))
  tell(field(root, 'about-text'), aboutText(state, speaker))
  field(root, 'about').hidden = state.about === null
  const left = MAX_TEXT_CHARACTERS - state.text.length
  const words =
    left < 0 ? speaker.say('textOver', { n: -left }) : speaker.say('textLeft', { n: left })
  tell(field(root, 'text-left'), left < COUNTED_CHARACTERS ? words : null)
}

function aboutText({ about, view }: ComposerState, speaker: Speaker): string {
  if (about === null) return ''
  const text = startOf(view?.thread?.entries ?? [], about.id)
  return speaker.say(about.kind === 'withdraw' ? 'aboutWithdraw' : 'aboutCorrect', { text })
}

function outboxText(waiting: number, speaker: Speaker): string {
  return waiting === 0 ? speaker.say('outboxEmpty') : speaker.say('outboxWaiting', { n: waiting })
}

/** When the first and the last part leave, at one visit and at two a day. (V3, S6) */
function planLines({ parts, view }: ComposerState, speaker: Speaker): string[] {
  const plan = view && leavingPlan(parts, view.waiting, view.parameters)
  if (!plan) return [speaker.say('planNothing')]
  const time = (ms: number): string => durationText(speaker.language, speaker.durations, ms)
  const n = plan.parts
  const leaving = ({ firstMs, lastMs }: typeof plan.once): Record<string, string | number> => ({
    n,
    first: time(firstMs),
    last: time(lastMs),
  })
  return [
    speaker.say('planParts', { n, interval: time(plan.intervalMs) }),
    ...(view.waiting > 0 ? [speaker.say('planBehind', { n: view.waiting })] : []),
    speaker.say('planOnce', leaving(plan.once)),
    speaker.say('planTwice', leaving(plan.twice)),
    ...(plan.lastAfterMs > 0 ? [speaker.say('planSoonest', { wait: time(plan.lastAfterMs) })] : []),
  ]
}
