import type { Letter } from '@postern/protocol'
import { button, element, foreignText } from '../element.ts'
import type { QueuedLetter } from './letter-queue.ts'
import type { NewsroomWords } from './newsroom-words.ts'

/** A letter that a report or a writer's code is about. */
export interface MeantLetter {
  readonly letter: Pick<Letter, 'story' | 'language' | 'name' | 'email' | 'text'>
  /** What it is called when it is printed. */
  readonly id: string
  readonly isPrinted: boolean
}

interface Acts {
  readonly takeDown: (id: string) => void
  readonly settle: () => void
}

/** A report of a printed letter, or what its writer asks; with the letters that are meant. */
export function requestCard(
  words: NewsroomWords,
  { letter }: QueuedLetter,
  meant: readonly MeantLetter[],
  acts: Acts,
): HTMLElement {
  const kind = letter.kind === 'letter' ? 'report' : letter.kind
  return element(
    'li',
    { className: 'letter-card' },
    element('p', { className: 'letter-name' }, words[kind]),
    ...(letter.text === '' ? [] : [foreignText('p', 'letter-text', letter.text)]),
    ...(meant.length === 0 ? [element('p', {}, words.noSuchLetter)] : []),
    ...meant.map((one) => meantView(words, kind, one, acts)),
    element('div', { className: 'acts' }, button(words.settle, acts.settle)),
  )
}

function meantView(
  words: NewsroomWords,
  kind: 'report' | 'copy' | 'removal',
  { letter, id, isPrinted }: MeantLetter,
  acts: Acts,
): HTMLElement {
  const copy = button(words.saveCopy, () => saveCopy(letter))
  const down = button(words.takeDown, () => acts.takeDown(id))
  down.disabled = !isPrinted
  return element(
    'blockquote',
    {},
    foreignText('p', 'letter-name', letter.name),
    foreignText('p', 'letter-text', letter.text),
    ...(kind === 'copy' ? [foreignText('p', 'letter-email', letter.email), copy] : [down]),
  )
}

/** Her own letter, all that is held of it; under a name that says nothing. */
function saveCopy({ story, language, name, email, text }: MeantLetter['letter']): void {
  const json = JSON.stringify({ story, language, name, email, text }, null, 2)
  const link = element('a', {
    href: URL.createObjectURL(new Blob([json], { type: 'application/octet-stream' })),
    download: 'letter.json',
  })
  link.click()
  URL.revokeObjectURL(link.href)
}
