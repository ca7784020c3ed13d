import type { PublishedLetter } from '@postern/site'
import { button, element, foreignText } from '../element.ts'
import { fill } from '../messages.ts'
import type { NewsroomWords } from './newsroom-words.ts'

interface Acts {
  readonly takeDown: () => void
  readonly answer: (text: string) => void
}

/** One printed letter: it can be taken down, and the paper can answer it. */
export function printedCard(
  words: NewsroomWords,
  letter: PublishedLetter,
  staffName: string,
  acts: Acts,
): HTMLElement {
  const by = letter.staff ? ` · ${words.staff}` : ''
  const name = element('p', { className: 'letter-name' }, foreignText('bdi', '', letter.name), by)
  const card = element(
    'li',
    { className: 'letter-card' },
    name,
    element('p', { className: 'letter-about' }, fill(words.toStory, letter.story)),
    foreignText('p', 'letter-text', letter.text),
    ...(letter.staff ? [] : [answerForm(words, letter.id, staffName, acts.answer)]),
    element('div', { className: 'acts' }, button(words.takeDown, acts.takeDown)),
  )
  card.dataset['printed'] = letter.id
  return card
}

function answerForm(
  words: NewsroomWords,
  id: string,
  staffName: string,
  answer: (text: string) => void,
): HTMLElement {
  const area = element('textarea', { id: `answer-${id}`, rows: 3, dir: 'auto' })
  const press = button(words.printAnswer, () => {
    if (area.value.trim() === '') return area.focus()
    const text = area.value.trim()
    area.value = ''
    details.open = false
    answer(text)
  })
  const details = element(
    'details',
    {},
    element('summary', {}, fill(words.answerAs, staffName)),
    element('label', { htmlFor: `answer-${id}` }, words.answerLabel),
    area,
    press,
  )
  return details
}
