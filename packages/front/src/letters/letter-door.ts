import { type Env, fromUtf8, type Letter, letterCodeHash, toHex, utf8 } from '@postern/protocol'
import {
  fillLetterPlace,
  type LetterDraft,
  letterPath,
  type LetterPlace,
  type LetterStory,
  type LetterTrouble,
  OPEN_LETTERS_PATH,
  type OpenStory,
} from '@postern/site'
import { type Answer, answer, NOT_FOUND } from '../answer.ts'
import { RateLimit } from '../rate-limit.ts'
import { type FormBody, FormFields, type FormHeaders, isFromElsewhere } from './form-post.ts'
import { judgeLetter } from './judge-letter.ts'
import { codeText, LetterKeys, readCode } from './letter-keys.ts'
import { OpenStories } from './open-stories.ts'

export interface LetterDoorParts {
  readonly env: Env
  /** How many posts one address may have sealed in an hour, and all of them together. */
  readonly lettersPerHour: { readonly each: number; readonly all: number }
  /** Bytes of the served site; null for a path that it does not have. */
  readonly page: (path: string) => Uint8Array | null
  /** Seals and keeps; false when that cannot be done now. True means durable. */
  readonly keep: (letter: Letter) => Promise<boolean>
}

export interface FormPost {
  readonly path: string
  readonly headers: FormHeaders
  readonly body: FormBody
  readonly address: string
}

/** A story that takes letters, and the path of its page. */
type OpenedStory = OpenStory & LetterStory

type Wish = 'letter' | 'report' | 'claim'

const PATHS = /^\/([a-zA-Z-]{2,12})\/letter\/(report|claim)?$/
const EVERYBODY = 'everybody'
const MOST_SENT = 100_000
const HTML_TYPE = 'text/html; charset=utf-8'
const STATUS: Readonly<Partial<Record<LetterTrouble, number>>> = {
  often: 429,
  'not-kept': 503,
  'too-large': 413,
}

/** True for the addresses to which forms about letters are posted. */
export function isLetterPath(path: string): boolean {
  return PATHS.test(path)
}

/**
 * Takes letters by one form post, the same for everybody. What was typed is in this process's memory
 * until it is sealed, in the answer to its writer, and nowhere else: no disk, no log.
 */
export class LetterDoor {
  readonly #parts: LetterDoorParts
  readonly #keys: LetterKeys
  readonly #each: RateLimit
  readonly #all: RateLimit
  readonly #stories: OpenStories = new OpenStories()
  /** By the hash of their codes: letters that are kept, or about to be. */
  readonly #sent = new Map<string, Promise<LetterTrouble | null>>()

  constructor(parts: LetterDoorParts) {
    this.#parts = parts
    this.#keys = new LetterKeys(parts.env)
    this.#each = new RateLimit(parts.env, parts.lettersPerHour.each)
    this.#all = new RateLimit(parts.env, parts.lettersPerHour.all)
  }

