import { storyPath } from '../address.ts'
import type { SiteFile } from '../manifest.ts'
import { type Story, storyWords } from '../records/story.ts'

/** What a front puts into its search index of one story; a public document, like the story. */
export interface StoryWords {
  readonly path: string
  readonly language: string
  readonly headline: string
  readonly standfirst: string
  readonly published: string
  readonly words: string
}

export function wordsFile(story: Story): SiteFile {
  const { language, slug, headline, standfirst, published } = story
  const found: StoryWords = {
    path: storyPath(language, slug),
    language,
    headline,
    standfirst,
    published: published ?? '',
    words: [story.kicker, story.byline, story.place, ...storyWords(story)].join('\n'),
  }
  return { bytes: new TextEncoder().encode(JSON.stringify(found)), type: 'application/json' }
}
