import {
  answeringDesks,
  type Argon2id,
  equalBytes,
  MAX_ATTACHMENTS,
  MAX_FRAGMENTS,
  MAX_MESSAGE_BYTES,
  Root,
  rootFromWords,
  type Statement,
} from '@postern/protocol'
import { makeWords, readWords } from '@postern/protocol/words'
import { doorForm, type DoorStep, type DoorTrouble, type DoorTroubleSaid } from '@postern/site/door'
import { type Answer, answer, NOT_FOUND } from '../answer.ts'
import { type DoorFields, readFields } from './door-fields.ts'
import type { DoorHouse } from './door-house.ts'
import { handOver } from './door-letter.ts'
import { pageWithForm } from './door-shell.ts'
import { findThreads, type FoundThread } from './door-thread.ts'
import { SealedFields } from './sealed-field.ts'
import { Turns } from './turns.ts'

/** Each holds up to 4.5 MB until it is answered. */
const FORMS_AT_ONCE = 24
/** Each takes 64 MiB for a moment (P2). */
const KEYS_AT_ONCE = 2
const KEYS_IN_LINE = 16

const PATH = /^(\/([a-zA-Z-]{2,12})\/door\/)(new|open|look|send)?$/

interface Said {
  readonly step: DoorStep
  readonly trouble: DoorTroubleSaid | null
  readonly status: number
}

/** Where a request stands: its language, and the step that it takes. */
interface Place {
  readonly page: string
  readonly language: string
  readonly act: string
}

/** The page of the site that an address of the door belongs to; null for every other address. */
export function doorPageOf(path: string): string | null {
  return placeOf(path)?.page ?? null
}

/**
 * The confidential door without script, on the onion address alone (section 11): the smaller
 * promise. The server sees words, text and files for a moment, in memory; it seals the parts as every
 * page seals its cell, and forgets. It writes nothing down, counts nothing, and keeps no session:
 * what goes from one request to the next travels sealed in the page. (spec/onion, O3–O9)
 */
export class Door {
  readonly #house: DoorHouse
  readonly #argon2id: Argon2id
  readonly #origin: string
  readonly #fields: SealedFields
  readonly #forms: Turns = new Turns(FORMS_AT_ONCE, 0)
  readonly #keys: Turns = new Turns(KEYS_AT_ONCE, KEYS_IN_LINE)

  /** `onion` is the host under which this door is reached. */
  constructor(house: DoorHouse, argon2id: Argon2id, onion: string) {
    this.#house = house
    this.#argon2id = argon2id
    this.#origin = `http://${onion}`
    this.#fields = new SealedFields(house.env)
  }

  async handle(request: Request): Promise<Answer> {
    const place = placeOf(new URL(request.url).pathname)
    if (place === null) return NOT_FOUND
    if (request.method === 'GET' || request.method === 'HEAD') return await this.#show(place, START)
    if (request.method !== 'POST' || place.act === '') return NOT_FOUND
    if (!this.#isFromHere(request)) return await this.#show(place, atStart('elsewhere', 403))
    const taken = await this.#forms.take(() => this.#take(place, request))
    return await this.#show(place, taken ?? atStart('busy', 503))
  }

  /**
   * A browser that says where a form came from says this address, or nothing: with our referrer
   * policy it says `null`. What comes from another site is not taken.
   */
  #isFromHere({ headers }: Request): boolean {
    const origin = headers.get('origin') ?? 'null'
    const site = headers.get('sec-fetch-site') ?? 'none'
    return (
      (origin === 'null' || origin === this.#origin) && (site === 'none' || site === 'same-origin')
    )
  }

  async #take(place: Place, request: Request): Promise<Said> {
    const fields = await readFields(request)
    if (place.act === 'new') return this.#makeWords()
    if (place.act === 'open') return await this.#open(place, fields)
    return await this.#withThread(place, fields)
  }

