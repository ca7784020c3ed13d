import type { StoryRecord } from '../record.ts'

export const bridgeEn: StoryRecord = {
  story: 'bridge',
  language: 'en',
  slug: 'the-bridge-paid-for-twice',
  kicker: 'Public money',
  headline: 'The bridge that was paid for twice',
  standfirst:
    'The crossing at Tarsk opened four years late. The ministry’s own ledgers show that its steel was bought two times over, eleven weeks apart, for two different bridges. Only one was built.',
  byline: 'Ilna Varesh and Tomas Oderin',
  place: 'Tarsk, Kestria',
  published: '2026-11-09',
  blocks: [
    {
      kind: 'paragraph',
      text: 'On the morning the bridge at Tarsk was opened, the band played before the minister arrived and again after he had left, because somebody had given the players two timetables. People in the town tell the story as a joke. It has become harder to laugh at since the ledgers came to light.',
    },
    {
      kind: 'paragraph',
      text: 'The Long Quay has read three hundred and twelve pages of the Road Directorate’s purchase book for the years in which the crossing was built. On page 88 the directorate buys 4,160 tonnes of rolled steel for “the Merla crossing, lower site”. On page 131, eleven weeks later, it buys 4,160 tonnes of rolled steel for “the Merla crossing, upper site”. The price is the same to the last lorin. So is the supplier, a trading house called Halm & Sons that was registered in the capital nine days before the first order.',
    },
    { kind: 'heading', text: 'There is no upper site' },
    {
      kind: 'paragraph',
      text: 'We walked the river for fourteen kilometres above the town with a surveyor who has worked on it since he was a student. There is a ferry landing, a pumping station, a field of cabbages and a shrine to Saint Orel, who is said to have crossed here on foot. There are no piers, no cuttings, no road that would lead to a bridge. “If you hid one here,” the surveyor said, “you have my respect, because I would very much like to know behind what.”',
    },
    {
      kind: 'pull-quote',
      text: 'If you hid a bridge here, you have my respect.',
    },
    {
      kind: 'paragraph',
      text: 'Money for the second order left the treasury in five payments. Four of them carry a signature that the directorate confirms as that of its deputy head, Pavol Renk. The fifth was made on a day on which, according to the ministry’s own news page, Mr Renk was giving a speech abroad. He did not answer our questions. Halm & Sons gave up its office last spring; the neighbours remember a brass plate and no visitors.',
    },
    {
      kind: 'quote',
      text: 'All purchases for the Merla crossing were examined and found to be in order. The directorate regards the matter as closed.',
      source: 'Road Directorate of Kestria, in a written answer',
    },
    { kind: 'heading', text: 'What the bridge itself says' },
    {
      kind: 'paragraph',
      text: 'An engineer who inspected the finished bridge told us that its beams carry the rolling marks of two mills. One of them had stopped making this profile a year before the first order was placed. If she is right, part of the steel was neither bought once nor twice for Tarsk: it was already lying somewhere, and had been paid for before. She kept photographs of the marks, and a copy of her report, which was returned to her with the request to write a shorter one.',
    },
    {
      kind: 'paragraph',
      text: 'Twenty-six thousand people cross the bridge every day. The engineer does. “It will stand,” she says. “That was never the question.” The question is what else stands in the book between page 131 and page 312, where the words “upper site” are written another nineteen times.',
    },
    { kind: 'heading', text: 'What we still want to know' },
    {
      kind: 'list',
      items: [
        'Who weighed the steel when it came to Tarsk, and what the weighing slips say.',
        'Who signed for the fifth payment on the day the deputy head was away.',
        'Whether other works of those years have an “upper site” as well.',
      ],
    },
  ],
}
