import { type Case, SIDE_STATES, type TwoPersonAct } from '@postern/casework'
import { actForm } from '../act-form.ts'
import { fill } from '../messages.ts'
import type { CaseDesk } from './case-desk.ts'

const DAY_MS = 86_400_000

/** Dormant, compromised, legal hold, reopened: set, and taken away again. */
export function sideForm(desk: CaseDesk, { docket }: Case): HTMLElement {
  const { words, work } = desk.parts
  const choices = SIDE_STATES.map((state) => {
    const isSet = docket.sideStates.has(state)
    return [state, fill(isSet ? work.off : work.on, words[state])] as const
  })
  const fields = [
    { name: 'state', label: work.side, choices },
    { name: 'reason', label: words.reason },
  ]
  return actForm('side', work.setSide, fields, (value) => {
    const state = SIDE_STATES.find((one) => one === value('state'))
    const now = desk.held?.docket
    if (state === undefined || now === undefined) return null
    const on = !now.sideStates.has(state)
    if (!on && state === 'legal-hold' && !isSigned(desk, 'lift-hold')) return work.needsTwo
    if (value('reason') === '') return words.needsReason
    return desk.tell('docket', value('reason'), (reason) => ({
      kind: 'side-state-set',
      state,
      on,
      reason,
    }))
  })
}

export function retentionForm(desk: CaseDesk): HTMLElement {
  const { words, work, room } = desk.parts
  const fields = [
    { name: 'until', label: work.keepUntil },
    { name: 'reason', label: words.reason },
  ]
  return actForm('retention', work.setRetention, fields, (value) => {
    const isDay = /^\d{4}-\d{2}-\d{2}$/u.test(value('until'))
    const untilMs = isDay ? Date.parse(value('until')) : Number.NaN
    if (!(untilMs > room.nowMs)) return work.badDay
    if (value('reason') === '') return words.needsReason
    return desk.tell('docket', value('reason'), (reason) => ({
      kind: 'retention-set',
      untilMs: untilMs + DAY_MS,
      reason,
    }))
  })
}

/** Its keys are forgotten by everybody who reads it; a certificate stays. */
export function disposeForm(desk: CaseDesk): HTMLElement {
  const { words, work, room } = desk.parts
  const fields = [{ name: 'basis', label: work.disposeBasis }]
  return actForm('dispose', work.dispose, fields, (value) => {
    const { held } = desk
    if (held === null) return null
    const isHeld = held.docket.sideStates.has('legal-hold')
    const may = held.docket.mayDispose(room.nowMs) || isSigned(desk, 'early-disposal')
    if (isHeld || !may) return work.mayNotDispose
    if (value('basis') === '') return words.needsReason
    room.cases.dispose(held, value('basis'))
    return null
  })
}

/** Whether two have signed this, and nobody has used it. */
export function isSigned({ held }: CaseDesk, act: TwoPersonAct): boolean {
  return held !== null && held.docket.requests.approved(act) !== null
}
