import { type Env, JsonObject, utf8 } from '@postern/protocol'
import type { PublishedLetter } from '@postern/site'
import type { DeskClient } from './desk-client.ts'

type StaffRole = 'writer' | 'editor' | 'moderator'

/** The newsroom as one of its people sees it. */
export interface NewsroomState {
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly watchedWords: readonly string[]
  readonly letters: readonly PublishedLetter[]
}

const ROLES: readonly StaffRole[] = ['writer', 'editor', 'moderator']
const MOST_LETTERS = 100_000

/** One person's talk with the newsroom; every act is signed with the key of her session. */
export class NewsroomClient {
  readonly #env: Env
  readonly #client: DeskClient

  constructor(env: Env, client: DeskClient) {
    this.#env = env
    this.#client = client
  }

  /** Null for who is not of the newsroom. Throws as DeskClient does. */
  async state(): Promise<NewsroomState | null> {
    const state = await this.#client.json('/newsroom/state')
    return state && readState(state)
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

  async #act(method: 'PUT' | 'DELETE' | 'POST', path: string, body: Uint8Array): Promise<boolean> {
    const atMs = this.#env.nowMs()
    return (await this.#client.act({ method, path, body, atMs }, this.#env.suite)) === 200
  }
}

function readState(state: JsonObject): NewsroomState {
  return {
    name: state.text('name', 400),
    roles: ROLES.filter((role) => state.list('roles', 3, (one) => one).includes(role)),
    watchedWords: state.list('watchedWords', 500, String),
    letters: state.objects('letters', MOST_LETTERS, readPublished),
  }
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
