import type { ComposerState, Step } from './composer-state.ts'
import { element, field, tell } from './element.ts'
import { paintFiles } from './paint-files.ts'
import { paintEntries } from './paint-entries.ts'
import { paintThread } from './paint-thread.ts'
import type { Sentence, Speaker } from './speaker.ts'

/** Draws the whole composer from its state; what has not changed is left as it is. */
export function paintComposer(root: HTMLElement, state: ComposerState, speaker: Speaker): void {
  paintDoor(state, speaker)
  paintStep(root, state.step)
  paintDesks(root, state, speaker)
  tell(field(root, 'crowd'), crowdText(state, speaker))
  paintWords(root, state)
  field(root, 'type-new').hidden = state.typing !== 'new'
  field(root, 'type-return').hidden = state.typing !== 'return'
  setValue(root, '#postern-words', state.typed)
  tell(field(root, 'start-notice'), orNull(state.startNotice, speaker))
  setValue(root, '#postern-text', state.text)
  setValue(root, '#postern-names', state.exclusions)
  tell(field(root, 'words-trouble'), orNull(state.wordsTrouble, speaker))
  paintFiles(root, state.files, speaker)
  paintEntries(root, state, speaker)
  if (state.step === 'thread') paintThread(root, state, speaker)
}

function orNull(sentence: Sentence | null, speaker: Speaker): string | null {
  return sentence && speaker.sentence(sentence)
}

/** One visible state for every failure, outside the composer, where it can be read. (B3) */
function paintDoor({ view, isDead }: ComposerState, speaker: Speaker): void {
  const target = document.querySelector<HTMLElement>('#postern-door')
  if (target === null) return
  if (isDead) return tell(target, speaker.say('workerDied'))
  if (view?.door === 'unverified') return tell(target, speaker.say('doorUnverified'))
  tell(target, view?.door === 'waiting' ? speaker.say('doorWaiting') : null)
}

function paintStep(root: HTMLElement, step: Step): void {
  for (const section of root.querySelectorAll<HTMLElement>('[data-step]'))
    section.hidden = section.dataset['step'] !== step
}

function crowdText({ view }: ComposerState, speaker: Speaker): string {
  const crowd = view?.crowd ?? null
  return crowd === null ? speaker.say('crowdUnknown') : speaker.say('crowd', { n: crowd })
}

function paintWords(root: HTMLElement, { words }: ComposerState): void {
  const list = field(root, 'words')
  if (list.childElementCount === words.length) return
  list.replaceChildren(...words.map((word) => element('li', {}, word)))
}

/** The same choice stands in the start and above the thread; both are the one state. */
function paintDesks(root: HTMLElement, state: ComposerState, speaker: Speaker): void {
  const desks = state.view?.desks ?? []
  const drawn = `${speaker.language} ${desks.map(({ id }) => id).join(' ')}`
  for (const name of ['desks', 'thread-desks']) {
    const target = field(root, name)
    if (target.dataset['drawn'] !== drawn) {
      target.dataset['drawn'] = drawn
      target.replaceChildren(...desks.map((desk) => deskChoice(name, desk, speaker.language)))
    }
    for (const input of target.querySelectorAll('input')) input.checked = input.value === state.desk
  }
}

function deskChoice(
  group: string,
  { id, titles }: NonNullable<ComposerState['view']>['desks'][number],
  language: string,
): HTMLElement {
  const words = titles[language] ?? Object.values(titles)[0]
  return element(
    'label',
    { className: 'choice' },
    element('input', { type: 'radio', name: `postern-${group}`, value: id }),
    element(
      'span',
      {},
      element('strong', {}, words?.title ?? id),
      element('small', {}, words?.description ?? ''),
    ),
  )
}

function setValue(root: HTMLElement, selector: string, value: string): void {
  const area = root.querySelector<HTMLTextAreaElement>(selector)
  if (area !== null && area.value !== value) area.value = value
}
