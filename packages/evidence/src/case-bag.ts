import {
  type Assertion,
  type CaseFile,
  corroborationOf,
  gradeOf,
  type ItemTaken,
  type Said,
  type TimeStamped,
} from '@postern/casework'
import { equalBytes, type Suite, toHex, utf8 } from '@postern/protocol'
import { bagOf, type BagFile, once } from './bag.ts'
import { custodyLine, custodyTable, itemLine, type NameOf } from './custody-line.ts'
import { custodyRoot, speaksOf, stampFits } from './day-stamp.ts'

/** A case as it leaves: its file alone. Who the sources are stands in the registry, and stays. */
export interface LeavingCase {
  readonly reference: string
  readonly content: CaseFile
  /** 16 bytes each: what every signature in the log covers. */
  readonly organisation: Uint8Array
  readonly desk: Uint8Array
  readonly compartment: Uint8Array
  readonly nameOf: NameOf
  /** Why, as two have signed it. */
  readonly reason: string
  readonly atMs: number
  /** The bytes of an item; null when they are not at hand. */
  readonly open: (item: ItemTaken) => Promise<AsyncIterable<Uint8Array> | null>
}

/** What is put beside the payload for whoever checks it, on any machine. */
export interface Verifier {
  /** VERIFY.md. */
  readonly guide: string
  /** verify.py. */
  readonly program: string
  /** Certificates of the time-stamping authority, PEM; empty when there is none. */
  readonly authority: string
}

/** How far an export has come. */
export interface BagProgress {
  readonly item: number
  readonly items: number
  readonly bytes: number
}

/** `whole`: the very bytes. `sealed`: the original is still sealed for two. */
type ItemState = 'whole' | 'sealed' | 'absent' | 'differs'

const ENDINGS = new Set('jpg jpeg png webp heic gif pdf docx xlsx odt mp4 m4a txt'.split(' '))
const DAY_MS = 86_400_000

/** All files of the bag that a case leaves in, one after another. (RFC 8493) */
export function caseBag(
  suite: Suite,
  leaving: LeavingCase,
  verifier: Verifier,
  say: (progress: BagProgress) => void,
): AsyncGenerator<BagFile> {
  const date = new Date(leaving.atMs).toISOString().slice(0, 10)
  const info = [
    ['Bagging-Date', date],
    ['External-Identifier', leaving.reference],
    ['External-Description', leaving.reason],
    ['Bag-Software-Agent', 'Postern'],
  ] as const
  const { guide, program, authority } = verifier
  const tags = {
    'VERIFY.md': guide,
    'verify.py': program,
    ...(authority !== '' && { 'authority.pem': authority }),
  }
  return bagOf(suite, payloadOf(suite, leaving, say), info, tags)
}

async function* payloadOf(
  suite: Suite,
  leaving: LeavingCase,
  say: (progress: BagProgress) => void,
): AsyncGenerator<BagFile> {
  const { content, nameOf } = leaving
  yield json('case.json', caseFacts(suite, leaving))
  const items: object[] = []
  let bytes = 0
  for (const [number, { facts }] of [...content.items.values()].entries()) {
    const opened = await leaving.open(facts)
    const path = `items/${String(number + 1).padStart(4, '0')}.${endingOf(facts.name)}`
    const told = (piece: Uint8Array): void => {
      bytes += piece.length
      say({ item: number + 1, items: content.items.size, bytes })
    }
    let sha256: Uint8Array | null = null
    const hashed = (hash: Uint8Array): void => void (sha256 = hash)
    if (opened !== null) yield { path, bytes: passed(opened, told), hashed }
    const state = sha256 === null ? 'absent' : stateOf(facts, sha256)
    items.push({ ...itemLine(facts), state, file: opened && `data/${path}` })
  }
  yield lines('items.jsonl', items)
  const custody = content.custody.map((entry, at) => custodyLine(entry, at + 1, nameOf))
  yield lines('custody.jsonl', custody)
  yield { path: 'custody.csv', bytes: once(utf8(`\uFEFF${custodyTable(custody)}`)) }
  yield* stampFiles(suite, content)
}

async function* passed(
  bytes: AsyncIterable<Uint8Array>,
  told: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    told(piece)
    yield piece
  }
}

