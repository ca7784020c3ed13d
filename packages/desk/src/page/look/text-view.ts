import { button, element, foreignText } from '../element.ts'
import { revealCharacters, type Stretch } from './characters.ts'
import { lookWords } from './look-words.ts'

/** Longer texts are cut here; saved, they are whole. */
const MOST_CHARACTERS = 200_000

/** The words of a text file: never a link, never markup. */
export function textView(language: string, bytes: Uint8Array): HTMLElement {
  const words = lookWords(language)
  const text = new TextDecoder().decode(bytes)
  const shown = foreignText('p', 'text', text.slice(0, MOST_CHARACTERS))
  const isBroken = text.includes('\ufffd')
  return element(
    'div',
    {},
    ...(text.length > MOST_CHARACTERS ? [element('p', { className: 'proof' }, words.textCut)] : []),
    ...(isBroken ? [element('p', { className: 'proof' }, words.textBroken)] : []),
    showCharacters(language, shown, () => text.slice(0, MOST_CHARACTERS)),
    shown,
  )
}

/** A button that makes visible what hides in a text, and back. */
export function showCharacters(
  language: string,
  shown: HTMLElement,
  textOf: () => string,
): HTMLButtonElement {
  const words = lookWords(language)
  const press = button(words.showCharacters, () => {
    const isOn = press.getAttribute('aria-pressed') !== 'true'
    press.setAttribute('aria-pressed', String(isOn))
    if (isOn) shown.replaceChildren(...revealed(language, revealCharacters(textOf())))
    else shown.replaceChildren(textOf())
  })
  press.setAttribute('aria-pressed', 'false')
  press.className = 'characters'
  return press
}

/** What hides is shown by its code points; nothing of it acts on what stands around it. */
function revealed(language: string, stretches: readonly Stretch[]): Node[] {
  const words = lookWords(language)
  return stretches.map(({ text, note }) => {
    if (note === null) return document.createTextNode(text)
    const seen = note.kind === 'unseen' ? note.codes : `${text} (${note.codes})`
    const shown = element('mark', { className: 'hidden-character' }, seen)
    shown.title = note.kind === 'unseen' ? words.unseen : words.mixed
    shown.dir = 'auto'
    return shown
  })
}
