import type { StoryLine } from '../../member/story-client.ts'

/** One story with its lines by language, as a list shows it. */
export interface StoryGroup {
  readonly story: string
  readonly lines: ReadonlyMap<string, StoryLine>
}

/** Stories in the order in which a first line of each came, those that fit every word of the search. */
export function storyGroups(lines: readonly StoryLine[], search: string): StoryGroup[] {
  const groups = new Map<string, Map<string, StoryLine>>()
  for (const line of lines) {
    const group = groups.get(line.story) ?? new Map<string, StoryLine>()
    group.set(line.language, line)
    groups.set(line.story, group)
  }
  const wanted = search
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return [...groups].flatMap(([story, group]) => {
    const texts = [...group.values()].map(
      ({ headline, kicker, slug }) => `${headline} ${kicker} ${slug}`,
    )
    const text = `${story} ${texts.join(' ')}`.toLocaleLowerCase()
    return wanted.every((word) => text.includes(word)) ? [{ story, lines: group }] : []
  })
}

/** A name for the address out of what somebody typed: small Latin letters, digits, hyphens. */
export function slugOf(typed: string): string {
  return typed
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80)
}
