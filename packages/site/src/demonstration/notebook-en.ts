import type { StoryRecord } from '../record.ts'

export const notebookEn: StoryRecord = {
  story: 'notebook',
  language: 'en',
  slug: 'the-notebook-of-the-dark-hours',
  kicker: 'Upper Sel',
  headline: 'The notebook of the dark hours',
  standfirst:
    'For two winters a post office clerk in the mountains wrote down every hour without electricity. The power company says there were forty. She counted one thousand two hundred and six.',
  byline: 'Daniela Kresz',
  place: 'Upper Sel, Kestria',
  published: '2026-11-19',
  blocks: [
    {
      kind: 'paragraph',
      text: 'It began with the milk. The dairy in Upper Sel pays the farmers by the temperature of what they bring, and the temperature depends on the cooler, and the cooler on the current. After the third spoiled delivery the farmers went to the power company, which told them politely that there had been no cut. It had a table to prove it.',
    },
    {
      kind: 'paragraph',
      text: 'Vesna Tolar, who sells stamps and pays out pensions in the valley’s only post office, had a table as well. Hers was a school exercise book with a picture of a horse on the cover. Since the first snow she had been writing down when the lamp over her counter went out and when it came back, to the minute, because the post office clock runs on a spring and the rule book tells her to note “interruptions of service”. Nobody had ever asked to see the notes.',
    },
    {
      kind: 'pull-quote',
      text: 'Nobody had ever asked to see the notes.',
    },
    { kind: 'heading', text: 'Two tables' },
    {
      kind: 'paragraph',
      text: 'We have compared the exercise book, line by line, with the figures that the company gave to the energy regulator. For the last two winters the company reports forty hours of interruptions in the valley. Mrs Tolar’s book has one thousand two hundred and six. The book agrees with the log of the mountain rescue station, which has a generator and writes down its diesel, and with the school, which sends the children home when the heating stops.',
    },
    {
      kind: 'paragraph',
      text: 'The difference is worth money. A company that keeps its interruptions under fifty hours receives a bonus from the state for “security of supply in remote districts”. In the two years in question the bonus came to eleven million lorins, which is a little more than it would have cost to renew the line over the pass.',
    },
    {
      kind: 'quote',
      text: 'Our figures are measured at the substation. What happens behind the substation is not an interruption within the meaning of the ordinance.',
      source: 'Spokesman of Kestrian Power, by telephone',
    },
    { kind: 'heading', text: 'Behind the substation' },
    {
      kind: 'paragraph',
      text: 'Behind the substation live four thousand people. One of them, a retired teacher who breathes with the help of a machine, has two car batteries beside her bed and a son who sleeps in the next room with the door open. In January he drove her over the pass in the snow because the second battery was at an end. The journey took three hours. By the company’s table there was light that night.',
    },
    {
      kind: 'paragraph',
      text: 'The regulator has now asked for the exercise book. Mrs Tolar gave it away only after the school had copied every page, and after the postmaster of the district had signed for it, with the date and the number of leaves. She has begun a new one. There is a dog on the cover.',
    },
    {
      kind: 'paragraph',
      text: 'Since our first note on the valley appeared, clerks, nurses and a lock keeper from three other districts have told us that they keep such books too. They did not know of each other. If there is one in your drawer, we would like to read it; and whoever has seen how the table at the substation is made could tell us how forty comes out of it.',
    },
  ],
}
