import type { Env } from '@postern/protocol'
import { button, element } from '../element.ts'
import { memberWords } from '../people/member-words.ts'
import { passkeysWork } from './passkey.ts'
import { passphraseForm } from './passphrase-form.ts'
import type { WaysIn } from './ways-in.ts'

/** Chooses the first way in: a passphrase or a passkey. `done` seals and goes on. */
export function newWayForm(
  env: Env,
  language: string,
  ways: WaysIn,
  done: () => Promise<string | null>,
): HTMLElement {
  const words = memberWords(language)
  const status = element('p', { id: 'way-status' })
  status.setAttribute('role', 'status')
  const withPasskey = async (): Promise<void> => {
    const trouble = await ways.addPasskey(words.firstPasskey)
    status.textContent = trouble === null ? ((await done()) ?? '') : words[trouble]
  }
  const passkey = button(words.usePasskey, () => void withPasskey())
  passkey.id = 'use-passkey'
  return element(
    'div',
    { className: 'unlock new-way' },
    element('h1', {}, words.chooseWay),
    passphraseForm(env, language, async (passphrase) => {
      await ways.setPassphrase(passphrase)
      return await done()
    }),
    ...(passkeysWork() ? [passkey] : []),
    status,
  )
}
