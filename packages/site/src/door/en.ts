import type { DoorMessages } from './door-messages.ts'

export const en: DoorMessages = {
  title: 'The confidential door without script',
  link: 'How to write in confidence without script',
  notHere:
    'There is no confidential form at this address, and there will be none: whoever watches your line would see that you filled it in. Nothing that was sent to this page has been kept.',
  waysTitle: 'Ways to write to us',
  wayScript:
    'In confidence, from any page of this site, with script on. Your browser seals what you write, and nobody can tell you from a reader. This promises the most.',
  wayOnion:
    'In confidence without script, on our onion address, with Tor Browser. This promises less, and the page there says what.',
  wayLetter: 'A letter, to be published, from any story here. That is a public act.',
  onionTitle: 'The onion address',
  onionWhat:
    'An onion address can be reached through the Tor network alone. Tor hides from us where you are, and from your network which site you visit; not that you use Tor.',
  onionSteps: [
    'Install Tor Browser from torproject.org, or from a friend who has it. On a device of your own.',
    'Copy this address into it, letter by letter or by copy and paste: {onion}',
    'Open this page there. The form stands on it.',
  ],
  noOnion:
    'This site has no onion address yet. Until it has one, the confidential way needs script; letters do not.',
  smallerTitle: 'This form promises less',
  smaller: [
    'Your browser does not seal here. What you write, your files and your eight words reach our server as they are. It keeps them in its memory for a moment, seals them to the desk, and forgets them; it writes none of it down.',
    'So you trust our server for that moment. Whoever has broken into it could read along while you write.',
    'Tor hides from us where you are. You do not stand among the readers: who watches our server sees that somebody uses this form, and when, though not who.',
  ],
  withScript:
    'If your Tor Browser is set to allow script, the form under “In confidence” on every page here promises more: it seals before anything leaves your device.',
  first: 'I write for the first time',
  firstText: 'The server makes eight words for you. They are the way back to your thread.',
  makeWords: 'Make my eight words',
  back: 'I have my eight words',
  backText:
    'They may have been made here or by the form with script. Typed here, the server sees them for a moment.',
  wordsTitle: 'Your eight words',
  wordsText:
    'These words are the only way back to your thread. They are shown once, now. Write them on paper, in this order; do not photograph them. Whoever has them can read the answers and write as you.',
  typeBack: 'Now type the words from your paper, so that we both know they are right.',
  wordsLabel: 'Eight words',
  wordsHint: 'In their order, with spaces between them.',
  open: 'Open my thread',
  threadTitle: 'Your thread',
  nothingYet:
    'No answer yet. Either none has come, or other words were typed: a mailbox that keeps no list of its guests cannot tell which. What you sent yourself is not shown, because it is not kept here.',
  desk: 'The desk answers ({desk})',
  received: 'Messages of yours that the desk has whole, by its receipts ({desk}): {n}',
  writeTitle: 'Write',
  text: 'Your message',
  files: 'Files',
  filesHint:
    'Up to {files} files, {size} together with the text after packing. They go as they are: nothing can be cleaned here, and place, time, device or your name may stand in them.',
  keepNames: 'Keep the names of the files. Otherwise they are called file-1, file-2 and so on.',
  large:
    'Larger files need several messages, one after another; if one file alone is too large, write to the desk first and ask how to hand it over.',
  leaves:
    'A message is cut into parts of one size, sealed, and all parts go at once into the next batch, among everybody’s. Who counts what the desks receive may notice a long message; not from whom.',
  forgets:
    'When you close this page, nothing of it is left here. Your browser may remember that you were on this address: Tor Browser forgets when it is closed.',
  send: 'Send to the desk',
  lookAgain: 'Look for answers again',
  whichDesk: 'Which desk',
  sent: 'Sealed and handed to the mixes, in parts: {parts}. Receipts and answers take hours; come back with your words.',
  troubleTitle: 'Something has to be put right',
  trouble: {
    'unknown-word': 'Word {position}, “{word}”, is not one of the list.',
    'unknown-word-near':
      'Word {position}, “{word}”, is not one of the list. Did you mean “{near}”?',
    'wrong-count': 'There must be eight words; the number typed was {count}.',
    slip: 'Each word is one of the list, but together they do not fit. Look for two words that changed places, or one read wrongly.',
    'other-words':
      'These are eight good words, but not the ones that were shown. Look at your paper; or go back and have new ones made.',
    'old-page':
      'This page was open for too long, or the server was started again meanwhile. Nothing was sent. Type your eight words once more; your text is kept below, files have to be chosen again.',
    nothing: 'There is no text and no file to send yet.',
    'no-desk': 'Choose a desk. Your text is kept; files have to be chosen again.',
    'text-too-long':
      'The text is too long for one message. Send it in several, one after another. The beginning is kept below.',
    'too-many-files':
      'One message takes {files} files at most. Nothing was sent. Your text is kept; choose fewer.',
    'too-large':
      'This is more than one message takes. Nothing was sent. Send fewer or smaller files, one message after another. Copy your text before you go back: it may not have arrived.',
    'too-many-parts':
      'Packed, this has {parts} parts; one message takes {most}. Nothing was sent. Your text is kept; send smaller files, or several messages.',
    'not-whole':
      'What arrived was not whole, or not what this form sends. Nothing was sent to the desk. Go back and try again; if it stays so, write less at once.',
    busy: 'Too many people are at this door just now. Nothing was lost that you have on your screen: go back, wait a minute and try again.',
    closed:
      'The door cannot take anything just now. Nothing was sent. Your text is kept below; try again in an hour.',
    elsewhere:
      'This came from another site, so it was not taken. Type the onion address yourself, and write here.',
  },
}
