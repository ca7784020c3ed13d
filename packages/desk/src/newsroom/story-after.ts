import { PosternError } from '@postern/protocol'
import {
  addUpdate,
  beginStory,
  correct,
  edit,
  type Instant,
  isPublished,
  pinUpdate,
  publish,
  schedule,
  type Story,
  withdraw,
} from '@postern/site'
import type { StoryAct, WrittenWords } from '../member/story-act.ts'

/** A writer's acts touch only what is not out: what readers see is an editor's. */
export function isForEditors(story: Story | null, act: StoryAct): boolean {
  if (act.kind === 'begin') return false
  const isDraftWork = act.kind === 'write' || act.kind === 'restore'
  return !isDraftWork || (story !== null && isPublished(story))
}

/**
 * The story after the act. Two reporters may add updates at once, so those have no base; every other
 * act is upon the words that the person saw. PosternError with a sentence for what cannot be.
 */
export function storyAfter(
  story: Story,
  act: Exclude<StoryAct, { kind: 'begin' | 'restore' }>,
  at: Instant,
): Story {
  if ('base' in act) refuseStale(story, act)
  switch (act.kind) {
    case 'write':
      return rewritten(story, act.written, at)
    case 'publish':
      return publish(story, act.state, at)
    case 'schedule':
      if (act.moment <= at)
        throw new PosternError('moment-over', 'that moment is over: choose one to come')
      return schedule(story, act.moment)
    case 'withdraw':
      return withdraw(story)
    case 'update':
      return addUpdate(
        story,
        { id: act.id, headline: act.headline, blocks: act.blocks, pinned: false },
        at,
      )
    case 'pin':
      return pinUpdate(story, act.id, at)
    case 'correct':
      return correct(story, act.text, at)
    default:
      throw new TypeError('unknown act')
  }
}

/** PosternError('revision-conflict') when somebody saved since. */
export function refuseStale(story: Story, { base }: { readonly base: number }): void {
  if (base !== story.revision)
    throw new PosternError('revision-conflict', 'somebody saved this story since you opened it')
}

/** A draft: empty, or with another language's words to be put into this one. */
export function begun(
  { story, language }: Pick<Story, 'story' | 'language'>,
  slug: string,
  like: Story | null,
): Story {
  const draft = beginStory(story, language, slug)
  return like === null ? draft : { ...draft, ...wordsOf(like) }
}

/** New words; what was said in public, and when, stays as it is. */
export function rewritten(
  story: Story,
  { lettersClose, ...words }: WrittenWords,
  at: Instant,
): Story {
  return edit(story, { ...words, lettersClose: lettersClose ?? undefined }, at)
}

/** The words of an old revision, at the address that the story has now. */
export function restored(story: Story, old: Story, at: Instant): Story {
  return edit(story, wordsOf(old), at)
}

function wordsOf(story: Story): Omit<WrittenWords, 'slug' | 'lettersClose'> {
  const { kicker, headline, standfirst, byline, place, lead, blocks: body } = story
  const lists = {
    authors: [...story.authors],
    topics: [...story.topics],
    keyPoints: [...story.keyPoints],
  }
  return { kicker, headline, standfirst, byline, place, lead, blocks: body, ...lists }
}
