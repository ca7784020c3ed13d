import type { SiteFile } from '../manifest.ts'
import type { Story } from '../records/story.ts'

/** One size for every story and every number of updates. */
const UPDATES_BYTES = 64

/** What the page's script asks for: how many updates there are, filled up with spaces. */
export function updatesFile({ updates }: Pick<Story, 'updates'>): SiteFile {
  const text = JSON.stringify({ count: updates.length }).padEnd(UPDATES_BYTES)
  return { bytes: new TextEncoder().encode(text), type: 'application/json' }
}
