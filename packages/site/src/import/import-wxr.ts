import { PosternError, utf8 } from '@postern/protocol'
import type { Language } from '../language.ts'
import type { PublishedLetter } from '../letters/published-letter.ts'
import { contentHash } from '../manifest.ts'
import { type Instant, instantOf, msOf } from '../records/instant.ts'
import { withoutUnprintable } from '../records/plain-text.ts'
import { checkStory, isReserved, type Story } from '../records/story.ts'
import { beginStory } from '../records/story-steps.ts'
import type { Author, Topic } from '../records/topic.ts'
import type { SiteStore } from '../store/site-store.ts'
import { htmlBlocks, htmlWords } from './html-blocks.ts'
import type { WxrComment, WxrEntry, WxrItem } from './wxr-item.ts'

/** Where an import goes. */
export interface ImportTarget {
  readonly store: SiteStore
  /** Prints the letters to one story; those that are there already stay as they are. */
  readonly print: (letters: readonly PublishedLetter[]) => void
}

export interface ImportOptions {
  readonly language: Language
  /** Who imports, in the revisions of every story. */
  readonly by: string
  readonly at: Instant
}

/** How far an import is, and what did not come along. */
export interface ImportTally {
  readonly stories: number
  readonly drafts: number
  /** Of an earlier run, or of one that was interrupted. */
  readonly there: number
  readonly letters: number
  /** Comments that were not approved, and pings. */
  readonly unprinted: number
  /** Pages, attachments, menus and other kinds of items. */
  readonly otherItems: number
  /** Pictures and frames in texts. */
  readonly leftOut: number
  /** Posts that were not taken, and why. */
  readonly refused: readonly { readonly title: string; readonly why: string }[]
}

const LETTER_DAYS_MS = 28 * 86_400_000
const MOST = { name: 80, line: 300, standfirst: 2_000, person: 200, letter: 10_000 }
const NO_TALLY: ImportTally = {
  stories: 0,
  drafts: 0,
  there: 0,
  letters: 0,
  unprinted: 0,
  otherItems: 0,
  leftOut: 0,
  refused: [],
}

/**
 * Takes the posts of an export into the records, with their approved comments as letters. Each post is
 * whole or not there, letters first, so a run that was interrupted is simply begun again. Addresses of
 * those who wrote comments are not in what this reads. PosternError 'bad-usage' for a language that the
 * paper does not have.
 */
export async function importWxr(
  entries: AsyncIterable<WxrEntry>,
  target: ImportTarget,
  options: ImportOptions,
  tell: (tally: ImportTally) => void = () => undefined,
): Promise<ImportTally> {
  const { languages = [] } = (await target.store.paper()) ?? {}
  if (!languages.includes(options.language))
    throw new PosternError(
      'bad-usage',
      `The paper has no language "${options.language}"; it has: ${languages.join(', ')}.`,
    )
  const run = await WxrImport.begin(target, options)
  for await (const entry of entries) {
    await run.take(entry)
    tell(run.tally)
  }
  return run.tally
}

class WxrImport {
  tally: ImportTally = NO_TALLY
  readonly #target: ImportTarget
  readonly #options: ImportOptions
  readonly #topics: Map<string, Topic>
  readonly #authors: Map<string, Author>
  readonly #authorOf = new Map<string, Author>()

  private constructor(
    target: ImportTarget,
    options: ImportOptions,
    topics: readonly Topic[],
    authors: readonly Author[],
  ) {
    this.#target = target
    this.#options = options
    this.#topics = new Map(topics.map((one) => [one.topic, one]))
    this.#authors = new Map(authors.map((one) => [one.author, one]))
  }

  static async begin(target: ImportTarget, options: ImportOptions): Promise<WxrImport> {
    const { store } = target
    return new WxrImport(target, options, await store.topics(), await store.authors())
  }

  async take(entry: WxrEntry): Promise<void> {
    if (entry.kind === 'author') return await this.#takeAuthor(entry.login, entry.name)
    const { item } = entry
    if (item.type === 'post' && item.status !== 'trash') await this.#takePost(item)
    else this.#count({ otherItems: 1 })
  }

  async #takePost(item: WxrItem): Promise<void> {
    const name = nameOf(`wp-${item.id}`, 'wp-post')
    const { store } = this.#target
    if ((await store.story(name, this.#options.language)) !== null) return this.#count({ there: 1 })
    try {
      const { story, leftOut } = await this.#storyOf(name, item)
      const letters = this.#lettersOf(story, item.comments)
      this.#target.print(letters)
      await this.#save(story, item.id)
      this.#count({
        [story.state === 'draft' || story.state === 'scheduled' ? 'drafts' : 'stories']: 1,
        letters: letters.length,
        unprinted: item.comments.length - letters.length,
        leftOut,
      })
    } catch (error) {
      const why = whyRefused(error)
      if (why === null) throw error
      const refused = [...this.tally.refused, { title: oneLine(item.title), why }]
      this.tally = { ...this.tally, refused }
    }
  }

