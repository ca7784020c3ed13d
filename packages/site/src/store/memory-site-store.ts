import type { Language } from '../language.ts'
import type { FrontOrder } from '../records/front-order.ts'
import type { Instant } from '../records/instant.ts'
import type { Paper } from '../records/paper.ts'
import type { Picture } from '../records/picture.ts'
import { checkStory, type Story } from '../records/story.ts'
import type { Author, Topic } from '../records/topic.ts'
import type { Revision, Save, SiteStore, StoryFilter, StoryLine, Unlaid } from './site-store.ts'
import { byNewest, fits, lineOf, revisionConflict, slugTaken } from './story-order.ts'

interface Kept {
  readonly story: Story
  readonly save: Save
}

/** A SiteStore that ends with the process: for tests, and for rendering what lies in files. */
export class MemorySiteStore implements SiteStore {
  readonly #saves: Map<string, Kept[]> = new Map()
  readonly #unlaid: Map<string, Unlaid> = new Map()
  readonly #topics: Map<string, Topic> = new Map()
  readonly #authors: Map<string, Author> = new Map()
  readonly #pictures: Map<string, Picture> = new Map()
  readonly #orders: Map<Language, FrontOrder> = new Map()
  #paper: Paper | null = null

  async story(story: string, language: Language): Promise<Story | null> {
    return this.#last(story, language)
  }

  async storyAt(language: Language, slug: string): Promise<Story | null> {
    return this.#at(language, slug)
  }

  async stories(filter: StoryFilter): Promise<Story[]> {
    const { skip = 0, limit = Infinity } = filter
    const found = this.#all().filter((story) => fits(story, filter))
    const ordered = found.sort(byNewest)
    if (filter.oldestFirst === true) ordered.reverse()
    return ordered.slice(skip, skip + limit)
  }

  async lines(filter: StoryFilter): Promise<StoryLine[]> {
    return (await this.stories(filter)).map(lineOf)
  }

  async count(filter: StoryFilter): Promise<number> {
    return this.#all().filter((story) => fits(story, filter)).length
  }

  async saveStory(given: Story, save: Save): Promise<Story> {
    const story = checkStory({ ...given, revision: given.revision + 1 })
    const last = this.#last(story.story, story.language)
    if ((last?.revision ?? 0) !== given.revision) throw revisionConflict(given)
    const holder = this.#at(story.language, story.slug)
    if (holder !== null && holder.story !== story.story) throw slugTaken(given)
    const key = keyOf(story.story, story.language)
    this.#saves.set(key, [...(this.#saves.get(key) ?? []), { story, save }])
    const { language, revision: laid } = given
    if (!this.#unlaid.has(key)) this.#unlaid.set(key, { story: story.story, language, laid })
    return story
  }

  async revisions(story: string, language: Language): Promise<Revision[]> {
    const kept = this.#saves.get(keyOf(story, language)) ?? []
    return kept.map((one) => ({ ...one.save, number: one.story.revision })).toReversed()
  }

  async revision(story: string, language: Language, number: number): Promise<Story | null> {
    const kept = this.#saves.get(keyOf(story, language)) ?? []
    return kept.find((one) => one.story.revision === number)?.story ?? null
  }

  async due(now: Instant): Promise<Story[]> {
    const isDue = ({ state, scheduled }: Story): boolean =>
      state === 'scheduled' && scheduled !== null && scheduled <= now
    const moment = (story: Story): string => `${story.scheduled} ${story.story} ${story.language}`
    return this.#all()
      .filter(isDue)
      .sort((a, b) => (moment(a) < moment(b) ? -1 : 1))
  }

  async unlaid(): Promise<Unlaid[]> {
    return sorted(this.#unlaid)
  }

  async markLaid(shown: readonly Unlaid[]): Promise<void> {
    for (const one of shown) {
      const key = keyOf(one.story, one.language)
      const isNewest = this.#last(one.story, one.language)?.revision === one.laid
      if (isNewest) this.#unlaid.delete(key)
      else if (this.#unlaid.has(key)) this.#unlaid.set(key, one)
    }
  }

  async paper(): Promise<Paper | null> {
    return this.#paper
  }

  async savePaper(paper: Paper): Promise<void> {
    this.#paper = paper
  }

  async frontOrder(language: Language): Promise<FrontOrder> {
    return this.#orders.get(language) ?? { language, places: [] }
  }

  async saveFrontOrder(order: FrontOrder): Promise<void> {
    this.#orders.set(order.language, order)
  }

  async topics(): Promise<Topic[]> {
    return sorted(this.#topics)
  }

  async saveTopic(topic: Topic): Promise<void> {
    this.#topics.set(topic.topic, topic)
  }

  async authors(): Promise<Author[]> {
    return sorted(this.#authors)
  }

  async saveAuthor(author: Author): Promise<void> {
    this.#authors.set(author.author, author)
  }

  async pictures(): Promise<Picture[]> {
    return sorted(this.#pictures)
  }

  async savePicture(picture: Picture): Promise<void> {
    this.#pictures.set(picture.picture, picture)
  }

  async close(): Promise<void> {}

  #at(language: Language, slug: string): Story | null {
    return this.#all().find((one) => one.language === language && one.slug === slug) ?? null
  }

  #all(): Story[] {
    return [...this.#saves.values()].flatMap((kept) => kept.at(-1)?.story ?? [])
  }

  #last(story: string, language: Language): Story | null {
    return this.#saves.get(keyOf(story, language))?.at(-1)?.story ?? null
  }
}

function keyOf(story: string, language: Language): string {
  return `${language}/${story}`
}

function sorted<T>(named: ReadonlyMap<string, T>): T[] {
  return [...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}
