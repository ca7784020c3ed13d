import { type Env, fromUtf8, PosternError, utf8 } from '@postern/protocol'
import {
  type Author,
  checkStory,
  type FrontOrder,
  type Picture,
  type Revision,
  type Story,
  type StoryState,
  type Topic,
} from '@postern/site/records'
import * as z from 'zod'
import type { Answer, DeskClient } from './desk-client.ts'
import type { StoryAct, WrittenWords } from './story-act.ts'

/** What became of an act. */
export type ActOutcome =
  | { readonly kind: 'saved'; readonly story: Story }
  /** Somebody saved since; nothing was changed. */
  | { readonly kind: 'conflict' }
  /** Why it cannot be, in a sentence. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Her role may not. */
  | { readonly kind: 'forbidden' }

/** Why an act was not taken. */
export type Refusal = Exclude<ActOutcome, { kind: 'saved' }>

export type Named = Pick<Story, 'story' | 'language'>

/** A story as a list shows it. */
export interface StoryLine extends Named {
  readonly slug: string
  readonly state: StoryState
  readonly kicker: string
  readonly headline: string
  readonly published: string | null
  readonly scheduled: string | null
}

/** What an editor's page needs of the paper. */
export interface PaperState {
  readonly languages: readonly string[]
  readonly topics: readonly Topic[]
  readonly authors: readonly Author[]
  readonly pictures: readonly Picture[]
  readonly fronts: readonly FrontOrder[]
}

export interface OpenStory {
  readonly story: Story
  /** The newest first. */
  readonly revisions: readonly Revision[]
}

const translated = z.record(z.string(), z.string())
const lineForm: z.ZodType<StoryLine> = z.object({
  story: z.string(),
  language: z.string(),
  slug: z.string(),
  state: z.enum(['draft', 'scheduled', 'live', 'more-to-come', 'closed']),
  kicker: z.string(),
  headline: z.string(),
  published: z.string().nullable(),
  scheduled: z.string().nullable(),
})
const linesForm = z.object({ count: z.int(), lines: z.array(lineForm) })
const paperForm: z.ZodType<PaperState> = z.object({
  languages: z.array(z.string()),
  topics: z.array(z.object({ topic: z.string(), name: translated, about: translated })),
  authors: z.array(z.object({ author: z.string(), name: translated, about: translated })),
  pictures: z.array(z.custom<Picture>((value) => typeof value === 'object' && value !== null)),
  fronts: z.array(
    z.object({
      language: z.string(),
      places: z.array(z.object({ story: z.string(), weight: z.enum(['lead', 'large', 'small']) })),
    }),
  ),
})
const openForm = z.object({
  story: z.unknown(),
  revisions: z.array(
    z.object({ number: z.int(), by: z.string(), at: z.string(), note: z.string() }),
  ),
})
const refusalForm = z.object({ why: z.string() })
const previewForm = z.object({ path: z.string().startsWith('/newsroom/preview/') })
const cutForm = z.object({ file: z.string().regex(/^[0-9a-f]{16}$/) })

/** One person's work on stories; every act is signed with the key of her session. Throws as DeskClient does. */
export class StoryClient {
  readonly #env: Env
  readonly #client: DeskClient

  constructor(env: Env, client: DeskClient) {
    this.#env = env
    this.#client = client
  }

  /** Some 300 lines, drafts first and then the newest, and how many there are in all. */
  async lines(skip: number = 0): Promise<{ count: number; lines: readonly StoryLine[] }> {
    return readAs(linesForm, await this.#client.bytes(`/newsroom/stories?skip=${skip}`))
  }

  async paper(): Promise<PaperState> {
    return readAs(paperForm, await this.#client.bytes('/newsroom/paper'))
  }

  /** Null when there is no such story. */
  async open(named: Named): Promise<OpenStory | null> {
    const bytes = await this.#client.bytes(pathOf(named))
    if (bytes === null) return null
    const { story, revisions } = readAs(openForm, bytes)
    return { story: checkStory(story), revisions }
  }

  async revision(named: Named, number: number): Promise<Story | null> {
    const bytes = await this.#client.bytes(`${pathOf(named)}/revision/${number}`)
    return bytes === null ? null : checkStory(valueOf(bytes))
  }

  async act(named: Named, { kind, ...what }: StoryAct): Promise<ActOutcome> {
    const answer = await this.#sign('POST', `${pathOf(named)}/${kind}`, what)
    return refusalOf(answer) ?? { kind: 'saved', story: checkStory(valueOf(answer.body)) }
  }

  async order({ language, places }: FrontOrder): Promise<'taken' | Refusal> {
    const answer = await this.#sign('PUT', `/newsroom/front/${language}`, { places })
    return refusalOf(answer) ?? 'taken'
  }

  /** Where the page can be looked at for half an hour; why it cannot, in a sentence. */
  async preview(
    { story, language }: Named,
    written: WrittenWords,
  ): Promise<{ readonly path: string } | { readonly why: string }> {
    const path = `/newsroom/preview/${story}/${language}`
    const answer = await this.#client.post(path, utf8(JSON.stringify(written)))
    if (answer.status === 422) return readAs(refusalForm, answer.body)
    return readAs(previewForm, taken(answer))
  }

  /** The name under which one cut of a picture is kept. */
  async keepCut(bytes: Uint8Array): Promise<string> {
    return readAs(cutForm, taken(await this.#client.post('/newsroom/cut', bytes))).file
  }

  async savePicture(picture: Picture): Promise<'taken' | Refusal> {
    const answer = await this.#sign('PUT', `/newsroom/picture/${picture.picture}`, picture)
    return refusalOf(answer) ?? 'taken'
  }

  async #sign(method: 'POST' | 'PUT', path: string, what: object): Promise<Answer> {
    const body = utf8(JSON.stringify(what))
    return await this.#client.act({ method, path, body, atMs: this.#env.nowMs() }, this.#env.suite)
  }
}

function pathOf({ story, language }: Named): string {
  return `/newsroom/story/${story}/${language}`
}

/** Null for what was taken. */
function refusalOf(answer: Answer): Refusal | null {
  if (answer.status === 409) return { kind: 'conflict' }
  if (answer.status === 403) return { kind: 'forbidden' }
  if (answer.status === 422) return { kind: 'refused', ...readAs(refusalForm, answer.body) }
  taken(answer)
  return null
}

function taken({ status, body }: Answer): Uint8Array {
  if (status !== 200) throw new PosternError('desk-unreachable')
  return body
}

function readAs<T>(form: z.ZodType<T>, bytes: Uint8Array | null): T {
  const read = form.safeParse(bytes === null ? null : valueOf(bytes))
  if (!read.success) throw new PosternError('desk-answered-nonsense')
  return read.data
}

function valueOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes))
  } catch {
    throw new PosternError('desk-answered-nonsense')
  }
}
