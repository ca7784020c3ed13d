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
  moreStories: 'More stories',
  footTitle: 'What this page does, for every reader',
  footWhat:
    'One second after any page of this site opens, your browser sends us one sealed packet of 16 kilobytes. It is nearly always empty. A few readers’ packets carry a part of a message to a desk, and neither we nor anybody who watches the line can tell which. Your browser also fetches the sealed answers that wait for somebody: everyone fetches all of them.',
  footCost:
    'What it costs you: as much as a few small pictures, at most about 450 kilobytes a page, and a moment of your processor. The browser keeps those sealed files for two weeks, the same in every reader’s browser. There are no cookies, and nothing comes from any other site.',
  footWithout:
    'If you would rather not take part, switch script off. Every page reads as well without it. You are then no longer one of the many among whom a writer stands.',
  footAbout: 'About this paper',
}
