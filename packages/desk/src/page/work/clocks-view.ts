import {
  type Clock,
  type ClockKind,
  CLOCKS,
  clocksOf,
  type Contact,
  dutiesOf,
  mostUrgent,
} from '@postern/casework'
import { actForm } from '../act-form.ts'
import { caseWords } from '../case-words.ts'
import { dayText } from '../day-text.ts'
import { element, folded } from '../element.ts'
import { fill } from '../messages.ts'
import { type WorkWords, workWords } from './work-words.ts'

/** The clocks of one contact at this moment; none before a whole message has come, or once declined. */
export function clocksOfContact(contact: Contact, dropIntervalMs: number, nowMs: number): Clock[] {
  const facts = contact.standing === 'declined' ? null : dutiesOf(contact, dropIntervalMs)
  const isLetter = contact.messages.every(({ facts: { messageKind } }) => messageKind === 'letter')
  return facts === null || isLetter ? [] : clocksOf(facts, nowMs)
}

/** What the list says of the clock that a person must look at first; empty while none is near. */
export function clockWarning(language: string, clocks: readonly Clock[]): string {
  const work = workWords(language)
  const state = mostUrgent(clocks)?.state
  if (state === 'over') return work.clockOver
  return state === 'near' ? work.clockNear : ''
}

/** What is owed to a source, by when, and whether it was done. */
export function clocksView(
  language: string,
  clocks: readonly Clock[],
  withhold: (clock: ClockKind, reason: string) => void,
): HTMLElement[] {
  if (clocks.length === 0) return []
  const work = workWords(language)
  const rows = clocks.map((clock) => {
    const isLate = clock.state === 'over' || clock.state === 'near'
    const row = element('li', {}, `${work[clock.kind]}: ${stateOf(language, work, clock)}`)
    if (isLate) row.className = 'late'
    return row
  })
  return [
    element('h3', {}, work.clocks),
    element('ul', { className: 'plain' }, ...rows),
    ...withholdForm(language, clocks, withhold),
  ]
}

function stateOf(language: string, work: WorkWords, { state, dueMs }: Clock): string {
  return fill(work[state], dayText(language, dueMs))
}

function withholdForm(
  language: string,
  clocks: readonly Clock[],
  withhold: (clock: ClockKind, reason: string) => void,
): HTMLElement[] {
  const [words, work] = [caseWords(language), workWords(language)]
  const open = CLOCKS.filter((kind) =>
    clocks.some(
      (clock) => clock.kind === kind && ['running', 'near', 'over'].includes(clock.state),
    ),
  )
  if (open.length === 0) return []
  const fields = [
    { name: 'clock', label: work.clock, choices: open.map((kind) => [kind, work[kind]] as const) },
    { name: 'reason', label: words.reason },
  ]
  const form = actForm('withhold', work.withhold, fields, (value) => {
    const clock = open.find((kind) => kind === value('clock'))
    if (value('reason') === '') return words.needsReason
    if (clock !== undefined) withhold(clock, value('reason'))
    return null
  })
  return [folded('withholding', work.withhold, form)]
}
