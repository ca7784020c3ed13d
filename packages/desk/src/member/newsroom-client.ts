import { type Env, fromBase64, JsonObject, utf8 } from '@postern/protocol'
import type { PublishedLetter } from '@postern/site'
import { type AuditEntry, decodeEntry, firstBroken } from './audit-trail.ts'
import type { DeskClient } from './desk-client.ts'

type StaffRole = 'writer' | 'editor' | 'moderator'

/** The newsroom as one of its people sees it. */
export interface NewsroomState {
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly watchedWords: readonly string[]
  /** How many letters are printed. */
  readonly printed: number
  /** The newest of them, in the order in which they were accepted. */
  readonly letters: readonly PublishedLetter[]
  /** Those that were asked for and are printed. */
  readonly meant: readonly PublishedLetter[]
}

const ROLES: readonly StaffRole[] = ['writer', 'editor', 'moderator']
/** The trail of acts as this page has checked it. */
export interface CheckedTrail {
  /** Number of the first entry that does not fit; null when all do. */
  readonly broken: number | null
  /** Up to there, oldest first. */
  readonly acts: readonly AuditEntry[]
  /** By key, hex. */
  readonly names: ReadonlyMap<string, string>
}

const MOST_ENTRIES = 1_000_000
const MOST_LETTERS = 1_000
/** As many as one address holds. */
const MOST_ASKED = 200

/** One person's talk with the newsroom; every act is signed with the key of her session. */
export class NewsroomClient {
  readonly #env: Env
  readonly #client: DeskClient

  constructor(env: Env, client: DeskClient) {
    this.#env = env
    this.#client = client
  }

  /** `about`: ids of printed letters that are asked for. Null for who is not of the newsroom. Throws as DeskClient does. */
  async state(about: readonly string[] = []): Promise<NewsroomState | null> {
    const asked = about.length === 0 ? '' : `?about=${about.slice(0, MOST_ASKED).join()}`
    const state = await this.#client.json(`/newsroom/state${asked}`)
    return state && readState(state)
  }

  /** All acts, oldest first, checked here and not by who keeps them. */
  async trail(): Promise<CheckedTrail> {
    const answer = await this.#client.json('/newsroom/trail')
    const entries = answer?.list('trail', MOST_ENTRIES, (one) => fromBase64(String(one))) ?? []
    const staff = answer?.objects('staff', 256, readName) ?? []
    const broken = firstBroken(this.#env.suite, this.#client.organisation, entries)
    const whole = entries.slice(0, broken === null ? entries.length : broken - 1)
    return { broken, acts: whole.map(decodeEntry), names: new Map(staff) }
  }

  /** False when it was refused. */
  async print(letter: Omit<PublishedLetter, 'published'>): Promise<boolean> {
    const { id, story, language, about, name, text, staff } = letter
    const body = utf8(JSON.stringify({ id, story, language, about, name, text, staff }))
    return await this.#act('PUT', `/newsroom/letter/${id}`, body)
  }

  async remove(id: string): Promise<boolean> {
    return await this.#act('DELETE', `/newsroom/letter/${id}`, new Uint8Array(0))
  }

  async #act(method: 'PUT' | 'DELETE', path: string, body: Uint8Array): Promise<boolean> {
    const atMs = this.#env.nowMs()
    const { status } = await this.#client.act({ method, path, body, atMs }, this.#env.suite)
    return status === 200
  }
}

function readState(state: JsonObject): NewsroomState {
  return {
    name: state.text('name', 400),
    roles: ROLES.filter((role) => state.list('roles', 3, (one) => one).includes(role)),
    watchedWords: state.list('watchedWords', 500, String),
    printed: state.integer('printed'),
    letters: state.objects('letters', MOST_LETTERS, readPublished),
    meant: state.objects('meant', MOST_LETTERS, readPublished),
  }
}

function readName(one: JsonObject): [string, string] {
  return [one.text('key', 64), one.text('name', 400)]
}

function readPublished(letter: JsonObject): PublishedLetter {
  return {
    id: letter.text('id', 16),
    story: letter.text('story', 200),
    language: letter.text('language', 12),
    about: letter.isNull('about') ? null : letter.text('about', 16),
    name: letter.text('name', 800),
    text: letter.text('text', 40_000),
    published: letter.text('published', 10),
    staff: letter.flag('staff'),
  }
}
