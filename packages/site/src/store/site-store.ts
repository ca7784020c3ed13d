import type { Language } from '../language.ts'
import type { FrontOrder } from '../records/front-order.ts'
import type { Instant } from '../records/instant.ts'
import type { Paper } from '../records/paper.ts'
import type { Picture } from '../records/picture.ts'
import type { Story, StoryState } from '../records/story.ts'
import type { Author, Topic } from '../records/topic.ts'

/** A place in the order of stories, which is by time of publication and then by name. */
interface StoryPlace {
  readonly published: Instant
  readonly story: string
}

/** Which stories: every given field must fit. The newest first, never-published ones in front. */
export interface StoryFilter {
  readonly language?: Language
  readonly story?: string
  readonly topic?: string
  readonly author?: string
  readonly states?: readonly StoryState[]
  /** Went out in this month, `2026-11`. */
  readonly month?: string
  /** Older than this one, or newer. */
  readonly before?: StoryPlace
  readonly after?: StoryPlace
  readonly oldestFirst?: boolean
  readonly skip?: number
  readonly limit?: number
}

/** What a list shows of a story without reading it whole. */
export interface StoryLine {
  readonly story: string
  readonly language: Language
  readonly slug: string
  readonly state: StoryState
  readonly kicker: string
  readonly headline: string
  readonly published: Instant | null
  readonly changed: Instant | null
  readonly scheduled: Instant | null
  readonly revision: number
}

/** Who saved, when, and why: staff, never readers. */
export interface Save {
  readonly by: string
  readonly at: Instant
  readonly note: string
}

/** A story whose newest revision is not on the pages yet. */
export interface Unlaid {
  readonly story: string
  readonly language: Language
  /** The revision that the pages show; 0 when they never showed one. */
  readonly laid: number
}

export interface Revision extends Save {
  readonly number: number
}

/** The site's records. One contract suite runs on every implementation (`site-store-contract.ts`). */
export interface SiteStore {
  story(story: string, language: Language): Promise<Story | null>
  storyAt(language: Language, slug: string): Promise<Story | null>
  stories(filter: StoryFilter): Promise<Story[]>
  lines(filter: StoryFilter): Promise<StoryLine[]>
  count(filter: StoryFilter): Promise<number>

  /**
   * Keeps the story with `revision + 1` and gives it back so; durable on return, as a new revision
   * beside all the old ones. PosternError('revision-conflict') when somebody saved since `revision`
   * was read, and PosternError('slug-taken') when another story of the language has its address;
   * then nothing is changed.
   */
  saveStory(story: Story, save: Save): Promise<Story>
  /** The newest first. */
  revisions(story: string, language: Language): Promise<Revision[]>
  revision(story: string, language: Language, number: number): Promise<Story | null>
  /** Scheduled stories whose moment is not after `now`, the earliest first. */
  due(now: Instant): Promise<Story[]>

  /** Written with the save itself, so that a crash between saving and laying pages loses nothing. */
  unlaid(): Promise<Unlaid[]>
  /** The pages now show these revisions. */
  markLaid(shown: readonly Unlaid[]): Promise<void>

  paper(): Promise<Paper | null>
  savePaper(paper: Paper): Promise<void>
  frontOrder(language: Language): Promise<FrontOrder>
  saveFrontOrder(order: FrontOrder): Promise<void>
  topics(): Promise<Topic[]>
  saveTopic(topic: Topic): Promise<void>
  authors(): Promise<Author[]>
  saveAuthor(author: Author): Promise<void>
  pictures(): Promise<Picture[]>
  savePicture(picture: Picture): Promise<void>
  close(): Promise<void>
}
