import { fromUtf8 } from '@postern/protocol'
import { type Database, openDatabase } from '@postern/runtime'
import { foldWords, type Hit, searchTerms, type StoryWords } from '@postern/site'
import { z } from 'zod'

/** Public texts alone; no search ever comes near it. */
const MIGRATIONS = [
  `CREATE TABLE story (
     id INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE, file TEXT NOT NULL,
     path TEXT NOT NULL, language TEXT NOT NULL, headline TEXT NOT NULL,
     standfirst TEXT NOT NULL, published TEXT NOT NULL
   ) STRICT;
   CREATE VIRTUAL TABLE words USING fts5(
     headline, standfirst, body, content = '', contentless_delete = 1,
     tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4'
   );`,
]

const WORDS_DOCUMENT = /^\/[a-z]{2,3}\/[^/]+\/words$/
const MOST_HITS = 50

const form: z.ZodType<StoryWords> = z.object({
  path: z.string(),
  language: z.string(),
  headline: z.string(),
  standfirst: z.string(),
  published: z.string(),
  words: z.string(),
})

/** What the index needs of the site that is served. */
export interface IndexedSite {
  files(): Iterable<[path: string, file: string]>
  bytes(path: string): Uint8Array | null
}

/**
 * Finds stories by their words. In memory alone, beside the pages from which it is made: a disk that is
 * full or broken takes nothing from a front but what it must keep.
 */
export class SearchIndex {
  readonly #database: Database

  constructor() {
    this.#database = openDatabase(':memory:', MIGRATIONS)
  }

  /** Brings the index to the site: only stories whose words changed are read again. */
  refresh(site: IndexedSite): void {
    const wanted = new Map([...site.files()].filter(([path]) => WORDS_DOCUMENT.test(path)))
    const held = this.#held()
    this.#database.transaction(() => {
      for (const [document, file] of held) if (wanted.get(document) !== file) this.#drop(document)
      for (const [document, file] of wanted) {
        const bytes = held.get(document) === file ? null : site.bytes(document)
        if (bytes !== null) this.#add(document, file, bytes)
      }
    })
  }

  /** The best first; none when nothing in the query is a word. */
  find(language: string, query: string): Hit[] {
    const terms = searchTerms(query)
    if (terms.length === 0) return []
    const rows = this.#database
      .prepare(
        `SELECT path, story.headline, story.standfirst, published FROM words
         JOIN story ON story.id = words.rowid
         WHERE words MATCH ? AND language = ?
         ORDER BY bm25(words, 8.0, 3.0, 1.0), published DESC LIMIT ${MOST_HITS}`,
      )
      .all(terms.map((term) => `"${term}"*`).join(' '), language)
    return rows.map((row) => ({
      path: String(row['path']),
      headline: String(row['headline']),
      standfirst: String(row['standfirst']),
      published: String(row['published']),
    }))
  }

  close(): void {
    this.#database.close()
  }

  #held(): Map<string, string> {
    const rows = this.#database.prepare('SELECT document, file FROM story').all()
    return new Map(rows.map((row) => [String(row['document']), String(row['file'])]))
  }

  #drop(document: string): void {
    const row = this.#database.prepare('SELECT id FROM story WHERE document = ?').get(document)
    const id = Number(row?.['id'])
    this.#database.prepare('DELETE FROM words WHERE rowid = ?').run(id)
    this.#database.prepare('DELETE FROM story WHERE id = ?').run(id)
  }

  #add(document: string, file: string, bytes: Uint8Array): void {
    const read = form.safeParse(parse(bytes))
    if (!read.success) return
    const { path, language, headline, standfirst, published, words } = read.data
    const { lastInsertRowid } = this.#database
      .prepare(
        `INSERT INTO story (document, file, path, language, headline, standfirst, published)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(document, file, path, language, headline, standfirst, published)
    this.#database
      .prepare('INSERT INTO words (rowid, headline, standfirst, body) VALUES (?, ?, ?, ?)')
      .run(lastInsertRowid, foldWords(headline), foldWords(standfirst), foldWords(words))
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes))
  } catch {
    return null
  }
}
