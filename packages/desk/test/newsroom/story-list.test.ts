import { describe, expect, it } from 'vitest'
import type { StoryLine } from '../../src/member/story-client.ts'
import { slugOf, storyGroups } from '../../src/page/newsroom/story-list.ts'

const line = (story: string, language: string, headline: string): StoryLine => ({
  story,
  language,
  slug: story,
  state: 'draft',
  kicker: '',
  headline,
  published: null,
  scheduled: null,
})
const LINES = [
  line('bridge', 'en', 'The bridge'),
  line('winter', 'en', 'Winter'),
  line('bridge', 'ru', 'Мост'),
]

describe('the list of stories', () => {
  it('has one row for all languages of a story, in the order of the first', () => {
    const groups = storyGroups(LINES, '')
    expect(groups.map(({ story }) => story)).toEqual(['bridge', 'winter'])
    expect([...(groups[0]?.lines.keys() ?? [])]).toEqual(['en', 'ru'])
  })

  it('is searched in every language, by every word', () => {
    expect(storyGroups(LINES, 'МОСТ').map(({ story }) => story)).toEqual(['bridge'])
    expect(storyGroups(LINES, 'the мост')).toHaveLength(1)
    expect(storyGroups(LINES, 'the winter')).toHaveLength(0)
  })
})

describe('a name for an address', () => {
  it.each([
    ['The Bridge, Paid for Twice!', 'the-bridge-paid-for-twice'],
    ['  café à l’été ', 'cafe-a-l-ete'],
    ['Мост', ''],
  ])('out of %s', (typed, slug) => {
    expect(slugOf(typed)).toBe(slug)
  })
})
