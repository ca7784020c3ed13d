import type { StoryLine } from '../store/site-store.ts'

/** `2026-11` and so on: every month in which one of the stories went out, the latest first. */
export function monthsOf(lines: readonly Pick<StoryLine, 'published'>[]): string[] {
  const months = lines.flatMap(({ published }) =>
    published === null ? [] : [published.slice(0, 7)],
  )
  return [...new Set(months)].sort().toReversed()
}