  #makeWords(): Said {
    const { env } = this.#house
    const words = makeWords(env)
    const reading = readWords(env.suite, words.join(' '))
    if (reading.kind !== 'words') throw new TypeError('words that were just made')
    const sealed = this.#fields.seal('made', reading.entropy)
    return said({ step: 'words', words, sealed })
  }

  /** Words typed back, or typed by somebody who returns. */
  async #open(place: Place, { values, trouble }: DoorFields): Promise<Said> {
    const text = values.get('text') ?? ''
    const made = values.get('made')
    const again: DoorStep =
      made === undefined ? { step: 'start', text } : { step: 'type', sealed: made }
    if (trouble !== null) return refused(again, { kind: trouble, values: VALUES })
    const reading = readWords(this.#house.env.suite, values.get('words') ?? '')
    if (reading.kind !== 'words') return refused(again, wordsTrouble(reading))
    const right = made === undefined ? reading.entropy : this.#fields.open('made', made)
    if (right === null || !equalBytes(right, reading.entropy)) {
      return refused(again, { kind: 'other-words', values: {} })
    }
    const derived = await this.#keys.take(() => this.#derive(reading.entropy))
    if (derived === null) return refused({ step: 'start', text }, BUSY, 503)
    return await this.#showThread(place, derived, { text, chosen: '', sentParts: null })
  }

  async #derive(entropy: Uint8Array): Promise<Root> {
    return await rootFromWords(this.#argon2id, entropy, this.#house.organisation)
  }

  /** Answers looked for again, or a message sent, under the key that the page carries. */
  async #withThread(place: Place, fields: DoorFields): Promise<Said> {
    const { values, trouble } = fields
    const text = values.get('text') ?? ''
    const secret = this.#fields.open('key', values.get('key') ?? '')
    if (secret === null) {
      const kind = trouble ?? (values.has('key') ? 'old-page' : 'not-whole')
      return refused({ step: 'start', text }, { kind, values: VALUES })
    }
    const root = new Root(secret)
    const kept = { text, chosen: values.get('desk') ?? '', sentParts: null }
    if (trouble !== null)
      return await this.#showThread(place, root, kept, { kind: trouble, values: VALUES })
    if (place.act === 'look') return await this.#showThread(place, root, kept)
    return await this.#send(place, root, fields, kept)
  }

  async #send(place: Place, root: Root, { values, files }: DoorFields, kept: Kept): Promise<Said> {
    const statement = this.#house.statement()
    if (statement === null) return await this.#showThread(place, root, kept, CLOSED)
    const threads = await findThreads(this.#house, statement, root)
    const thread = threads.find(({ desk }) => desk === kept.chosen)
    const draft = { text: kept.text, files, keepNames: values.get('names') === 'keep' }
    const trouble = (one: DoorTroubleSaid): Promise<Said> =>
      this.#showThread(place, root, kept, one, threads)
    if (thread === undefined) return await trouble({ kind: 'no-desk', values: {} })
    if (draft.text.trim() === '' && files.length === 0)
      return await trouble({ kind: 'nothing', values: {} })
    const handed = await handOver(this.#house, statement, thread, draft)
    if (handed.kind === 'closed') return await trouble(CLOSED)
    if (handed.kind === 'too-many-parts') {
      const counts = { parts: handed.parts, most: statement.parameters.maxFragments }
      return await trouble({ kind: handed.kind, values: counts })
    }
    const sent = { text: '', chosen: kept.chosen, sentParts: handed.parts }
    return await this.#showThread(place, root, sent, null, threads)
  }

  async #showThread(
    place: Place,
    root: Root,
    kept: Kept,
    trouble: DoorTroubleSaid | null = null,
    found: readonly FoundThread[] | null = null,
  ): Promise<Said> {
    const statement = this.#house.statement()
    const threads = found ?? (statement ? await findThreads(this.#house, statement, root) : [])
    const sealed = root.use((secret) => this.#fields.seal('key', secret))
    root.forget()
    const closed = statement === null && trouble === null ? CLOSED : trouble
    const step = { step: 'thread', sealed, ...kept, ...shown(place, statement, threads) } as const
    return closed === null ? said(step) : refused(step, closed, statusOf(closed))
  }

  async #show({ page, language }: Place, { step, trouble, status }: Said): Promise<Answer> {
    const shell = this.#house.sitePage(page)
    if (shell === null) return NOT_FOUND
    const most = { files: MAX_ATTACHMENTS, bytes: MAX_MESSAGE_BYTES }
    const body = pageWithForm(shell, await doorForm(language, { step, trouble, most }))
    if (body === null) return NOT_FOUND
    return answer({ status, type: 'text/html; charset=utf-8', keeping: 'no-store', body })
  }
}

/** What she typed and chose, kept from one answer to the next. */
interface Kept {
  readonly text: string
  readonly chosen: string
  readonly sentParts: number | null
}

const START: Said = { step: { step: 'start', text: '' }, trouble: null, status: 200 }
const VALUES = { files: MAX_ATTACHMENTS, parts: MAX_FRAGMENTS, most: MAX_FRAGMENTS }
const BUSY: DoorTroubleSaid = { kind: 'busy', values: {} }
const CLOSED: DoorTroubleSaid = { kind: 'closed', values: {} }

function said(step: DoorStep): Said {
  return { step, trouble: null, status: 200 }
}

function refused(step: DoorStep, trouble: DoorTroubleSaid, status = 422): Said {
  return { step, trouble, status }
}

function atStart(kind: DoorTrouble, status: number): Said {
  return refused(START.step, { kind, values: {} }, status)
}

function statusOf({ kind }: DoorTroubleSaid): number {
  return kind === 'closed' ? 503 : 422
}

function placeOf(path: string): Place | null {
  const [, page, language, act = ''] = PATH.exec(path) ?? []
  return page === undefined || language === undefined ? null : { page, language, act }
}

function wordsTrouble(
  reading: Exclude<ReturnType<typeof readWords>, { kind: 'words' }>,
): DoorTroubleSaid {
  if (reading.kind !== 'unknown-word')
    return { kind: reading.kind, values: reading.kind === 'slip' ? {} : { count: reading.count } }
  const { word, position, nearest } = reading
  const near = nearest.join(', ')
  const values = { word: word.slice(0, 40), position: position + 1, near }
  return { kind: near === '' ? 'unknown-word' : 'unknown-word-near', values }
}

/** Titles in the page's language, or in the first that the desk has. */
function shown({ language }: Place, statement: Statement | null, threads: readonly FoundThread[]) {
  const desks = answeringDesks(statement?.desks ?? []).map(({ titles }, at) => {
    const { title, description } = titles[language] ?? Object.values(titles)[0] ?? NO_TITLE
    return { id: threads[at]?.desk ?? '', title, description }
  })
  const titleOf = (at: number): string => desks[at]?.title ?? ''
  return {
    desks,
    answers: threads.flatMap(({ answers }, at) =>
      answers.map(({ text }) => ({ desk: titleOf(at), text })),
    ),
    received: threads.flatMap(({ received }, at) =>
      received === 0 ? [] : [{ desk: titleOf(at), count: received }],
    ),
  }
}

const NO_TITLE = { title: '', description: '' }
