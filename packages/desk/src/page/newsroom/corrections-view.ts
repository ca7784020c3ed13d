import { readMarked, type Story, type Text, wordsOf } from '@postern/site/records'
import { dayText } from '../day-text.ts'
import { element, foreignText } from '../element.ts'
import type { StoryWords } from './story-words.ts'

/** Corrections that stand on the page, and one more. They are never taken back. */
export function correctionsView(
  words: StoryWords,
  language: string,
  story: Story,
  add: (text: Text) => Promise<boolean>,
): HTMLElement {
  const area = element('textarea', { id: 'correction', rows: 3, dir: 'auto' })
  const form = element(
    'form',
    { className: 'act', id: 'add-correction' },
    element('label', { htmlFor: area.id }, words.correctionText),
    area,
    element('button', { type: 'submit' }, words.addCorrection),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const text = readMarked(area.value.trim())
    if (text !== '') void add(text).then((isOut) => (isOut ? form.reset() : undefined))
  })
  const rows = story.corrections.map(({ at, text }) =>
    element(
      'li',
      {},
      element('span', { className: 'when' }, dayText(language, Date.parse(at))),
      ' ',
      foreignText('span', '', wordsOf(text)),
    ),
  )
  return element(
    'details',
    { className: 'corrections', open: rows.length > 0 },
    element('summary', {}, words.corrections),
    element('ul', { className: 'plain' }, ...rows),
    form,
  )
}
