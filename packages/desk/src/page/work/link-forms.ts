import { type CaseFile, INDEPENDENCES, type Linked, RELATIONS, type Said } from '@postern/casework'
import { displayName, fromHex, toHex } from '@postern/protocol'
import { actForm } from '../act-form.ts'
import { element, foreignText } from '../element.ts'
import { fill } from '../messages.ts'
import type { CaseDesk } from './case-desk.ts'

const EXCERPT_CHARACTERS = 60
const NO_BASIS = '00'.repeat(16)

type Choice = readonly [id: string, words: string]

/** Reports, assertions and items by id, each in a few words. */
function piecesOf({ parts: { work } }: CaseDesk, content: CaseFile): Choice[] {
  const reports = [...content.reports.values()].map(({ facts }): Choice => [
    toHex(facts.report),
    facts.reference,
  ])
  const items = [...content.items.values()].map(({ facts }, at): Choice => [
    toHex(facts.item),
    `${fill(work.item, at + 1)}: ${displayName(facts.name)}`,
  ])
  const assertions = [...content.assertions.values()].map(({ facts }): Choice => [
    toHex(facts.assertion),
    facts.text.slice(0, EXCERPT_CHARACTERS),
  ])
  return [...assertions, ...reports, ...items]
}

/** One thing that is said to be so, and what it rests on. */
export function assertForm(desk: CaseDesk, content: CaseFile): HTMLElement {
  const { words, work, env } = desk.parts
  const bases = piecesOf(desk, content).filter(([id]) => !content.assertions.has(id))
  const fields = [
    { name: 'text', label: words.assertion, isLong: true },
    { name: 'basis', label: work.basis, choices: [[NO_BASIS, work.nothing] as const, ...bases] },
  ]
  return actForm('assert', words.addAssertion, fields, (value) =>
    desk.tell('file', value('text'), (text) => ({
      kind: 'asserted',
      assertion: env.random(16),
      basis: fromHex(value('basis')),
      text,
    })),
  )
}

/** Null where there are not two pieces yet. */
export function linkForm(desk: CaseDesk, content: CaseFile): HTMLElement | null {
  const { words, work } = desk.parts
  const pieces = piecesOf(desk, content)
  if (pieces.length < 2) return null
  const fields = [
    { name: 'from', label: work.linkFrom, choices: pieces },
    {
      name: 'relation',
      label: work.relation,
      choices: RELATIONS.map((one) => [one, work[one]] as const),
    },
    { name: 'to', label: work.linkTo, choices: pieces },
    {
      name: 'independence',
      label: work.independence,
      choices: INDEPENDENCES.map((one) => [one, work[one]] as const),
    },
    { name: 'reason', label: words.reason },
  ]
  return actForm('link', work.link, fields, (value) => {
    const relation = RELATIONS.find((one) => one === value('relation'))
    const independence = INDEPENDENCES.find((one) => one === value('independence'))
    if (relation === undefined || independence === undefined) return null
    if (value('reason') === '') return words.needsReason
    const [from, to] = [fromHex(value('from')), fromHex(value('to'))]
    return desk.tell('file', value('reason'), (reason) => ({
      kind: 'linked',
      from,
      to,
      relation,
      independence,
      reason,
    }))
  })
}

export function linkView(
  desk: CaseDesk,
  content: CaseFile,
  { facts, author }: Said<Linked>,
): HTMLElement {
  const { work } = desk.parts
  const names = new Map(piecesOf(desk, content))
  const name = (id: Uint8Array): string => names.get(toHex(id)) ?? toHex(id).slice(0, 8)
  const line = `${name(facts.from)} ${work[facts.relation]} ${name(facts.to)}`
  const why = `${work[facts.independence]} · ${facts.reason} · ${desk.nameOf(author)}`
  return element(
    'article',
    { className: 'message' },
    foreignText('p', 'text', line),
    foreignText('p', 'proof', why),
  )
}

/** What was filed, said or taken is not to be relied on; null where there is nothing. */
export function recallForm(desk: CaseDesk, content: CaseFile): HTMLElement | null {
  const { words, work } = desk.parts
  const pieces = piecesOf(desk, content).filter(([id]) => !content.recalls.has(id))
  if (pieces.length === 0) return null
  const fields = [
    { name: 'target', label: work.recallWhat, choices: pieces },
    { name: 'reason', label: words.reason },
  ]
  return actForm('recall', work.recall, fields, (value) => {
    if (value('reason') === '') return words.needsReason
    const target = fromHex(value('target'))
    return desk.tell('file', value('reason'), (reason) => ({ kind: 'recalled', target, reason }))
  })
}
