/** Stories on a full page of a list. */
const PAGE_STORIES = 20

/**
 * How a list is cut into pages. Full pages are numbered from the oldest story and never change when
 * a new one comes; the page with the newest holds the rest and between 20 and 39 stories, so that a
 * list that has just been cut does not look empty.
 */
export interface Cut {
  /** How many pages have a number. */
  readonly numbered: number
  /** How many stories stand on the page with the newest. */
  readonly newest: number
}

export function cutList(stories: number): Cut {
  const numbered = Math.max(0, Math.floor(stories / PAGE_STORIES) - 1)
  return { numbered, newest: stories - numbered * PAGE_STORIES }
}

/** Which page shows the story at this place, counted from the newest (0). */
export function pageOf(place: number, stories: number): number | null {
  const { newest } = cutList(stories)
  if (place < newest) return null
  return Math.floor((stories - 1 - place) / PAGE_STORIES) + 1
}

/** What to skip from the newest, and how many to take, for this page. */
export function sliceOf(number: number | null, stories: number): { skip: number; limit: number } {
  const { newest } = cutList(stories)
  if (number === null) return { skip: 0, limit: newest }
  return { skip: stories - number * PAGE_STORIES, limit: PAGE_STORIES }
}
