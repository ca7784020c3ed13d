import {
  type Assertion,
  type Case,
  corroborationOf,
  CREDIBILITIES,
  gradeOf,
  RELIABILITIES,
  type Request,
  type Said,
  THIS_CASE,
} from '@postern/casework'
import { type Env, equalBytes, toHex } from '@postern/protocol'
import type { DeskRoom } from '../member/desk-room.ts'
import { actForm } from './act-form.ts'
import { caseWords, type CaseWords } from './case-words.ts'
import { dayText, momentText } from './day-text.ts'
import { button, element, folded, foreignText } from './element.ts'
import { replaceAround } from './forms-in-use.ts'
import { chooseLanguage, fill } from './messages.ts'
import { CaseDesk } from './work/case-desk.ts'
import { askForm, readInForm, readOutForm, statusForm } from './work/docket-forms.ts'
import { EvidenceView } from './work/evidence-view.ts'
import { ExportForm } from './work/export-form.ts'
import { disposeForm, retentionForm, sideForm } from './work/keeping-forms.ts'
import { assertForm, linkForm, linkView, recallForm } from './work/link-forms.ts'
import { type WorkWords, workWords } from './work/work-words.ts'

export interface CaseViewParts {
  readonly env: Env
  readonly language: string
  readonly room: DeskRoom
  /** The docket's id in hex. */
  readonly docket: string
}

/** One case, as far as one is read in: duties for all, content for who has the file. */
export class CaseView {
  readonly root: HTMLElement = element('div', { className: 'thread case' })
  readonly #parts: CaseViewParts
  readonly #words: CaseWords
  readonly #desk: CaseDesk
  readonly #evidence: EvidenceView
  readonly #export: ExportForm
  readonly #facts: HTMLElement = element('div', {})
  readonly #content: HTMLElement = element('div', {})
  readonly #acts: HTMLElement = element('div', {})
  #shown = ''

