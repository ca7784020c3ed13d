import { diffWordsWithSpace } from 'diff'
import type { Story } from '@postern/site/records'
import { languageFacts } from '@postern/site/records'
import { element } from '../element.ts'
import { storyText } from './story-text.ts'
import type { StoryWords } from './story-words.ts'

/** What is different between two revisions, word by word: taken out, put in. */
export function changesView(words: StoryWords, before: Story, after: Story): HTMLElement {
  const parts = diffWordsWithSpace(storyText(before), storyText(after))
  const isSame = parts.every(({ added, removed }) => !added && !removed)
  const shown = isSame
    ? [words.noChanges]
    : parts.map(({ added, removed, value }) => {
        if (added) return element('ins', {}, value)
        return removed ? element('del', {}, value) : value
      })
  const made = element('div', { className: 'changes' }, ...shown)
  made.dir = languageFacts(after.language).direction
  made.lang = after.language
  return made
}