function stateOf({ copy, sha256 }: ItemTaken, hash: Uint8Array): ItemState {
  if (equalBytes(sha256, hash)) return 'whole'
  return copy === 'sealed-for-two' ? 'sealed' : 'differs'
}

/** Stamps that fit and speak of their root; one that does not proves nothing and stays. */
async function* stampFiles(suite: Suite, content: CaseFile): AsyncGenerator<BagFile> {
  const fitting = content.stamps.filter(
    ({ facts }) => stampFits(suite, content, facts) && speaksOf(facts.answer, facts.root),
  )
  for (const [at, { facts }] of fitting.entries()) {
    const name = `time-stamps/${dateOf(facts)}-${String(at + 1).padStart(4, '0')}`
    yield { path: `${name}.tsr`, bytes: once(facts.answer) }
    const { day, events, root, salt, index, leaves, path } = facts
    const place = { index, leaves, path: path.map(toHex) }
    yield json(`${name}.json`, {
      day,
      date: dateOf(facts),
      events,
      root: toHex(root),
      salt: toHex(salt),
      ...place,
    })
  }
}

function dateOf({ day }: TimeStamped): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** What was found and judged, in words. Notes of those who worked on it stay. */
function caseFacts(suite: Suite, leaving: LeavingCase): object {
  const { content, reference, organisation, desk, compartment, nameOf, reason, atMs } = leaving
  const saidBy = ({ author, at }: { author: Uint8Array; at: number }): object => ({
    by: nameOf(toHex(author)),
    byKey: toHex(author),
    at: new Date(at).toISOString(),
  })
  const by = <F>({ author, atMs: at }: Said<F>): object => saidBy({ author, at })
  const recalled = (id: Uint8Array): object => {
    const recall = content.recalls.get(toHex(id))
    return recall === undefined ? {} : { recalled: { reason: recall.facts, ...by(recall) } }
  }
  return {
    form: 'postern-case 1',
    reference,
    organisation: toHex(organisation),
    desk: toHex(desk),
    compartment: toHex(compartment),
    exported: { at: new Date(atMs).toISOString(), reason },
    custodyRoot: toHex(custodyRoot(suite, content.custody)),
    reports: [...content.reports.values()].map((one) => ({
      report: toHex(one.facts.report),
      reference: one.facts.reference,
      language: one.facts.language,
      text: one.facts.text,
      ...by(one),
      ...recalled(one.facts.report),
    })),
    assertions: [...content.assertions.values()].map((one) => ({
      ...assertionFacts(content, one, saidBy),
      ...by(one),
      ...recalled(one.facts.assertion),
    })),
    links: content.links.map((one) => ({
      from: toHex(one.facts.from),
      to: toHex(one.facts.to),
      relation: one.facts.relation,
      independence: one.facts.independence,
      reason: one.facts.reason,
      ...by(one),
    })),
    decisions: content.decisions.map((one) => ({
      question: one.facts.question,
      decision: one.facts.decision,
      reason: one.facts.reason,
      ...by(one),
    })),
  }
}

function assertionFacts(
  content: CaseFile,
  assertion: Assertion,
  saidBy: (who: { author: Uint8Array; at: number }) => object,
): object {
  const { facts, reliability, credibility } = assertion
  const history = (
    judgements: readonly {
      readonly grade: string | number
      readonly reason: string
      readonly author: Uint8Array
      readonly atMs: number
    }[],
  ): object[] =>
    judgements.map(({ grade, reason, author, atMs }) => ({
      grade,
      reason,
      ...saidBy({ author, at: atMs }),
    }))
  return {
    assertion: toHex(facts.assertion),
    basis: toHex(facts.basis),
    text: facts.text,
    grade: gradeOf(assertion),
    corroboratedBy: corroborationOf(content, facts.assertion).length,
    reliability: history(reliability),
    credibility: history(credibility),
  }
}

function endingOf(name: string): string {
  const ending = /\.([a-z0-9]{1,5})$/iu.exec(name)?.[1]?.toLowerCase() ?? ''
  return ENDINGS.has(ending) ? ending : 'bin'
}

function json(path: string, value: object): BagFile {
  return { path, bytes: once(utf8(`${JSON.stringify(value, null, 2)}\n`)) }
}

function lines(path: string, values: readonly object[]): BagFile {
  return { path, bytes: once(utf8(values.map((value) => `${JSON.stringify(value)}\n`).join(''))) }
}
