import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMarked, readMarked } from '../src/records/marked-text.ts'
import { type Run, textOf, wordsOf } from '../src/records/text.ts'

const words = fc.string({
  unit: fc.constantFrom('a', 'ж', ' ', '_', '*', '[', ']', '(', ')', '\\'),
})
const run: fc.Arbitrary<Run> = fc.record(
  {
    text: words,
    mark: fc.constantFrom('emphasis' as const, 'strong' as const),
    href: fc.constantFrom('https://paper.test/a(b)\\c', '/en/other/'),
  },
  { requiredKeys: ['text'] },
)
const text = fc.array(run, { maxLength: 6 }).map(textOf)

describe('text with marks', () => {
  it('says the same words after it was written out and read again', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(wordsOf(readMarked(formatMarked(one)))).toBe(wordsOf(one))
      }),
    )
  })

  it('is the same once spaces stand outside of the marks', () => {
    fc.assert(
      fc.property(text, (one) => {
        const settled = readMarked(formatMarked(one))
        expect(readMarked(formatMarked(settled))).toEqual(settled)
      }),
    )
  })

  it('reads what a person types', () => {
    expect(
      readMarked('It cost _nine_ times *more*, says [the audit](https://audit.test/x).'),
    ).toEqual([
      { text: 'It cost ' },
      { text: 'nine', mark: 'emphasis' },
      { text: ' times ' },
      { text: 'more', mark: 'strong' },
      { text: ', says ' },
      { text: 'the audit', href: 'https://audit.test/x' },
      { text: '.' },
    ])
    expect(readMarked('[*all* of it](/en/all/)')).toEqual([
      { text: 'all', mark: 'strong', href: '/en/all/' },
      { text: ' of it', href: '/en/all/' },
    ])
  })

  it.each(['2 * 3 * 4', 'a [note] of ours', 'one * star', '[](https://a.test)', 'ends with \\'])(
    'leaves signs that mark nothing as they are: %s',
    (typed) => {
      expect(readMarked(typed)).toBe(typed)
    },
  )
})
