import { type Env, fromUtf8, utf8 } from '@postern/protocol'
import { fillSearchPage, searchPath } from '@postern/site'
import { type Answer, answer, NOT_FOUND, REFUSED } from '../answer.ts'
import { FormFields } from '../letters/form-post.ts'
import type { FormPost } from '../letters/letter-door.ts'
import { RateLimit } from '../rate-limit.ts'
import type { IndexedSite, SearchIndex } from './search-index.ts'

const PATHS = /^\/([a-z]{2,3})\/search\/$/
const SEARCHES_PER_HOUR = 3_000
const LONGEST_QUERY = 300

/** True for the addresses to which the search form is posted. */
export function isSearchPath(path: string): boolean {
  return PATHS.test(path)
}

/**
 * Answers a search. What somebody looks for is in this process's memory while the page is made, and
 * in that page; it goes into no log, no file, no count, and the answer may not be kept.
 */
export class SearchDoor {
  readonly #site: IndexedSite
  readonly #index: SearchIndex
  readonly #limit: RateLimit

  constructor(env: Env, site: IndexedSite, index: SearchIndex) {
    this.#site = site
    this.#index = index
    this.#limit = new RateLimit(env, SEARCHES_PER_HOUR)
  }

  async post({ path, body, address }: FormPost): Promise<Answer> {
    const language = PATHS.exec(path)?.[1] ?? ''
    const page = this.#site.bytes(searchPath(language))
    if (page === null) return NOT_FOUND
    if (body.kind === 'too-large' || !this.#limit.admit(address)) return REFUSED
    const query = new FormFields(body.bytes).line('words').slice(0, LONGEST_QUERY)
    const hits = this.#index.find(language, query)
    const filled = await fillSearchPage(fromUtf8(page), language, query.toWellFormed(), hits)
    if (filled === null) return NOT_FOUND
    const type = 'text/html; charset=utf-8'
    return answer({ status: 200, type, keeping: 'no-store', body: utf8(filled) })
  }
}
