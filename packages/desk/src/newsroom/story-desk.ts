import { PosternError } from '@postern/protocol'
import {
  checkStory,
  type FrontOrder,
  type Instant,
  isPublished,
  type Paper,
  type Picture,
  publish,
  type Revision,
  type SiteStore,
  type Story,
  type StoryLine,
  type Author,
  type Topic,
} from '@postern/site'
import type { StoryAct, WrittenWords } from '../member/story-act.ts'
import type { SitePress } from './site-press.ts'
import { begun, restored, rewritten, storyAfter } from './story-after.ts'

/** What an editor's page needs besides stories. */
export interface PaperState {
  readonly languages: Paper['languages']
  readonly topics: readonly Topic[]
  readonly authors: readonly Author[]
  readonly pictures: readonly Picture[]
  readonly fronts: readonly FrontOrder[]
}

/** One story in one language, as it is kept, and who saved it when. */
export interface OpenStory {
  readonly story: Story
  readonly revisions: readonly Revision[]
}

const MOST_LINES = 300
/** Reporters of one live story who press at once. */
const MOST_TRIES = 5

/** Stories at work: what is kept, what an act makes of it, and its pages. */
export class StoryDesk {
  readonly #store: SiteStore
  readonly #press: SitePress

  constructor(store: SiteStore, press: SitePress) {
    this.#store = store
    this.#press = press
  }

  /** Drafts first, then by the time when they went out. */
  async lines(skip: number): Promise<StoryLine[]> {
    return await this.#store.lines({ skip, limit: MOST_LINES })
  }

  async count(): Promise<number> {
    return await this.#store.count({})
  }

  async paper(): Promise<PaperState> {
    const languages = (await this.#store.paper())?.languages ?? []
    const fronts = await Promise.all(languages.map((one) => this.#store.frontOrder(one)))
    return {
      languages,
      fronts,
      topics: await this.#store.topics(),
      authors: await this.#store.authors(),
      pictures: await this.#store.pictures(),
    }
  }

  async open(name: string, language: string): Promise<OpenStory | null> {
    const story = await this.#store.story(name, language)
    if (story === null) return null
    return { story, revisions: await this.#store.revisions(name, language) }
  }

  async revision(name: string, language: string, number: number): Promise<Story | null> {
    return await this.#store.revision(name, language, number)
  }

  /**
   * What the act would make. PosternError with a sentence for what cannot be, 'revision-conflict' when
   * somebody was faster, 'no-such-story'.
   */
  async after(
    named: Pick<Story, 'story' | 'language'>,
    act: StoryAct,
    at: Instant,
  ): Promise<Story> {
    const { story: name, language } = named
    const story = await this.#store.story(name, language)
    if (act.kind === 'begin') {
      if (story !== null)
        throw new PosternError('already-begun', 'this story is there already in this language')
      const like = act.like === null ? null : await this.#store.story(name, act.like)
      return checkStory(begun(named, act.slug, like))
    }
    if (story === null) throw new PosternError('no-such-story', 'there is no such story')
    if (act.kind !== 'restore') return storyAfter(story, act, at)
    if (act.base !== story.revision)
      throw new PosternError('revision-conflict', 'somebody saved this story since you opened it')
    const old = await this.#store.revision(name, language, act.number)
    if (old === null) throw new PosternError('no-such-story', 'there is no such revision')
    return restored(story, old, at)
  }

  /** Kept when this resolves, and on the pages: the front has them with its next look. */
  async act(
    named: Pick<Story, 'story' | 'language'>,
    act: StoryAct,
    save: { by: string; at: Instant },
  ): Promise<Story> {
    const note = act.kind === 'write' ? act.note : act.kind
    const saved = await this.#save(named, act, { ...save, note })
    await this.#press.layChanges()
    return saved
  }

  /** How its page would look with these words, were it out now. PosternError as `after`. */
  async preview(
    { story: name, language }: Pick<Story, 'story' | 'language'>,
    written: WrittenWords,
    at: Instant,
  ): Promise<Uint8Array> {
    const story = await this.#store.story(name, language)
    if (story === null) throw new PosternError('no-such-story', 'there is no such story')
    const words = rewritten(story, written, at)
    return await this.#press.preview(isPublished(words) ? words : publish(words, 'closed', at))
  }

  /** The order of one language's front page, by hand. */
  async order(order: FrontOrder): Promise<void> {
    await this.#store.saveFrontOrder(order)
    await this.#press.layFront(order.language)
  }

  async #save(
    named: Pick<Story, 'story' | 'language'>,
    act: StoryAct,
    save: { by: string; at: Instant; note: string },
  ): Promise<Story> {
    for (let tries = 1; ; tries += 1)
      try {
        return await this.#store.saveStory(await this.after(named, act, save.at), save)
      } catch (error) {
        const isRace = error instanceof PosternError && error.code === 'revision-conflict'
        if (!isRace || 'base' in act || tries === MOST_TRIES) throw error
      }
  }
}
