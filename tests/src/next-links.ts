/** Links of a front page, a list or a story that lead on within the site; every such page has one. */
export const NEXT_LINKS = 'nav.more a, .teaser a, .topics a'
