import { type Env, PosternError } from '@postern/protocol'
import type { Keyring } from '../../member/keyring.ts'
import { element } from '../element.ts'
import { fill } from '../messages.ts'
import { type MemberWords, memberWords } from '../people/member-words.ts'
import { newWayForm } from './new-way-form.ts'
import type { Unlocked } from './open-keyring.ts'
import { type Progress, Recovery } from './recover.ts'
import { WaysIn } from './ways-in.ts'

const LOOK_EVERY_MS = 3_000

/** For who can open the keyring no more: colleagues compare words and hand over their shares. */
export function lostView(
  env: Env,
  language: string,
  enter: (unlocked: Unlocked) => Promise<void>,
): HTMLElement {
  const words = memberWords(language)
  const name = element('input', { id: 'lost-name', type: 'text', autocomplete: 'username' })
  name.required = true
  name.spellcheck = false
  const status = element('p', { id: 'lost-status' })
  status.setAttribute('role', 'status')
  const spoken = element('p', { id: 'spoken-words', className: 'words' })
  spoken.dir = 'ltr'
  const press = element('button', { type: 'submit', className: 'first' }, words.askColleagues)
  const form = element(
    'form',
    { className: 'unlock' },
    element('h1', {}, words.lostTitle),
    element('p', {}, words.lostHow),
    element('label', { htmlFor: name.id }, words.lostName),
    name,
    press,
    spoken,
    status,
  )
  const root = element('div', {}, form)
  const ask = async (): Promise<void> => {
    press.disabled = true
    name.disabled = true
    const recovery = new Recovery(env, name.value)
    spoken.textContent = recovery.words.join(' ')
    const keyring = await waitFor(recovery, root, (text) => (status.textContent = text), words)
    if (keyring !== null) root.replaceChildren(letIn(env, language, keyring, enter))
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void ask()
  })
  return root
}

/** Until enough have helped; null when the page went on to something else. */
async function waitFor(
  recovery: Recovery,
  root: HTMLElement,
  say: (text: string) => void,
  words: MemberWords,
): Promise<Keyring | null> {
  while (root.isConnected) {
    const progress = await looked(recovery)
    if (progress?.kind === 'opened') return progress.keyring
    say(progress === null ? words.noServerNow : stateOf(words, progress))
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  return null
}

async function looked(recovery: Recovery): Promise<Progress | null> {
  try {
    return await recovery.look()
  } catch (error) {
    if (error instanceof PosternError) return null
    throw error
  }
}

function stateOf(
  words: MemberWords,
  { shares, needed }: Extract<Progress, { kind: 'waiting' }>,
): string {
  if (needed === null) return words.nobodyYet
  return shares < needed ? fill(words.helpedSoFar, `${shares}/${needed}`) : words.sharesDiffer
}

/** The old ways in end: what was lost opens nothing any more. */
function letIn(
  env: Env,
  language: string,
  keyring: Keyring,
  enter: (unlocked: Unlocked) => Promise<void>,
): HTMLElement {
  const words = memberWords(language)
  const ways = WaysIn.none(env, keyring)
  const done = async (): Promise<null> => {
    await enter({ keyring, ways })
    return null
  }
  return element(
    'div',
    {},
    element('p', { className: 'unlock' }, words.letIn),
    newWayForm(env, language, ways, done),
  )
}
