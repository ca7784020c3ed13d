import { type Case, TWO_PERSON_ACTS } from '@postern/casework'
import { fromHex } from '@postern/protocol'
import type { Sight } from '../../member/case-work.ts'
import { actForm } from '../act-form.ts'
import type { CaseDesk } from './case-desk.ts'
import { isSigned } from './keeping-forms.ts'

/** The statuses that may follow; to close a case takes two. */
export function statusForm(desk: CaseDesk, { docket }: Case): HTMLElement {
  const { words, work } = desk.parts
  const next = docket.next.filter((status) => status !== 'dispose')
  const fields = [
    {
      name: 'status',
      label: words.setStatus,
      choices: next.map((one) => [one, words[one]] as const),
    },
    { name: 'outcome', label: work.outcome },
    { name: 'reason', label: words.reason },
  ]
  return actForm('status', words.setStatus, fields, (value) => {
    const status = next.find((one) => one === value('status')) ?? docket.status
    if (status === 'close' && !isSigned(desk, 'close')) return work.needsTwo
    const outcome = value('outcome')
    return desk.tell('docket', value('reason'), (reason) => ({
      kind: 'status-set',
      status,
      outcome,
      reason,
    }))
  })
}

/** Who is to see how much of it, and why. */
export function readInForm(desk: CaseDesk): HTMLElement {
  const { words, room } = desk.parts
  const { members, fellowships } = room.log.casebook
  const handlers = [...members].filter(
    ([id, { facts }]) => facts.role === 'handler' && fellowships.isAtDesk(id),
  )
  const sights: readonly (readonly [Sight, string])[] = [
    ['blind', words.seesDocket],
    ['file', words.seesFile],
    ['sources', words.seesSources],
  ]
  const fields = [
    {
      name: 'member',
      label: words.member,
      choices: handlers.map(([id, { facts }]) => [id, facts.name] as const),
    },
    { name: 'sight', label: words.sight, choices: sights },
    { name: 'reason', label: words.reason },
  ]
  return actForm('read-in', words.readIn, fields, (value) => {
    const held = desk.held
    const sight = sights.find(([one]) => one === value('sight'))?.[0]
    if (value('reason') === '') return words.needsReason
    if (held === null || sight === undefined) return null
    const done = room.cases.readIn(held, fromHex(value('member')), sight, value('reason'))
    return done ? null : words.notYet
  })
}

/** Who is to see no more of what comes, and why; of oneself it is a recusal. */
export function readOutForm(desk: CaseDesk, held: Case): HTMLElement {
  const { words, room } = desk.parts
  const members = room.log.casebook.fellowships.members(held.fellowship)
  const fields = [
    {
      name: 'member',
      label: words.member,
      choices: members.map((id) => [id, desk.nameOf(id)] as const),
    },
    { name: 'reason', label: words.reason },
  ]
  return actForm('read-out', words.readOut, fields, (value) => {
    const now = desk.held
    if (value('reason') === '') return words.needsReason
    if (now !== null) room.cases.readOut(now, fromHex(value('member')), value('reason'))
    return null
  })
}

/** The first of two signatures. */
export function askForm(desk: CaseDesk): HTMLElement {
  const { words } = desk.parts
  const fields = [
    {
      name: 'act',
      label: words.askFor,
      choices: TWO_PERSON_ACTS.map((act) => [act, words[act]] as const),
    },
    { name: 'reason', label: words.reason },
  ]
  return actForm('ask', words.ask, fields, (value) =>
    desk.tell('docket', value('reason'), (reason) => {
      const act = TWO_PERSON_ACTS.find((one) => one === value('act')) ?? 'close'
      return { kind: 'act-asked', act, target: new Uint8Array(16), reason }
    }),
  )
}
