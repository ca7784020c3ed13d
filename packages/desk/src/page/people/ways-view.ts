import { PosternError } from '@postern/protocol'
import type { KeptPasskey } from '../../member/keyring.ts'
import type { DeskSession } from '../desk-session.ts'
import { button, element, folded, foreignText } from '../element.ts'
import { passphraseForm } from '../entry/passphrase-form.ts'
import { passkeysWork } from '../entry/passkey.ts'
import { fill } from '../messages.ts'
import { type MemberWords, memberWords } from './member-words.ts'

/** How one opens one's own desk: passphrase, passkeys, and who could let one in again. */
export function waysView(
  session: DeskSession,
  language: string,
): { readonly root: HTMLElement; update(): void } {
  const words = memberWords(language)
  const status = element('p', { className: 'answer-status', id: 'ways-status' })
  status.setAttribute('role', 'status')
  const list = element('ul', { className: 'plain', id: 'passkeys' })
  const colleagues = element('p', { id: 'colleagues' })
  const keep = async (change: () => Promise<string> | string): Promise<void> => {
    try {
      const said = await change()
      await session.keepWays()
      status.textContent = said
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      status.textContent = words.noServerNow
    }
    show()
  }
  const remove = (passkey: KeptPasskey): void =>
    void keep(() => {
      session.ways.removePasskey(passkey)
      return words.passkeyRemoved
    })
  const show = (): void => {
    const rows = session.ways.passkeys.map((one) => passkeyRow(words, language, one, remove))
    const none = element('li', { className: 'empty' }, words.noPasskeys)
    list.replaceChildren(...(rows.length === 0 ? [none] : rows))
  }
  show()
  const root = element(
    'div',
    {},
    element('h3', {}, words.myWays),
    colleagues,
    element('p', {}, words.lostDevice),
    element('h4', {}, words.passkeys),
    list,
    ...(passkeysWork()
      ? [addForm(words, session, keep)]
      : [element('p', {}, words.passkeysNowhere)]),
    status,
    folded(
      'change-passphrase',
      words.changePassphrase,
      passphraseForm(session.env, language, async (passphrase) => {
        await keep(async () => {
          await session.ways.setPassphrase(passphrase)
          return words.passphraseChanged
        })
        return null
      }),
    ),
  )
  return { root, update: () => (colleagues.textContent = colleaguesText(words, session)) }
}

type Keep = (change: () => Promise<string> | string) => Promise<void>

function addForm(words: MemberWords, session: DeskSession, keep: Keep): HTMLElement {
  const name = element('input', { id: 'passkey-name', type: 'text', dir: 'auto' })
  name.autocomplete = 'off'
  const form = element(
    'form',
    { className: 'act', id: 'add-passkey' },
    element('label', { htmlFor: name.id }, words.passkeyName),
    name,
    element('button', { type: 'submit' }, words.addPasskey),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void keep(async () => {
      if (session.ways.isFull) return words.passkeysFull
      const trouble = await session.ways.addPasskey(name.value.trim())
      if (trouble !== null) return words[trouble]
      form.reset()
      return words.passkeyAdded
    })
  })
  return form
}

function passkeyRow(
  words: MemberWords,
  language: string,
  passkey: KeptPasskey,
  remove: (passkey: KeptPasskey) => void,
): HTMLElement {
  const day = new Date(passkey.addedMs).toLocaleDateString(language)
  const press = button(words.removePasskey, () => remove(passkey))
  const name = foreignText('bdi', 'member-name', passkey.label)
  return element('li', {}, name, ` · ${day} `, press)
}

function colleaguesText(words: MemberWords, { member }: DeskSession): string {
  const state = member.recovery
  if (state === null) return words.colleaguesFew
  if (!state.isReady) return words.colleaguesSoon
  return fill(words.colleaguesCan, `${state.threshold}/${state.holders}`)
}
