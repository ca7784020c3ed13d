import type { Case, Casebook, Contact } from '@postern/casework'
import { foldWords, searchTerms } from '@postern/site/terms'
import MiniSearch from 'minisearch'

/** What is found by its words: a contact or a case, by its id in hex. */
export interface Found {
  readonly kind: 'contact' | 'case'
  readonly id: string
}

interface Entry {
  readonly id: string
  readonly text: string
}

const WORD = /[\p{L}\p{N}]+/gu
const CONTACT = 'contact:'

/**
 * The words of all that a member may read, in his browser's memory. It is made from his own casebook, so
 * there is nothing in it of a case that he is not read into. What is new is taken up a piece at a time.
 */
export class DeskIndex {
  #index = newIndex()
  #casebook: Casebook | null = null
  /** By entry: what it was made from. */
  #held = new Map<string, string>()
  #waiting: string[] = []

  /** Entries that are still to be taken up. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Looks what is new. A log that was read again is another casebook: then all is made anew. */
  look(casebook: Casebook): void {
    if (casebook !== this.#casebook) {
      this.#index = newIndex()
      this.#held = new Map()
      this.#casebook = casebook
    }
    this.#waiting = [
      ...[...casebook.contacts].flatMap(([id, contact]) =>
        this.#isNew(`${CONTACT}${id}`, contactMark(contact)),
      ),
      ...[...casebook.cases].flatMap(([id, held]) => this.#isNew(`case:${id}`, caseMark(held))),
    ]
  }

  /** Takes up so many entries of those that wait. */
  step(count: number): void {
    for (const entry of this.#waiting.splice(0, count)) this.#take(entry)
  }

  /** The best first; null when nothing in the query is a word. */
  find(query: string): Found[] | null {
    const terms = searchTerms(query)
    if (terms.length === 0) return null
    const hits = this.#index.search(terms.join(' '), { prefix: true, combineWith: 'AND' })
    return hits.map((hit) => foundOf(String(hit.id)))
  }

  #isNew(entry: string, mark: string): string[] {
    return this.#held.get(entry) === mark ? [] : [entry]
  }

  #take(entry: string): void {
    const { kind, id } = foundOf(entry)
    const contact = kind === 'contact' ? this.#casebook?.contacts.get(id) : undefined
    const held = kind === 'case' ? this.#casebook?.cases.get(id) : undefined
    const text = contact ? contactText(contact) : held ? caseText(held) : null
    if (text === null) return
    const fresh: Entry = { id: entry, text }
    if (this.#held.has(entry)) this.#index.replace(fresh)
    else this.#index.add(fresh)
    this.#held.set(entry, contact ? contactMark(contact) : held ? caseMark(held) : '')
  }
}

function newIndex(): MiniSearch<Entry> {
  return new MiniSearch<Entry>({
    fields: ['text'],
    tokenize: (text) => text.match(WORD) ?? [],
    processTerm: (term) => term,
  })
}

function foundOf(entry: string): Found {
  const isContact = entry.startsWith(CONTACT)
  return { kind: isContact ? 'contact' : 'case', id: entry.slice(entry.indexOf(':') + 1) }
}

function contactMark({ messages, replies, notes, tags }: Contact): string {
  return [messages.length, replies.length, notes.length, ...tags].join()
}

function caseMark({ events, file, docket }: Case): string {
  return [events, file === null, docket.disposed === null].join()
}

/** The beginning of what a piece says; texts longer than an event lie in the drops and are not searched. */
function contactText({ messages, replies, notes, tags }: Contact): string {
  const words = [
    ...messages.flatMap(({ facts }) => [facts.text ?? '', ...facts.files.map(({ name }) => name)]),
    ...replies.map(({ facts }) => facts.text),
    ...notes.map(({ facts }) => facts.text),
    ...tags,
  ]
  return foldWords(words.join('\n'))
}

function caseText({ fellowship, file }: Case): string {
  const content = file?.content
  const words = [
    fellowship.reference,
    ...(content === undefined
      ? []
      : [
          ...[...content.reports.values()].flatMap(({ facts }) => [facts.reference, facts.text]),
          ...[...content.assertions.values()].map(({ facts }) => facts.text),
          ...[...content.items.values()].map(({ facts }) => facts.name),
          ...content.notes.map(({ facts }) => facts.text),
          ...content.decisions.flatMap(({ facts }) => [facts.question, facts.decision]),
          ...content.tags,
        ]),
  ]
  return foldWords(words.join('\n'))
}
