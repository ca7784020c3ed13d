import { languageFacts, type Story } from '@postern/site/records'
import { element } from '../element.ts'
import { storyText } from './story-text.ts'

/** A story's words to be read and not changed. */
export function plainWords(story: Story): HTMLElement {
  const { headline, language } = story
  const made = element(
    'article',
    { lang: language, dir: languageFacts(language).direction },
    element('h2', {}, headline),
    element('p', { className: 'story-words' }, storyText(story)),
  )
  return made
}
