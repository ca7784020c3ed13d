import { Parser } from 'htmlparser2'
import type { WxrComment, WxrEntry, WxrItem, WxrTerm } from './wxr-item.ts'

type Fields = Map<string, string>

/** Elements that open something of their own; everything else is a field of what is open. */
const ITEM = 'item'
const AUTHOR = 'wp:author'
const COMMENT = 'wp:comment'

/**
 * Reads a WordPress export (WXR 1.2) as it comes, one entry at a time, however long it is.
 * @param chunks the file's text in pieces
 */
export async function* readWxr(chunks: AsyncIterable<string>): AsyncGenerator<WxrEntry> {
  const entries: WxrEntry[] = []
  const parser = new Parser(new Shelf((entry) => entries.push(entry)), { xmlMode: true })
  for await (const chunk of chunks) {
    parser.write(chunk)
    yield* entries.splice(0)
  }
  parser.end()
  yield* entries.splice(0)
}

/** Keeps what is open until it is closed. */
class Shelf {
  readonly #give: (entry: WxrEntry) => void
  #fields: Fields | null = null
  #comment: Fields | null = null
  #comments: WxrComment[] = []
  #categories: WxrTerm[] = []
  #category: { domain: string; slug: string } | null = null
  #text = ''

  constructor(give: (entry: WxrEntry) => void) {
    this.#give = give
  }

  onopentag(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#text = ''
    if (name === ITEM || name === AUTHOR) {
      this.#fields = new Map()
      this.#comments = []
      this.#categories = []
    } else if (name === COMMENT) this.#comment = new Map()
    else if (name === 'category')
      this.#category = { domain: attributes['domain'] ?? '', slug: attributes['nicename'] ?? '' }
  }

  ontext(text: string): void {
    this.#text += text
  }

  onclosetag(name: string): void {
    if (name === ITEM && this.#fields !== null) this.#closeItem(this.#fields)
    else if (name === AUTHOR && this.#fields !== null) this.#closeAuthor(this.#fields)
    else if (name === COMMENT && this.#comment !== null) this.#closeComment(this.#comment)
    else if (name === 'category') this.#closeCategory()
    else (this.#comment ?? this.#fields)?.set(name, this.#text)
    this.#text = ''
  }

  #closeItem(fields: Fields): void {
    this.#fields = null
    const get = (name: string): string => fields.get(name) ?? ''
    const item: WxrItem = {
      id: get('wp:post_id'),
      type: get('wp:post_type'),
      status: get('wp:status'),
      title: get('title'),
      slug: get('wp:post_name'),
      creator: get('dc:creator'),
      date: get('wp:post_date_gmt'),
      content: get('content:encoded'),
      excerpt: get('excerpt:encoded'),
      takesComments: get('wp:comment_status') === 'open',
      categories: this.#categories,
      comments: this.#comments,
    }
    this.#give({ kind: 'item', item })
  }

  #closeAuthor(fields: Fields): void {
    this.#fields = null
    const login = fields.get('wp:author_login') ?? ''
    const name = fields.get('wp:author_display_name') ?? ''
    this.#give({ kind: 'author', login, name: name.trim() === '' ? login : name })
  }

  #closeComment(fields: Fields): void {
    this.#comment = null
    const get = (name: string): string => fields.get(`wp:comment_${name}`) ?? ''
    this.#comments.push({
      id: get('id'),
      parent: get('parent'),
      author: get('author'),
      date: get('date_gmt'),
      content: get('content'),
      isApproved: get('approved') === '1',
      type: get('type'),
      isStaff: !['', '0'].includes(get('user_id')),
    })
  }

  #closeCategory(): void {
    const category = this.#category
    this.#category = null
    if (category?.domain === 'category')
      this.#categories.push({ slug: category.slug, name: this.#text })
  }
}