  constructor(parts: CaseViewParts) {
    this.#parts = parts
    const { language } = parts
    this.#words = caseWords(language)
    const work = workWords(language)
    const messages = chooseLanguage([language]).words
    this.#desk = new CaseDesk({ ...parts, words: this.#words, work, messages })
    this.#evidence = new EvidenceView(this.#desk)
    this.#export = new ExportForm(this.#desk)
    this.root.append(this.#facts, this.#content, this.#export.root, this.#acts)
  }

  get docket(): string {
    return this.#parts.docket
  }

  /** Shows what is new; a form that somebody has begun stays as it is. */
  update(): void {
    const { held } = this.#desk
    if (held === null) return
    this.#export.update()
    const signature = signatureOf(held)
    if (signature === this.#shown) return
    this.#shown = signature
    this.#facts.replaceChildren(...this.#docketFacts(held))
    replaceAround(this.#content, ...this.#fileContent(held))
    replaceAround(this.#acts, ...this.#forms(held))
  }

  #docketFacts({ fellowship, docket, file }: Case): HTMLElement[] {
    const words = this.#words
    const { language, room } = this.#parts
    const { fellowships } = room.log.casebook
    const who = fellowships.members(fellowship).map((member) => {
      const sees = file?.fellowship.members.has(member) ? words.seesFile : words.seesDocket
      return element('li', {}, foreignText('bdi', '', this.#desk.nameOf(member)), ` · ${sees}`)
    })
    const facts = [
      `${words.status}: ${words[docket.status]}`,
      fill(words.opened, dayText(language, fellowship.openedMs)),
      ...[...docket.sideStates].map((state) => words[state]),
      ...keptUntil(language, docket.retainUntilMs),
    ]
    const gone = docket.disposed
    const certificate =
      gone && fill(words.certificate, `${dayText(language, gone.atMs)} · ${gone.basis}`)
    return [
      element('h2', {}, fellowship.reference),
      element('p', {}, facts.join(' · ')),
      ...(certificate === null ? [] : [foreignText('p', 'proof', certificate)]),
      element('h3', {}, words.members),
      element('ul', { className: 'plain' }, ...who),
      ...[...docket.requests.all.values()].map((request) => this.#requestView(request)),
    ]
  }

  #requestView(request: Request): HTMLElement {
    const words = this.#words
    const { facts, state, askedBy, answer } = request
    const line = `${words[facts.act]} · ${this.#desk.nameOf(askedBy)} · ${words[state]}`
    const second = answer && `${this.#desk.nameOf(answer.by)}: ${answer.reason}`
    const me = this.#parts.room.memberKey
    const answered = (approved: boolean): void => {
      const held = this.#desk.held
      if (held === null) return
      const reason = approved ? words.approve : words.refuse
      const body = { kind: 'act-answered', request: request.id, approved, reason } as const
      this.#parts.room.cases.tell(held, 'docket', body)
    }
    const acts =
      state === 'waiting' && !equalBytes(askedBy, me)
        ? [button(words.approve, () => answered(true)), button(words.refuse, () => answered(false))]
        : []
    return element(
      'section',
      { className: 'request' },
      element('p', {}, line),
      foreignText('p', 'text', facts.reason),
      ...(second === null ? [] : [foreignText('p', 'proof', second)]),
      element('div', { className: 'acts' }, ...acts),
    )
  }

  #fileContent({ file }: Case): HTMLElement[] {
    const words = this.#words
    if (file === null) return [element('p', { className: 'empty' }, words.noFile)]
    const { reports, assertions, notes, links, recalls } = file.content
    const work = workWords(this.#parts.language)
    return [
      ...listOf(
        words.reports,
        [...reports.values()].map(({ facts }) =>
          element(
            'article',
            { className: 'message' },
            element('h4', {}, facts.reference),
            foreignText('p', 'text', facts.text),
            ...recallOf(work, recalls.get(toHex(facts.report))),
          ),
        ),
      ),
      ...this.#evidence.nodes(file.content),
      ...listOf(
        words.assertions,
        [...assertions.values()].map((one) => this.#assertionView(one)),
      ),
      ...listOf(
        work.links,
        links.map((one) => linkView(this.#desk, file.content, one)),
      ),
      ...listOf(
        words.notes,
        notes.map(({ facts, author, atMs }) =>
          element(
            'article',
            { className: 'message' },
            element(
              'h4',
              {},
              `${this.#desk.nameOf(author)} · ${momentText(this.#parts.language, atMs)}`,
            ),
            foreignText('p', 'text', facts.text),
          ),
        ),
      ),
    ]
  }

  #assertionView(assertion: Assertion): HTMLElement {
    const words = this.#words
    const file = this.#desk.held?.file
    const work = workWords(this.#parts.language)
    const { reliability, credibility } = gradeOf(assertion)
    const id = assertion.facts.assertion
    const backed = file ? corroborationOf(file.content, id).length : 0
    const grade = `${reliability}${credibility}: ${words[`reliability${reliability}`]}; ${words[`credibility${credibility}`]}. ${fill(words.corroborated, backed)}`
    return element(
      'article',
      { className: 'message' },
      foreignText('p', 'text', assertion.facts.text),
      element('p', { className: 'proof' }, grade),
      ...recallOf(work, file?.content.recalls.get(toHex(id))),
      actForm(
        `grade-${toHex(id).slice(0, 8)}`,
        words.judge,
        [
          {
            name: 'reliability',
            label: words.reliability,
            choices: RELIABILITIES.map((one) => [one, `${one} · ${words[`reliability${one}`]}`]),
          },
          {
            name: 'credibility',
            label: words.credibility,
            choices: CREDIBILITIES.map((one) => [
              `${one}`,
              `${one} · ${words[`credibility${one}`]}`,
            ]),
          },
          { name: 'reason', label: words.reason },
        ],
        (value) => this.#judge(id, value),
      ),
    )
  }

  #judge(assertion: Uint8Array, value: (name: string) => string): string | null {
    const held = this.#desk.held
    const reason = value('reason')
    if (reason === '') return this.#words.needsReason
    const reliability = RELIABILITIES.find((one) => one === value('reliability'))
    const credibility = CREDIBILITIES.find((one) => `${one}` === value('credibility'))
    const { cases } = this.#parts.room
    if (held === null || reliability === undefined || credibility === undefined) return null
    cases.tell(held, 'file', { kind: 'reliability-judged', assertion, grade: reliability, reason })
    cases.tell(held, 'file', { kind: 'credibility-judged', assertion, grade: credibility, reason })
    return null
  }

  #forms(held: Case): HTMLElement[] {
    if (held.docket.disposed !== null) return []
    const desk = this.#desk
    const content = held.file?.content ?? null
    const ofContent =
      content === null
        ? []
        : [
            this.#noteForm(),
            assertForm(desk, content),
            linkForm(desk, content),
            recallForm(desk, content),
          ]
    return [
      ...ofContent.filter((form) => form !== null),
      statusForm(desk, held),
      readInForm(desk),
      readOutForm(desk, held),
      askForm(desk),
      folded(
        'keeping',
        workWords(this.#parts.language).keeping,
        sideForm(desk, held),
        retentionForm(desk),
        disposeForm(desk),
      ),
    ]
  }

  #noteForm(): HTMLElement {
    const words = this.#words
    const fields = [{ name: 'text', label: words.note, isLong: true }]
    return actForm('note', words.addNote, fields, (value) =>
      this.#desk.tell('file', value('text'), (text) => ({
        kind: 'case-noted',
        subject: THIS_CASE,
        text,
      })),
    )
  }
}

function keptUntil(language: string, untilMs: number | null): string[] {
  if (untilMs === null) return []
  return [fill(workWords(language).keptUntil, dayText(language, untilMs - 1))]
}

function recallOf(work: WorkWords, recall: Said<string> | undefined): HTMLElement[] {
  return recall === undefined
    ? []
    : [foreignText('p', 'proof bad', fill(work.recallWhy, recall.facts))]
}

function listOf(heading: string, rows: readonly HTMLElement[]): HTMLElement[] {
  return rows.length === 0 ? [] : [element('h3', {}, heading), ...rows]
}

/** Another whenever something of it that is shown has changed. */
function signatureOf({ events, fellowship, file, docket }: Case): string {
  const changes = [fellowship, file?.fellowship].map((one) => one?.changes.length ?? 0)
  return [events, ...changes, docket.status, file === null].join()
}
