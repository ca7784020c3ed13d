import { PosternError } from '@postern/protocol'
import type { Language } from '../language.ts'
import type { Correction } from './correction.ts'
import type { Instant } from './instant.ts'
import { checkStory, isPublished, type Story, type StoryState } from './story.ts'
import type { Text } from './text.ts'
import type { Update } from './update.ts'

/** An empty draft, to be filled. Every step gives a new story and leaves the old one as it was. */
export function beginStory(story: string, language: Language, slug: string): Story {
  return {
    story,
    language,
    slug,
    state: 'draft',
    kicker: '',
    headline: slug,
    standfirst: '',
    byline: '',
    authors: [],
    place: '',
    topics: [],
    lead: null,
    keyPoints: [],
    blocks: [],
    updates: [],
    corrections: [],
    scheduled: null,
    published: null,
    changed: null,
    revision: 0,
  }
}

/** What an editor writes by hand; the rest is changed by steps. */
export type Written = Omit<
  Story,
  | 'story'
  | 'language'
  | 'state'
  | 'updates'
  | 'corrections'
  | 'scheduled'
  | 'published'
  | 'changed'
  | 'revision'
>

/** New words. On a story that is out the time of change follows. */
export function edit(story: Story, written: Partial<Written>, at: Instant): Story {
  return touched({ ...story, ...written }, at)
}

/** Out at once, or in another state of being out. The first time stays the time of publication. */
export function publish(story: Story, state: PublicState, at: Instant): Story {
  return touched({ ...story, state, scheduled: null, published: story.published ?? at }, at)
}

type PublicState = Extract<StoryState, 'live' | 'more-to-come' | 'closed'>

/** PosternError('already-published') for what is out already. */
export function schedule(story: Story, moment: Instant): Story {
  if (isPublished(story))
    throw new PosternError('already-published', `${story.slug} is out already`)
  return checkStory({ ...story, state: 'scheduled', scheduled: moment })
}

/** Back to a draft: gone from the site, kept here with the time when it first went out. */
export function withdraw(story: Story): Story {
  return { ...story, state: 'draft', scheduled: null }
}

/**
 * Out, when its moment has come. The moment it was promised for is what readers see, however late
 * this runs, so a clock that jumped over it changes nothing; null when there is nothing to do.
 */
export function publishDue(story: Story, now: Instant): Story | null {
  const { state, scheduled } = story
  if (state !== 'scheduled' || scheduled === null || scheduled > now) return null
  return publish(story, story.updates.length > 0 ? 'live' : 'closed', scheduled)
}

/** PosternError('not-live') unless the story is live. */
export function addUpdate(story: Story, update: Omit<Update, 'at'>, at: Instant): Story {
  if (story.state !== 'live')
    throw new PosternError('not-live', `${story.slug} is not live: make it live first`)
  return touched({ ...story, updates: [...story.updates, { ...update, at }] }, at)
}

/** At most one update is pinned: this one, or none when `id` is null. PosternError('no-such-update'). */
export function pinUpdate(story: Story, id: string | null, at: Instant): Story {
  if (id !== null && !story.updates.some((update) => update.id === id))
    throw new PosternError('no-such-update', `${story.slug} has no update ${id}`)
  const updates = story.updates.map((update) => ({ ...update, pinned: update.id === id }))
  return touched({ ...story, updates }, at)
}

/** Said in public, with the day; corrections are only ever added. PosternError('not-published'). */
export function correct(story: Story, text: Text, at: Instant): Story {
  if (!isPublished(story))
    throw new PosternError('not-published', `${story.slug} is not out: simply change it`)
  const correction: Correction = { at, text }
  return touched({ ...story, corrections: [...story.corrections, correction] }, at)
}

/** Time never goes back on a page, whatever a clock says. */
function touched(story: Story, at: Instant): Story {
  if (!isPublished(story)) return checkStory(story)
  const latest = [story.published, story.changed, at].reduce((a, b) =>
    (b ?? '') > (a ?? '') ? b : a,
  )
  return checkStory({ ...story, changed: latest })
}
