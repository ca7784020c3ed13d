import { element } from './element.ts'
import type { Messages } from './messages.ts'

/** What the form says of the last try. */
export type UnlockOutcome = 'opened' | 'wrong' | 'unreachable'

/** The way in: name and passphrase, and one clear sentence when they open nothing. */
export function unlockView(
  words: Messages,
  tryOpen: (name: string, passphrase: string) => Promise<UnlockOutcome>,
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
