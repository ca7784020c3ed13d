import { PosternError } from '@postern/protocol'
import type { Story } from '../records/story.ts'
import type { StoryFilter, StoryLine } from './site-store.ts'

/** Whether a story fits; the same question that the databases are asked. */
export function fits(story: Story, filter: StoryFilter): boolean {
  const { language, topic, author, states } = filter
  if (language !== undefined && story.language !== language) return false
  if (filter.story !== undefined && story.story !== filter.story) return false
  if (topic !== undefined && !story.topics.includes(topic)) return false
  if (author !== undefined && !story.authors.includes(author)) return false
  if (states !== undefined && !states.includes(story.state)) return false
  return fitsTime(story, filter)
}

function fitsTime(story: Story, { month, before, after }: StoryFilter): boolean {
  const { published, story: name } = story
  if (month !== undefined && published?.startsWith(month) !== true) return false
  if (before !== undefined) {
    if (published === null || published > before.published) return false
    if (published === before.published && name <= before.story) return false
  }
  if (after === undefined) return true
  if (published === null || published < after.published) return false
  return published > after.published || name < after.story
}

/** Never-published first, then the newest; of one moment by name and language. */
export function byNewest(a: Story, b: Story): number {
  const after = (x: string, y: string): number => (x < y ? 1 : x > y ? -1 : 0)
  const moments = after(a.published ?? '9', b.published ?? '9')
  return moments || -after(a.story, b.story) || -after(a.language, b.language)
}

export function lineOf(story: Story): StoryLine {
  return {
    story: story.story,
    language: story.language,
    slug: story.slug,
    state: story.state,
    kicker: story.kicker,
    headline: story.headline,
    published: story.published,
    changed: story.changed,
    scheduled: story.scheduled,
    revision: story.revision,
  }
}

export function revisionConflict(story: Story): PosternError {
  return new PosternError(
    'revision-conflict',
    `somebody else saved ${story.language}/${story.slug} since you opened it: compare both and save again`,
  )
}

export function slugTaken(story: Story): PosternError {
  return new PosternError(
    'slug-taken',
    `another story already has the address ${story.language}/${story.slug}: choose another`,
  )
}
