import type { Case, Contact, FileFacts, ReceivedMessage } from '@postern/casework'
import { displayName, LANE_MEDIA_TYPE, toHex } from '@postern/protocol'
import type { DeskRoom } from '../../member/desk-room.ts'
import { actForm } from '../act-form.ts'
import { caseWords } from '../case-words.ts'
import { element } from '../element.ts'
import { workWords } from './work-words.ts'

const LANGUAGES = ['en', 'ru', 'uk', 'fa', 'und'] as const

interface Choosable {
  readonly message: ReceivedMessage
  readonly index: number
  readonly file: FileFacts
}

/** The named step from a contact to a case: neutral words, and which of its files become evidence. */
export function reportForm(language: string, room: DeskRoom, contact: Contact): HTMLElement {
  const work = workWords(language)
  const open = [...room.log.casebook.cases].filter(([, held]) => isWritable(held))
  if (open.length === 0) return element('p', { className: 'empty' }, work.noCase)
  const messages = contact.messages.filter(({ withdrawn }) => !withdrawn)
  const files = messages.flatMap(filesOf)
  const fields = [
    {
      name: 'case',
      label: work.intoCase,
      choices: open.map(([id, held]) => [id, held.fellowship.reference] as const),
    },
    { name: 'text', label: work.reportText, isLong: true },
    {
      name: 'language',
      label: work.reportLanguage,
      choices: LANGUAGES.map((tag) => [tag, languageName(language, tag)] as const),
    },
    ...files.map(({ file }, at) => ({
      name: `file-${at}`,
      label: `${displayName(file.name)} · ${file.bytes.toLocaleString(language)}`,
      isCheck: true,
    })),
  ]
  return actForm('file-report', work.fileReport, fields, (value) => {
    const held = room.log.casebook.cases.get(value('case'))
    if (held === undefined) return work.noCase
    if (value('text') === '') return caseWords(language).needsWords
    const { conversation } = contact
    const messageIds = messages.map(({ facts }) => facts.messageId)
    const words = { text: value('text'), language: value('language') }
    const report = room.cases.fileReport(held, words, { conversation, messageIds })
    for (const [at, { message, index, file }] of files.entries())
      if (value(`file-${at}`) !== '') room.cases.takeItem(held, report, message, index, file)
    return null
  })
}

/** Another whenever the form would be another. */
export function reportSignature(room: DeskRoom, contact: Contact): string {
  const cases = [...room.log.casebook.cases].filter(([, held]) => isWritable(held))
  const messages = contact.messages.map(
    ({ facts, withdrawn }) => `${toHex(facts.messageId)}${withdrawn}`,
  )
  return [...cases.map(([id]) => id), ...messages].join()
}

function isWritable({ file, registry, docket }: Case): boolean {
  return file !== null && registry !== null && docket.disposed === null
}

/** What came by the fast lane has its bytes elsewhere and is saved from there. */
function filesOf(message: ReceivedMessage): Choosable[] {
  return message.facts.files.flatMap((file, index) =>
    file.mediaType === LANE_MEDIA_TYPE ? [] : [{ message, index, file }],
  )
}

function languageName(language: string, tag: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag
}