  /** The page that answers a post, in the page's own language. */
  async post(post: FormPost): Promise<Answer> {
    const [, language = '', kind = 'letter'] = PATHS.exec(post.path) ?? []
    const page = this.#parts.page(letterPath(language))
    if (page === null) return NOT_FOUND
    const place = await this.#placeFor(
      post,
      language,
      kind === 'claim' || kind === 'report' ? kind : 'letter',
    )
    const filled = await fillLetterPlace(fromUtf8(page), language, place)
    if (filled === null) return NOT_FOUND
    const status = statusOf(place)
    return answer({ status, type: HTML_TYPE, keeping: 'no-store', body: utf8(filled) })
  }

  async #placeFor(post: FormPost, language: string, wish: Wish): Promise<LetterPlace> {
    if (post.body.kind === 'too-large')
      return { kind: 'trouble', troubles: ['too-large'], kept: '' }
    const fields = new FormFields(post.body.bytes)
    if (wish === 'claim') return await this.#claim(post, fields, language)
    const path = fields.text('page')
    const story = this.#openStory(path, language)
    if (story === null)
      return { kind: 'trouble', troubles: ['closed'], kept: fields.text('comment') }
    if (wish === 'report') return await this.#report(post, fields, language, story)
    return await this.#write(post, fields, language, story)
  }

  async #write(
    post: FormPost,
    fields: FormFields,
    language: string,
    story: OpenedStory,
  ): Promise<LetterPlace> {
    const draft = draftOf(fields, story)
    const act = fields.text('act')
    const elsewhere: LetterTrouble[] = isFromElsewhere(post.headers) ? ['elsewhere'] : []
    const troubles = [...elsewhere, ...judgeLetter(draft)]
    if (act === 'change' && elsewhere.length === 0)
      return { kind: 'write', story, draft, troubles: [] }
    if (troubles.length > 0) return { kind: 'write', story, draft, troubles }
    if (act !== 'send') return this.#preview(story, draft, [])
    const token = fields.text('token')
    if (!this.#keys.isFresh(story.path, token)) return this.#preview(story, draft, ['stale'])
    const code = this.#keys.code(story.path, token, draft)
    const letter: Letter = {
      kind: 'letter',
      story: story.story,
      language,
      about: draft.about,
      name: draft.name,
      email: draft.email,
      text: draft.comment,
      code: letterCodeHash(this.#parts.env.suite, code),
    }
    const trouble = await this.#keepOnce(letter, post.address)
    if (trouble !== null) return this.#preview(story, draft, [trouble])
    return { kind: 'held', story, code: codeText(code) }
  }

  async #report(
    post: FormPost,
    fields: FormFields,
    language: string,
    story: OpenedStory,
  ): Promise<LetterPlace> {
    const text = Array.from(fields.text('comment')).slice(0, 1_000).join('')
    const about = fields.text('about')
    const isKnown = /^[0-9a-f]{16}$/.test(about) && !isFromElsewhere(post.headers)
    const letter = { ...nobody(language), kind: 'report', story: story.story, about, text } as const
    const trouble = isKnown ? await this.#keep(letter, post.address) : 'elsewhere'
    if (trouble !== null) return { kind: 'trouble', troubles: [trouble], kept: text }
    return { kind: 'report-held', path: story.path }
  }

  async #claim(post: FormPost, fields: FormFields, language: string): Promise<LetterPlace> {
    const typed = fields.line('code').slice(0, 100)
    const code = readCode(typed)
    if (code === null || isFromElsewhere(post.headers))
      return { kind: 'own', code: typed, troubles: [code === null ? 'code-wrong' : 'elsewhere'] }
    const kind = fields.text('wish') === 'removal' ? 'removal' : 'copy'
    const { suite } = this.#parts.env
    const letter = { ...nobody(language), kind, code: letterCodeHash(suite, code) } as const
    const trouble = await this.#keep(letter, post.address)
    return trouble === null
      ? { kind: 'own-held' }
      : { kind: 'own', code: typed, troubles: [trouble] }
  }

  #preview(
    story: LetterStory,
    draft: LetterDraft,
    troubles: readonly LetterTrouble[],
  ): LetterPlace {
    return { kind: 'preview', story, draft, token: this.#keys.token(story.path), troubles }
  }

  /** A letter that is sent again from one preview is kept already. */
  async #keepOnce(letter: Letter, address: string): Promise<LetterTrouble | null> {
    const id = toHex(letter.code)
    const keeping = this.#sent.get(id) ?? this.#keep(letter, address)
    this.#sent.set(id, keeping)
    const oldest = this.#sent.keys().next()
    if (this.#sent.size > MOST_SENT && !oldest.done) this.#sent.delete(oldest.value)
    const trouble = await keeping
    if (trouble !== null) this.#sent.delete(id)
    return trouble
  }

  async #keep(letter: Letter, address: string): Promise<LetterTrouble | null> {
    if (!this.#each.admit(address) || !this.#all.admit(EVERYBODY)) return 'often'
    return (await this.#parts.keep(letter)) ? null : 'not-kept'
  }

  /** Null when letters to it are closed, or there is no such story in this language. */
  #openStory(path: string, language: string): OpenedStory | null {
    const open = this.#stories.read(this.#parts.page(OPEN_LETTERS_PATH))
    const story = Object.hasOwn(open, path) ? open[path] : undefined
    const today = new Date(this.#parts.env.nowMs()).toISOString().slice(0, 10)
    if (story === undefined || !path.startsWith(`/${language}/`)) return null
    if (story.closes !== null && story.closes < today) return null
    return { ...story, path }
  }
}

function draftOf(fields: FormFields, story: LetterStory): LetterDraft {
  const about = fields.text('about')
  return {
    name: fields.line('name'),
    email: fields.line('email'),
    comment: fields.text('comment').trim(),
    about: story.letters.some(({ id }) => id === about) ? about : '',
    trap: fields.line('url'),
  }
}

function nobody(language: string): Omit<Letter, 'kind'> {
  const code = new Uint8Array(32)
  return { story: '', language, about: '', name: '', email: '', text: '', code }
}

function statusOf(place: LetterPlace): number {
  const [trouble] = 'troubles' in place ? place.troubles : []
  return trouble === undefined ? 200 : (STATUS[trouble] ?? 400)
}
