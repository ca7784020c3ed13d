import type { Env } from '@postern/protocol'
import { makeWords } from '@postern/protocol/words'
import { button, element } from '../element.ts'
import { fill } from '../messages.ts'
import { type MemberWords, memberWords } from '../people/member-words.ts'

/** The sealed keyring can be fetched by name, so a passphrase must bear being guessed at. */
const LEAST_LENGTH = 20

/** A new passphrase, made or one's own, typed twice. `use` says what went wrong, or nothing. */
export function passphraseForm(
  env: Env,
  language: string,
  use: (passphrase: string) => Promise<string | null>,
): HTMLElement {
  const words = memberWords(language)
  const status = element('p', { className: 'way-status' })
  status.setAttribute('role', 'status')
  const passphrase = secret('new-passphrase')
  const again = secret('new-passphrase-again')
  const made = element('p', { className: 'words' })
  made.dir = 'ltr'
  const press = element('button', { type: 'submit', className: 'first' }, words.usePassphrase)
  const form = element(
    'form',
    { className: 'new-passphrase' },
    button(words.makeWords, () => {
      made.textContent = makeWords(env).join(' ')
      status.textContent = words.madeWords
    }),
    made,
    element('label', { htmlFor: passphrase.id }, words.newPassphrase),
    passphrase,
    element('label', { htmlFor: again.id }, words.sameAgain),
    again,
    press,
    status,
  )
  const submit = async (): Promise<void> => {
    press.disabled = true
    status.textContent = words.makingKeys
    const trouble = await use(passphrase.value)
    status.textContent = trouble ?? ''
    press.disabled = false
    if (trouble !== null) return
    form.reset()
    made.textContent = ''
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const trouble = troubleOf(words, passphrase.value, again.value)
    if (trouble === null) void submit()
    else status.textContent = trouble
  })
  return form
}

function troubleOf(words: MemberWords, passphrase: string, again: string): string | null {
  if (passphrase.trim().length < LEAST_LENGTH) return fill(words.tooShort, LEAST_LENGTH)
  return passphrase === again ? null : words.differs
}

function secret(id: string): HTMLInputElement {
  return element('input', { id, type: 'password', autocomplete: 'new-password', required: true })
}
