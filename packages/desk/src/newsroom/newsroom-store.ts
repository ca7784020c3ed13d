import type { Suite } from '@postern/protocol'
import { type Database, openDatabase } from '@postern/runtime'
import type { PublishedLetter } from '@postern/site'
import { z } from 'zod'
import { type AuditEntry, encodeEntry, nextEntry } from '../member/audit-trail.ts'

const MIGRATIONS = [
  `CREATE TABLE letter (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL) STRICT;
   CREATE TABLE audit (number INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT;`,
  `ALTER TABLE letter ADD COLUMN story TEXT AS (record ->> 'story');
   ALTER TABLE letter ADD COLUMN language TEXT AS (record ->> 'language');
   CREATE INDEX letter_story ON letter (story, language);`,
]

/** What a moderator hands over, without the day. */
export type AcceptedLetter = Omit<PublishedLetter, 'published'>

export type Acted = Omit<AuditEntry, 'number' | 'previous'>

const fields = {
  id: z.string().regex(/^[0-9a-f]{16}$/),
  story: z.string().min(1).max(200),
  language: z.string().min(2).max(12),
  about: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable(),
  name: z.string().min(1).max(200),
  text: z.string().min(1).max(10_000),
  staff: z.boolean(),
}
export const acceptedForm: z.ZodType<AcceptedLetter> = z.strictObject(fields)
const letterForm: z.ZodType<PublishedLetter> = z.strictObject({ ...fields, published: z.string() })

/**
 * What the newsroom keeps beside the stories: printed letters and the trail of all acts. An act and its
 * entry are one transaction, so neither is ever there without the other.
 */
export class NewsroomStore {
  readonly #suite: Suite
  readonly #database: Database

  constructor(suite: Suite, path: string) {
    this.#suite = suite
    this.#database = openDatabase(path, MIGRATIONS)
  }

  /** The last ones that were accepted, in that order. */
  newest(most: number): PublishedLetter[] {
    const select = 'SELECT record FROM letter ORDER BY place DESC LIMIT ?'
    return this.#database.prepare(select).all(most).map(letterOf).toReversed()
  }

  /** Null when it is not printed. */
  letter(id: string): PublishedLetter | null {
    const row = this.#database.prepare('SELECT record FROM letter WHERE id = ?').get(id)
    return row === undefined ? null : letterOf(row)
  }

  count(): number {
    const row = this.#database.prepare('SELECT count(*) AS letters FROM letter').get()
    return Number(row?.['letters'] ?? 0)
  }

  /** To one story, in the same order. */
  lettersTo(story: string, language: string): PublishedLetter[] {
    const select = 'SELECT record FROM letter WHERE story = ? AND language = ? ORDER BY place'
    return this.#database.prepare(select).all(story, language).map(letterOf)
  }

  /** False when it is printed already: two moderators may accept one letter. */
  printLetter(letter: PublishedLetter, act: Acted): boolean {
    return this.#acting(act, () => {
      const insert = 'INSERT INTO letter (id, record) VALUES (?, ?) ON CONFLICT DO NOTHING'
      return this.#database.prepare(insert).run(letter.id, JSON.stringify(letter)).changes > 0
    })
  }

  /** Letters of an import, by no moderator of ours: those that are printed already stay as they are. */
  printImported(letters: readonly PublishedLetter[]): void {
    const insert = this.#database.prepare(
      'INSERT INTO letter (id, record) VALUES (?, ?) ON CONFLICT DO NOTHING',
    )
    this.#database.transaction(() => {
      for (const letter of letters) insert.run(letter.id, JSON.stringify(letter))
    })
  }

  /** The letter that was there; its words are overwritten on the disk. */
  removeLetter(id: string, act: Acted): PublishedLetter | null {
    const removed = this.#acting(act, () => {
      const letter = this.letter(id)
      this.#database.prepare('DELETE FROM letter WHERE id = ?').run(id)
      return letter
    })
    this.#database.checkpoint()
    return removed
  }

  /** An act whose effect is kept elsewhere. */
  note(act: Acted): void {
    this.#acting(act, () => undefined)
  }

  /** Oldest first. */
  trail(): Uint8Array[] {
    const rows = this.#database.prepare('SELECT entry FROM audit ORDER BY number').all()
    return rows.map(({ entry }) => bytesOf(entry))
  }

  close(): void {
    this.#database.close()
  }

  #acting<T>(act: Acted, work: () => T): T {
    return this.#database.transaction(() => {
      const last = this.#database
        .prepare('SELECT entry FROM audit ORDER BY number DESC LIMIT 1')
        .get()
      const entry = nextEntry(this.#suite, last === undefined ? null : bytesOf(last['entry']), act)
      const insert = 'INSERT INTO audit (number, entry) VALUES (?, ?)'
      this.#database.prepare(insert).run(entry.number, encodeEntry(entry))
      return work()
    })
  }
}

function letterOf({ record }: Readonly<Record<string, unknown>>): PublishedLetter {
  return letterForm.parse(JSON.parse(String(record)))
}

function bytesOf(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new TypeError('not bytes')
  return value
}
