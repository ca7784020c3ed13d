import type { Revision, Story } from '@postern/site/records'
import { momentText } from '../day-text.ts'
import { button, element, foreignText } from '../element.ts'
import { fill } from '../messages.ts'
import { changesView } from './changes-view.ts'
import type { StoryWords } from './story-words.ts'

export interface RevisionsParts {
  readonly words: StoryWords
  readonly language: string
  /** As it is now. */
  readonly story: Story
  /** The newest first. */
  readonly revisions: readonly Revision[]
  readonly revision: (number: number) => Promise<Story | null>
}

const MOST_SHOWN = 100

/** Who saved what and when; what changed since; and its words taken back. */
export function revisionsView(
  parts: RevisionsParts,
  restore: (number: number) => Promise<void>,
): HTMLElement {
  const { words, revisions } = parts
  const rows = revisions.slice(0, MOST_SHOWN).map((one) => row(parts, one, restore))
  return element(
    'details',
    { className: 'revisions' },
    element('summary', {}, words.revisions),
    element('ol', { className: 'plain' }, ...rows),
  )
}

function row(
  { words, language, story, revision }: RevisionsParts,
  { number, by, at, note }: Revision,
  restore: (number: number) => Promise<void>,
): HTMLElement {
  const shown = element('div')
  const compare = button(words.showChanges, () => {
    void revision(number).then((old) =>
      shown.replaceChildren(old === null ? words.unreachable : changesView(words, old, story)),
    )
  })
  const isNewest = number === story.revision
  const acts = isNewest ? [] : [compare, button(words.restore, () => void restore(number))]
  return element(
    'li',
    {},
    element('strong', {}, fill(words.revisionLine, number)),
    ' ',
    element('span', { className: 'when' }, momentText(language, Date.parse(at))),
    ' ',
    foreignText('bdi', '', note === '' ? by : `${by}: ${note}`),
    element('div', { className: 'acts' }, ...acts),
    shown,
  )
}
