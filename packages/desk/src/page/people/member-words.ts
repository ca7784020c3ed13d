import { fa } from './member-words-fa.ts'
import { ru } from './member-words-ru.ts'
import { uk } from './member-words-uk.ts'

const en = {
  withPasskey: 'Open with a passkey',
  askingPasskey: 'The browser asks for your passkey.',
  passkeyOpensNothing: 'That passkey opens nothing here any more. Use name and passphrase.',
  cancelled: 'No passkey answered. Try again, or use a passphrase.',
  'no-prf': 'This passkey cannot keep a key (it lacks PRF). Use another one, or a passphrase.',
  known: 'This device has a passkey of yours already.',
  haveInvitation: 'I was asked in',
  lostWay: 'I cannot open it any more',
  back: 'Back',
  noServerNow: 'The desk server does not answer. Nothing was changed; try again in a while.',
  invitationTitle: 'You were asked in',
  invitationWords: 'The eight words that you were given',
  readInvitation: 'Open the invitation',
  makingKeys: 'This takes a few seconds.',
  invitationOpensNothing:
    'These words open no invitation. It was used or withdrawn, or is more than three days old: ask for another.',
  wordsCount: 'Eight words are needed; you typed {n}.',
  wordsSlip: 'One word is not the one meant, or two are swapped. Compare them with what you got.',
  wordUnknown: 'This word is not in the list: {n}.',
  didYouMean: 'Was it one of these? {n}',
  comesAs: 'The desk will know you as {n}.',
  chooseWay: 'How will you open your desk?',
  makeWords: 'Make a passphrase for me',
  madeWords: 'Write these words down where nobody else reads them, and type them below twice.',
  newPassphrase: 'New passphrase',
  sameAgain: 'The same again',
  usePassphrase: 'Use this passphrase',
  usePasskey: 'Use a passkey',
  firstPasskey: 'the first passkey',
  tooShort: 'It needs at least {n} characters: several words that do not belong together.',
  differs: 'The two are not the same. Type both again.',
  gone: 'The invitation was used or withdrawn meanwhile. Ask for another.',
  taken: 'The desk has somebody of this name already. Ask for an invitation under another name.',
  lostTitle: 'Have your colleagues let you in again',
  lostHow:
    'Type your name. Then call several colleagues and read to each of them the words that appear here. Leave this page open until they have helped.',
  lostName: 'The name by which the desk knows you',
  askColleagues: 'Ask them',
  nobodyYet: 'Nobody has helped yet.',
  helpedSoFar: 'Helped so far: {n}. Leave this page open.',
  sharesDiffer: 'What they gave does not fit together. Ask one more colleague.',
  letIn:
    'They have let you in. Choose how you will open your desk from now on; every other way in is ended.',
  people: 'People',
  atDesk: 'Who is at this desk',
  you: 'you',
  handler: 'handler',
  agent: 'agent: a machine of the desk',
  readOut: 'End this part in the desk',
  readOutWhy: 'Why (the desk reads it)',
  readOutWhat:
    'From now on this person can open nothing that comes later. All keys are made anew, and unused invitations end.',
  readOutNeedsWhy: 'Say why: it stands in the log.',
  isReadOut: 'Done. The keys are made anew with the next ticks.',
  invite: 'Ask somebody in',
  inviteName: 'The name by which the desk will know this person',
  takesIn: 'Takes messages in: sees every contact, also before it is known whom it excludes',
  makeInvitation: 'Make an invitation',
  needsName: 'Give a name.',
  'name-taken': 'Somebody of this name is at the desk, or asked in, already.',
  'too-many-invitations': 'Too many invitations lie unused. Withdraw some first.',
  invitationMade:
    'Say these words in person, or in a call in which you know the voice; write them nowhere. They work once, within three days, on this page under “I was asked in”.',
  passedOn: 'I have passed them on',
  invited: 'Asked in and not here yet',
  nobody: 'Nobody.',
  invitedBy: 'asked in by {n}',
  withdraw: 'Withdraw',
  askingAgain: 'Asking to be let in again',
  compareWords: 'Help only if {n} reads you these words, in a call in which you know the voice:',
  handOver: 'The words are the same: hand over my share',
  handedOver: 'Your share is handed over.',
  noShare: 'You hold no share for this person.',
  myWays: 'How you open your desk',
  changePassphrase: 'Change the passphrase',
  passphraseChanged: 'The passphrase is changed.',
  passkeys: 'Your passkeys',
  noPasskeys: 'None: you open it with your passphrase alone.',
  passkeyName: 'A name for it',
  addPasskey: 'Add a passkey of this device',
  passkeyAdded: 'Added. It opens your desk from now on.',
  passkeysFull: 'There is room for six. Remove one first.',
  passkeysNowhere: 'Browsers know passkeys on named hosts alone; this desk stands at an address.',
  removePasskey: 'Remove',
  passkeyRemoved: 'Removed. It opens nothing here any more.',
  colleaguesCan:
    'If you can open it no more, colleagues can let you in again: {n} of them together.',
  colleaguesSoon: 'Your colleagues are given their shares with the next ticks.',
  colleaguesFew:
    'Nobody could let you in again: that needs two colleagues at this desk. Keep a second way in.',
  lostDevice:
    'A device that was locked when you lost it: remove its passkey. One that was open, or you are not sure: have a colleague end your part in the desk and ask you in anew.',
} as const

/** Every word about who comes, who goes, and how one gets in. */
export type MemberWords = Readonly<Record<keyof typeof en, string>>

const LANGUAGES: Readonly<Record<string, MemberWords>> = { en, ru, uk, fa }

/** English for a language that has none. */
export function memberWords(language: string): MemberWords {
  return LANGUAGES[language] ?? en
}
