import type { SiteMessages } from './site-messages.ts'

export const en: SiteMessages = {
  skip: 'Skip to the text',
  frontPage: 'Front page',
  languages: 'Languages',
  leave: 'Leave at once',
  leaveKey: 'Escape, twice',
  rehearsal:
    'Rehearsal. This site runs with short intervals and little noise, so that everything can be tried in minutes. It protects nobody. Do not write anything that could harm you.',
  leaveReply: 'Leave a reply',
  writeToUs: 'Write to us',
  letterTitle: 'A letter, to be published',
  confidenceTitle: 'In confidence, to a desk',
  confidenceText:
    'Text, pictures and papers, sealed on this device for the desk you choose. Nobody who watches can tell whether you write or read.',
  withoutScript:
    'Script is off in this browser, so the confidential way is closed on this page. Everything else can be read as it is. To write in confidence, open this page in a browser with script on, preferably Tor Browser, on a device that is your own.',
  footTitle: 'What this page does, for every reader',
  footWhat:
    'One second after any page of this site opens, your browser sends us one sealed packet of 16 kilobytes. It is nearly always empty. A few readers’ packets carry a part of a message to a desk, and neither we nor anybody who watches the line can tell which. Your browser also fetches the sealed answers that wait for somebody: everyone fetches all of them.',
  footCost:
    'What it costs you: as much as a few small pictures, at most about 450 kilobytes a page, 660 with the first, and a moment of your processor. The browser keeps those sealed files for two weeks, the same in every reader’s browser. There are no cookies, and nothing comes from any other site.',
  footWithout:
    'If you would rather not take part, switch script off. Every page reads as well without it. You are then no longer one of the many among whom a writer stands.',
  footAbout: 'About this paper',
  sections: 'Sections',
  topicsAndAuthors: 'Topics and authors',
  topics: 'Topics',
  authors: 'Authors',
  archive: 'All stories',
  older: 'Older stories',
  newer: 'Newer stories',
  pages: 'Pages of this list',
  nothingYet: 'There is nothing here yet.',
  earlierOnThis: 'Earlier on this topic',
  live: 'Live',
  moreToCome: 'More to come…',
  changed: 'changed',
  keyPoints: 'In short',
  updates: 'Updates',
  pinned: 'Important',
  permanentLink: '(permanent link)',
  lookForUpdates: 'Look for new updates',
  comma: ', ',
  corrections: 'Corrections',
  source: 'Source',
  search: 'Search',
  searchHint: 'One or more words; the end of a word may be left out.',
  searchPromise:
    'What you look for is not kept or written down, and does not stand in the address of the page.',
  searchButton: 'Search',
  found: 'Stories found',
  foundNone: 'No story has all these words. Try fewer words, or the beginning of a word.',
  missingTitle: 'There is no such page',
  missingText: 'The address may be mistyped, or the story was taken back. These pages lead on.',
  feeds: 'Feeds: everything in full, for a feed reader',
  newUpdates: { one: '{count} new update', other: '{count} new updates' },
}
