import { button, element } from '../element.ts'
import type { Messages } from '../messages.ts'
import { memberWords } from '../people/member-words.ts'
import { type PasskeyTrouble, passkeysWork } from './passkey.ts'

/** What the form says of the last try. */
export type UnlockOutcome = 'opened' | 'wrong' | 'unreachable'

/** What a passkey did, beside that. */
export type PasskeyOutcome = UnlockOutcome | PasskeyTrouble

/** Other ways than name and passphrase. */
export interface OtherWays {
  readonly passkey: () => Promise<PasskeyOutcome>
  readonly invited: () => void
  readonly lost: () => void
}

/** The way in: name and passphrase, and one clear sentence when they open nothing; or another. */
export function unlockView(
  words: Messages,
  language: string,
  tryOpen: (name: string, passphrase: string) => Promise<UnlockOutcome>,
  others: OtherWays,
): HTMLElement {
  const name = element('input', {
    id: 'name',
    type: 'text',
    autocomplete: 'username',
    required: true,
  })
  const passphrase = element('input', {
    id: 'passphrase',
    type: 'password',
    autocomplete: 'current-password',
    required: true,
  })
  name.spellcheck = false
  const status = element('p', { id: 'unlock-status' })
  status.setAttribute('role', 'status')
  const press = element('button', { type: 'submit', className: 'first' }, words.unlock)
  const form = element(
    'form',
    { className: 'unlock' },
    element('h1', {}, words.unlockTitle),
    element('label', { htmlFor: 'name' }, words.name),
    name,
    element('label', { htmlFor: 'passphrase' }, words.passphrase),
    passphrase,
    press,
    ...otherWays(language, others, status),
    status,
  )
  const submit = async (): Promise<void> => {
    press.disabled = true
    status.textContent = words.unlocking
    const outcome = await tryOpen(name.value, passphrase.value)
    passphrase.value = ''
    press.disabled = false
    if (outcome !== 'opened')
      status.textContent = outcome === 'wrong' ? words.wrong : words.noServer
    if (outcome !== 'opened') passphrase.focus()
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  return element('main', {}, form)
}

function otherWays(language: string, others: OtherWays, status: HTMLElement): HTMLElement[] {
  const words = memberWords(language)
  const ask = async (): Promise<void> => {
    status.textContent = words.askingPasskey
    const outcome = await others.passkey()
    if (outcome === 'opened') return
    const said = { wrong: words.passkeyOpensNothing, unreachable: words.noServerNow }
    status.textContent =
      outcome === 'wrong' || outcome === 'unreachable' ? said[outcome] : words[outcome]
  }
  const passkey = button(words.withPasskey, () => void ask())
  passkey.id = 'with-passkey'
  const invited = button(words.haveInvitation, others.invited)
  invited.id = 'invited'
  const lost = button(words.lostWay, others.lost)
  lost.id = 'lost'
  return [
    ...(passkeysWork() ? [passkey] : []),
    element('div', { className: 'acts' }, invited, lost),
  ]
}
