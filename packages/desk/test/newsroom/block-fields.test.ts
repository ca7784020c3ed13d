import { checkStory } from '@postern/site/records'
import { beginStory, demonstration } from '@postern/site'
import { describe, expect, it } from 'vitest'
import {
  asKind,
  BLOCK_KINDS,
  blockOf,
  type BlockKind,
  fieldsOf,
  FIELDS,
} from '../../src/page/newsroom/block-fields.ts'

const FILLED: Readonly<Record<BlockKind, Readonly<Record<string, string>>>> = {
  paragraph: { text: 'It _cost_ nine [times](https://a.test/) more.' },
  heading: { text: 'What came after' },
  quote: { text: 'Nobody *asked*.', source: 'Marta K.' },
  'pull-quote': { text: 'Nobody asked.' },
  list: { items: 'one\n*two*\nthree' },
  numbered: { items: 'first\nsecond' },
  picture: { picture: 'bridge', alternative: 'A bridge.', caption: 'In May', credit: 'A. B.' },
  table: { rows: 'Year | Sum \\| tax\n2024 | 12', caption: 'Sums', source: 'The audit' },
  note: { text: 'How we know.', title: 'Method' },
}

describe('fields of a block', () => {
  it.each(BLOCK_KINDS)('give back what was opened: %s', (kind) => {
    const block = blockOf({ kind, fields: FILLED[kind] })
    expect(fieldsOf(block)).toEqual({ kind, fields: FILLED[kind] })
    expect(blockOf(fieldsOf(block))).toEqual(block)
    const story = { ...beginStory('s', 'en', 's'), blocks: [block] }
    expect(checkStory(story).blocks).toEqual([block])
  })

  it('lose nothing of any story of the demonstration', () => {
    const { stories } = demonstration()
    const blocks = stories.flatMap((story) => story.blocks)
    expect(blocks.length).toBeGreaterThan(100)
    for (const block of blocks) expect(blockOf(fieldsOf(block))).toEqual(block)
  })

  it('keep the words when the kind is another, and what the other has too', () => {
    const quote = { kind: 'quote', fields: FILLED.quote } as const
    expect(asKind(quote, 'note')).toEqual({ kind: 'note', fields: { text: 'Nobody *asked*.' } })
    expect(asKind(quote, 'list').fields).toEqual({ items: 'Nobody *asked*.' })
    expect(asKind(asKind(quote, 'table'), 'quote').fields).toMatchObject(FILLED.quote)
  })

  it('take rows as a spreadsheet gives them', () => {
    const table = blockOf({ kind: 'table', fields: { rows: 'Year\tSum\n2024\t12', caption: 'S' } })
    expect(table).toMatchObject({ head: ['Year', 'Sum'], rows: [['2024', '12']] })
  })

  it('fill a short row, and leave a wide one for the story’s check to name', () => {
    const short = blockOf({ kind: 'table', fields: { rows: 'a | b\n1', caption: 'S' } })
    expect(short).toMatchObject({ rows: [['1', '']] })
    const wide = blockOf({ kind: 'table', fields: { rows: 'a | b\n1 | 2 | 3', caption: 'S' } })
    expect(() => checkStory({ ...beginStory('s', 'en', 's'), blocks: [wide] })).toThrow(
      'more or fewer cells',
    )
  })

  it('name at least one field for every kind', () => {
    for (const kind of BLOCK_KINDS) expect(FIELDS[kind].length).toBeGreaterThan(0)
  })
})