  /** Two posts of one address: the later one gets its number behind it. */
  async #save(story: Story, id: string): Promise<void> {
    const { store } = this.#target
    const { by, at } = this.#options
    const save = { by, at, note: 'WordPress' }
    try {
      await store.saveStory(story, save)
    } catch (error) {
      if (!(error instanceof PosternError) || error.code !== 'slug-taken') throw error
      await store.saveStory({ ...story, slug: numbered(story.slug, id) }, save)
    }
  }

  async #storyOf(name: string, item: WxrItem): Promise<{ story: Story; leftOut: number }> {
    const { language, at } = this.#options
    const wanted = nameOf(decoded(item.slug), nameOf(`post-${item.id}`, 'post'))
    const slug = isReserved(wanted) ? numbered(wanted, item.id) : wanted
    const { blocks, left } = htmlBlocks(item.content)
    const author = this.#authorOf.get(item.creator)
    const published = instantIn(item.date) ?? at
    const headline = oneLine(htmlWords(item.title)).slice(0, MOST.line)
    const story = checkStory({
      ...beginStory(name, language, slug),
      headline: headline === '' ? slug : headline,
      standfirst: oneLine(htmlWords(item.excerpt)).slice(0, MOST.standfirst),
      byline: author?.name[language] ?? '',
      authors: author === undefined ? [] : [author.author],
      topics: await this.#topicsOf(item),
      blocks,
      ...stateOf(item, published, at),
    })
    return { story, leftOut: left }
  }

  async #topicsOf({ categories }: WxrItem): Promise<string[]> {
    const names: string[] = []
    for (const { slug, name } of categories.slice(0, 12)) {
      const said = oneLine(name).slice(0, MOST.line)
      if (said === '') continue
      const topic = nameOf(decoded(slug), `topic-${shortHash(name)}`)
      const known = this.#topics.get(topic)
      if (known?.name[this.#options.language] === undefined) {
        const about = known?.about ?? {}
        const named = { ...known?.name, [this.#options.language]: said }
        await this.#target.store.saveTopic({ topic, name: named, about })
        this.#topics.set(topic, { topic, name: named, about })
      }
      if (!names.includes(topic)) names.push(topic)
    }
    return names
  }

  async #takeAuthor(login: string, name: string): Promise<void> {
    const said = oneLine(name).slice(0, MOST.line)
    if (said === '') return
    const author = nameOf(login, `author-${shortHash(login)}`)
    const known = this.#authors.get(author)
    const { language } = this.#options
    const named = { ...known?.name, [language]: known?.name[language] ?? said }
    const made = { author, name: named, about: known?.about ?? {} }
    if (known?.name[language] === undefined) await this.#target.store.saveAuthor(made)
    this.#authors.set(author, made)
    this.#authorOf.set(login, made)
  }

  #lettersOf({ story, language }: Story, comments: readonly WxrComment[]): PublishedLetter[] {
    const taken = comments.filter(
      ({ isApproved, type }) => isApproved && (type === '' || type === 'comment'),
    )
    const ids = new Map(taken.map(({ id }) => [id, shortHash(`${story}/${id}`, 16)]))
    return taken.flatMap((comment) => {
      const text = htmlWords(comment.content).slice(0, MOST.letter).trim()
      const name = oneLine(comment.author).slice(0, MOST.person)
      if (text === '') return []
      return [
        {
          id: ids.get(comment.id) ?? '',
          story,
          language,
          about: ids.get(comment.parent) ?? null,
          name: name === '' ? '—' : name,
          text,
          published: (instantIn(comment.date) ?? this.#options.at).slice(0, 10),
          staff: comment.isStaff,
        },
      ]
    })
  }

  #count(more: Partial<Record<Exclude<keyof ImportTally, 'refused'>, number>>): void {
    const counted = Object.entries(more).map(([name, n]) => [name, this.#now(name) + n])
    this.tally = { ...this.tally, ...Object.fromEntries(counted) }
  }

  #now(name: string): number {
    return Number(Reflect.get(this.tally, name))
  }
}

/** What is wrong with one post alone; null for what is wrong with the whole run. */
function whyRefused(error: unknown): string | null {
  if (error instanceof RangeError) return 'its markup is nested too deeply to be read'
  return error instanceof PosternError && error.code === 'bad-story' ? error.message : null
}

type When = Pick<Story, 'state' | 'published' | 'changed' | 'scheduled' | 'lettersClose'>

/** What was public is closed, with letters for four weeks; what was not is a draft, or has its moment. */
function stateOf({ status, takesComments }: WxrItem, published: Instant, at: Instant): When {
  if (status === 'future' && published > at)
    return { state: 'scheduled', scheduled: published, published: null, changed: null }
  if (status !== 'publish')
    return { state: 'draft', scheduled: null, published: null, changed: null }
  const until = takesComments ? instantOf(msOf(published) + LETTER_DAYS_MS) : published
  const lettersClose = until.slice(0, 10)
  return { state: 'closed', scheduled: null, published, changed: published, lettersClose }
}

/** `YYYY-MM-DD HH:MM:SS` in UTC; null for what is no moment, as the zeros of a draft. */
function instantIn(date: string): Instant | null {
  const ms = Date.parse(`${date.trim().replace(' ', 'T')}Z`)
  return Number.isNaN(ms) || ms < 0 ? null : instantOf(ms)
}

/** A short name of lower-case Latin letters, digits and hyphens; `instead` where nothing remains. */
function nameOf(text: string, instead: string): string {
  const latin = text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
  if (/[^\p{ASCII}]/u.test(latin)) return instead
  const name = latin
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MOST.name)
    .replaceAll(/^-+|-+$/g, '')
  return name === '' ? instead : name
}

function numbered(slug: string, id: string): string {
  const end = nameOf(`-${id}`, shortHash(id))
  return `${slug.slice(0, MOST.name - end.length - 1).replace(/-+$/, '')}-${end}`
}

function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug)
  } catch {
    return slug
  }
}

function oneLine(text: string): string {
  return withoutUnprintable(text).replaceAll(/\s+/g, ' ').trim()
}

function shortHash(text: string, digits: number = 8): string {
  return contentHash(utf8(text)).slice(0, digits)
}
