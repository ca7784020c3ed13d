import { beginStory, publish, type Save, type Story } from '../src/index.ts'

export const NOON = '2026-11-09T12:00:00Z'
export const LATER = '2026-11-10T12:00:00Z'

export const SAVE: Save = { by: 'Ilna', at: NOON, note: 'first' }

/** A published story with something in every field. */
export function fullStory(over: Partial<Story> = {}): Story {
  const draft: Story = {
    ...beginStory('bridge', 'en', 'the-bridge'),
    kicker: 'Public money',
    headline: 'The bridge that was paid for twice',
    standfirst: 'Only one was built.',
    byline: 'Ilna Varesh',
    authors: ['ilna-varesh'],
    place: 'Tarsk',
    topics: ['public-money'],
    lead: {
      picture: 'bridge',
      caption: 'The bridge',
      credit: 'The paper',
      alternative: 'A bridge',
    },
    keyPoints: ['Steel was bought twice'],
    blocks: [
      {
        kind: 'paragraph',
        text: ['See ', 'here'].map((text) => ({ text, href: 'https://a.test/' })),
      },
      { kind: 'heading', text: 'There is no upper site' },
      { kind: 'list', ordered: true, items: ['one', [{ text: 'two', mark: 'strong' }]] },
      {
        kind: 'table',
        caption: 'Paid',
        head: ['day', 'lorins'],
        rows: [['1', '2']],
        source: 'book',
      },
      { kind: 'note', title: 'About', text: 'How we know.' },
      { kind: 'quote', text: 'It stands.', source: 'An engineer' },
      { kind: 'pull-quote', text: 'It stands.' },
      { kind: 'picture', picture: 'map', caption: '', credit: '', alternative: 'A map' },
    ],
    updates: [{ id: 'u1', at: NOON, headline: 'Opened', blocks: [], pinned: false }],
    corrections: [{ at: NOON, text: 'It is 4,160 tonnes.' }],
  }
  return { ...publish(draft, 'live', NOON), ...over }
}
