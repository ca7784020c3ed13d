import { PosternError } from '@postern/protocol'
import {
  checkFrontOrder,
  checkStory,
  type FrontOrder,
  type Instant,
  isPublished,
  publish,
  type SiteStore,
  type Story,
  type StoryLine,
} from '@postern/site'
import type { StoryAct, WrittenWords } from '../member/story-act.ts'
import type { OpenStory, PaperState } from '../member/story-client.ts'
import type { SitePress } from './site-press.ts'
import { begun, isForEditors, refuseStale, restored, rewritten, storyAfter } from './story-after.ts'

type Named = Pick<Story, 'story' | 'language'>

/** Who acts. */
export interface Doer {
  readonly by: string
  readonly at: Instant
  /** Of what readers see. */
  readonly isEditor: boolean
  /** Puts the act into the trail; called once, when nothing is in the act's way, before anything is kept. */
  readonly note: () => void
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
   * Kept when this resolves, and on the pages: the front has them with its next look. PosternError with
   * a sentence for what cannot be; 'revision-conflict' when somebody was faster, 'forbidden' when it is
   * an editor's.
   */
  async act(named: Named, act: StoryAct, doer: Doer): Promise<Story> {
    const saved = await this.#save(named, act, doer)
    await this.#press.layChanges()
    return saved
  }

  /** How its page would look with these words, were it out now. PosternError as `after`. */
  async preview(
    { story: name, language }: Named,
    written: WrittenWords,
    at: Instant,
  ): Promise<Uint8Array> {
    const story = await this.#store.story(name, language)
    if (story === null) throw noSuchStory()
    const words = rewritten(story, written, at)
    return await this.#press.preview(isPublished(words) ? words : publish(words, 'closed', at))
  }

  /** The order of one language's front page, by hand. PosternError as `act`. */
  async order(order: FrontOrder, note: () => void): Promise<void> {
    await this.#refuseOther(order.language)
    const checked = checkFrontOrder(order)
    note()
    await this.#store.saveFrontOrder(checked)
    await this.#press.layFront(order.language)
  }

  async #save(named: Named, act: StoryAct, { by, at, isEditor, note }: Doer): Promise<Story> {
    const save = { by, at, note: act.kind === 'write' ? act.note : act.kind }
    for (let tries = 1; ; tries += 1) {
      const before = await this.#store.story(named.story, named.language)
      if (isForEditors(before, act) && !isEditor)
        throw new PosternError('forbidden', 'what readers see is an editor’s')
      const after = await this.#after(named, before, act, at)
      if (tries === 1) note()
      try {
        return await this.#store.saveStory(after, save)
      } catch (error) {
        const isRace = error instanceof PosternError && error.code === 'revision-conflict'
        if (!isRace || 'base' in act || tries === MOST_TRIES) throw error
      }
    }
  }

  async #after(named: Named, story: Story | null, act: StoryAct, at: Instant): Promise<Story> {
    if (act.kind === 'begin') return await this.#begun(named, story, act)
    if (story === null) throw noSuchStory()
    if (act.kind !== 'restore') return storyAfter(story, act, at)
    refuseStale(story, act)
    const old = await this.#store.revision(named.story, named.language, act.number)
    if (old === null) throw new PosternError('no-such-story', 'there is no such revision')
    return restored(story, old, at)
  }

  async #begun(
    named: Named,
    story: Story | null,
    { slug, like }: Extract<StoryAct, { kind: 'begin' }>,
  ): Promise<Story> {
    await this.#refuseOther(named.language)
    if (story !== null)
      throw new PosternError('already-begun', 'this story is there already in this language')
    const source = like === null ? null : await this.#store.story(named.story, like)
    return checkStory(begun(named, slug, source))
  }

  /** A page in a language that the paper does not have could not be made. */
  async #refuseOther(language: string): Promise<void> {
    if ((await this.#store.paper())?.languages.includes(language) !== true)
      throw new PosternError('no-such-language', `the paper has no pages in ${language}`)
  }
}

function noSuchStory(): PosternError {
  return new PosternError('no-such-story', 'there is no such story')
}
