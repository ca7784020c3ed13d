import { type Contact, isUnanswered } from '@postern/casework'
import { type Suite, toHex } from '@postern/protocol'
import { contactName } from '../contact-name.ts'
import { shortDayText } from '../day-text.ts'
import { element, foreignText } from '../element.ts'
import type { Messages } from '../messages.ts'

const EXCERPT_CHARACTERS = 90

/** What a row shows. */
export interface ShownContact {
  readonly contact: Contact
  readonly warning: string
  readonly excerpt: string
  readonly isChosen: boolean
}

/** One contact in the list; it says in words what it needs. */
export function contactRow(
  suite: Suite,
  words: Messages,
  language: string,
  { contact, warning, excerpt, isChosen }: ShownContact,
  choose: () => void,
): HTMLLIElement {
  const name = element(
    'span',
    { className: 'contact-name' },
    contactName(suite, contact.conversation),
  )
  const state = element(
    'span',
    { className: `contact-state${needsSomebody(contact) ? ' open' : ''}` },
    standingOf(words, contact),
    ...(warning === '' ? [] : [' · ', element('span', { className: 'late' }, warning)]),
  )
  const message = contact.messages.at(-1)
  const press = element(
    'button',
    { type: 'button', className: 'contact' },
    name,
    state,
    foreignText('span', 'excerpt', excerpt.slice(0, EXCERPT_CHARACTERS)),
    element(
      'span',
      { className: 'contact-day' },
      message ? shortDayText(language, message.atMs) : '',
    ),
  )
  press.dataset['contact'] = toHex(contact.conversation).slice(0, 16)
  press.setAttribute('aria-pressed', String(isChosen))
  press.addEventListener('click', choose)
  return element('li', {}, press)
}

/** Another whenever the row would look otherwise. */
export function contactLook({ contact, warning, excerpt, isChosen }: ShownContact): string {
  const { standing, messages, replies } = contact
  return [standing, messages.length, replies.length, warning, isChosen, excerpt].join()
}

/** Whether somebody has still to judge or to answer it. */
export function needsSomebody(contact: Contact): boolean {
  return contact.standing === 'new' || isUnanswered(contact)
}

function standingOf(words: Messages, contact: Contact): string {
  if (contact.standing === 'declined') return words.declined
  if (contact.standing === 'new') return words.newContact
  return isUnanswered(contact) ? words.unanswered : words.answered
}
