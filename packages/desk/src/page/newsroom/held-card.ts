import { button, element, foreignText } from '../element.ts'
import { fill } from '../messages.ts'
import type { QueuedLetter } from './letter-queue.ts'
import type { NewsroomWords } from './newsroom-words.ts'

interface Acts {
  readonly isChosen: boolean
  readonly choose: (isChosen: boolean) => void
  readonly accept: () => void
  readonly refuse: () => void
}

/** One letter that waits: who says she wrote it, why it is held, its words, and what can be done. */
export function heldCard(words: NewsroomWords, one: QueuedLetter, acts: Acts): HTMLElement {
  const { letter, reasons } = one
  const box = element('input', { type: 'checkbox', checked: acts.isChosen })
  box.setAttribute('aria-label', fill(words.choose, letter.name))
  box.addEventListener('change', () => acts.choose(box.checked))
  const accept = button(words.accept, acts.accept)
  accept.className = 'first'
  const about = [
    fill(words.toStory, letter.story),
    ...(letter.about === '' ? [] : [words.answersLetter]),
  ]
  const card = element(
    'li',
    { className: 'letter-card', tabIndex: 0 },
    element(
      'div',
      { className: 'letter-head' },
      box,
      foreignText('span', 'letter-name', letter.name),
    ),
    element('p', { className: 'letter-about' }, about.join(' · ')),
    element(
      'p',
      { className: 'letter-email' },
      foreignText('bdi', '', letter.email),
      ' ',
      element('small', {}, words.emailOnlyHere),
    ),
    element(
      'p',
      { className: 'reasons' },
      `${words.reason} ${reasons.map((reason) => words[reason]).join(', ')}`,
    ),
    foreignText('p', 'letter-text', letter.text),
    element('div', { className: 'acts' }, accept, button(words.refuse, acts.refuse)),
  )
  card.dataset['letter'] = one.id
  card.addEventListener('keydown', (event) => {
    if (event.target !== card || event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'a') acts.accept()
    if (event.key === 'd') acts.refuse()
    event.stopPropagation()
  })
  return card
}
