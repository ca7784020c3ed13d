import { PosternError } from '@postern/protocol'
import type { DeskRoom } from '../../member/desk-room.ts'
import { browserArgon2id } from '../browser-argon2id.ts'
import { button, element } from '../element.ts'
import { type MemberWords, memberWords } from './member-words.ts'

/** Makes an invitation and shows its words until they have been passed on; they are kept nowhere. */
export function inviteForm(language: string, room: DeskRoom): HTMLElement {
  const words = memberWords(language)
  const name = element('input', { id: 'invite-name', type: 'text', dir: 'auto' })
  name.autocomplete = 'off'
  name.spellcheck = false
  const takesIn = element('input', { id: 'invite-takes-in', type: 'checkbox' })
  takesIn.disabled = room.secrets.intake === null
  const press = element('button', { type: 'submit' }, words.makeInvitation)
  const status = element('p', { className: 'answer-status', id: 'invite-status' })
  status.setAttribute('role', 'status')
  const made = element('div', { id: 'invite-words' })
  const form = element(
    'form',
    { className: 'act', id: 'invite' },
    element('h3', {}, words.invite),
    element('label', { htmlFor: name.id }, words.inviteName),
    name,
    element(
      'div',
      { className: 'check' },
      takesIn,
      element('label', { htmlFor: takesIn.id }, words.takesIn),
    ),
    press,
    status,
    made,
  )
  const submit = async (): Promise<void> => {
    press.disabled = true
    status.textContent = words.makingKeys
    const asked = { name: name.value.trim(), takesIn: takesIn.checked }
    const outcome = await invited(words, room, asked)
    press.disabled = false
    status.textContent = typeof outcome === 'string' ? outcome : words.invitationMade
    if (typeof outcome === 'string') return
    form.reset()
    showWords(words, made, status, outcome)
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  return form
}

function showWords(
  words: MemberWords,
  made: HTMLElement,
  status: HTMLElement,
  code: readonly string[],
): void {
  const shown = element('p', { className: 'words' }, code.join(' '))
  shown.dir = 'ltr'
  const done = button(words.passedOn, () => {
    made.replaceChildren()
    status.textContent = ''
  })
  made.replaceChildren(shown, done)
}

/** The words, or what went wrong. */
async function invited(
  words: MemberWords,
  room: DeskRoom,
  asked: { readonly name: string; readonly takesIn: boolean },
): Promise<readonly string[] | string> {
  if (asked.name === '') return words.needsName
  try {
    return await room.enrolment.invite(browserArgon2id, asked)
  } catch (error) {
    if (!(error instanceof PosternError)) throw error
    const { code } = error
    return code === 'name-taken' || code === 'too-many-invitations'
      ? words[code]
      : words.noServerNow
  }
}
