import { type Env, PosternError } from '@postern/protocol'
import { type ReadWords, readWords } from '@postern/protocol/words'
import { element } from '../element.ts'
import { fill } from '../messages.ts'
import { type MemberWords, memberWords } from '../people/member-words.ts'
import { enrol, type Invited, openInvitation } from './enrol.ts'
import { newWayForm } from './new-way-form.ts'
import type { Unlocked } from './open-keyring.ts'

/** From the words that somebody gave to a desk of one's own. */
export function invitationView(
  env: Env,
  language: string,
  enter: (unlocked: Unlocked) => Promise<void>,
): HTMLElement {
  const words = memberWords(language)
  const box = element('textarea', { id: 'invitation-words', rows: 2, dir: 'ltr', required: true })
  box.spellcheck = false
  box.autocapitalize = 'none'
  const status = element('p', { id: 'invitation-status' })
  status.setAttribute('role', 'status')
  const press = element('button', { type: 'submit', className: 'first' }, words.readInvitation)
  const form = element(
    'form',
    { className: 'unlock' },
    element('h1', {}, words.invitationTitle),
    element('label', { htmlFor: box.id }, words.invitationWords),
    box,
    press,
    status,
  )
  const root = element('div', {}, form)
  const submit = async (): Promise<void> => {
    press.disabled = true
    status.textContent = words.makingKeys
    const found = await opened(env, words, box.value)
    press.disabled = false
    if (typeof found === 'string') status.textContent = found
    else root.replaceChildren(chooseWay(env, language, found, enter))
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  return root
}

/** The opened invitation, or a sentence. */
async function opened(env: Env, words: MemberWords, typed: string): Promise<Invited | string> {
  const read = readWords(env.suite, typed)
  if (read.kind !== 'words') return slip(words, read)
  try {
    return (await openInvitation(env, read.entropy)) ?? words.invitationOpensNothing
  } catch (error) {
    if (error instanceof PosternError) return words.noServerNow
    throw error
  }
}

function slip(words: MemberWords, read: Exclude<ReadWords, { kind: 'words' }>): string {
  if (read.kind === 'wrong-count') return fill(words.wordsCount, read.count)
  if (read.kind === 'slip') return words.wordsSlip
  const near =
    read.nearest.length === 0 ? '' : ` ${fill(words.didYouMean, read.nearest.join(', '))}`
  return `${fill(words.wordUnknown, read.word)}${near}`
}

function chooseWay(
  env: Env,
  language: string,
  invited: Invited,
  enter: (unlocked: Unlocked) => Promise<void>,
): HTMLElement {
  const words = memberWords(language)
  const { keyring, ways } = invited
  const done = async (): Promise<string | null> => {
    try {
      const outcome = await enrol(env, invited)
      if (outcome !== 'enrolled') return words[outcome]
      await enter({ keyring, ways })
      return null
    } catch (error) {
      if (error instanceof PosternError) return words.noServerNow
      throw error
    }
  }
  return element(
    'div',
    {},
    element('p', { className: 'unlock' }, fill(words.comesAs, keyring.name)),
    newWayForm(env, language, ways, done),
  )
}
