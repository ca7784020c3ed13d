import type { DeskRecord } from './desk-record.ts'
import type { PublishedLetter } from './letters/published-letter.ts'
import type { FrontOrder } from './records/front-order.ts'
import type { Paper } from './records/paper.ts'
import type { Picture } from './records/picture.ts'
import type { Story } from './records/story.ts'
import type { Author, Topic } from './records/topic.ts'
import type { SiteStore } from './store/site-store.ts'

/** A whole small site as one value: what the demonstration is, and what tests render. */
export interface SiteRecords extends Paper {
  readonly desks: readonly DeskRecord[]
  readonly stories: readonly Story[]
  readonly fronts: readonly FrontOrder[]
  readonly topics: readonly Topic[]
  readonly authors: readonly Author[]
  readonly pictures: readonly Picture[]
  /** Accepted letters, in the order in which they were accepted. */
  readonly letters?: readonly PublishedLetter[]
  /** The day for which the site is rendered, `YYYY-MM-DD`: letters are closed after their last day. */
  readonly today?: string
}

/** Puts the records into a store that has none of them, or only some because this was interrupted. */
export async function fillStore(store: SiteStore, records: SiteRecords): Promise<void> {
  const { languages, title, tagline, about } = records
  for (const topic of records.topics) await store.saveTopic(topic)
  for (const author of records.authors) await store.saveAuthor(author)
  for (const picture of records.pictures) await store.savePicture(picture)
  for (const order of records.fronts) await store.saveFrontOrder(order)
  for (const story of records.stories) {
    if ((await store.story(story.story, story.language)) !== null) continue
    const at = story.changed ?? story.published ?? '2000-01-01T00:00:00Z'
    await store.saveStory(story, { by: story.byline, at, note: '' })
  }
  await store.savePaper({ languages, title, tagline, about })
}
