import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addUpdate,
  beginStory,
  type Block,
  checkStory,
  correct,
  decodeStory,
  edit,
  encodeStory,
  newestFirst,
  pinUpdate,
  publish,
  publishDue,
  schedule,
  type Story,
  textOf,
  withdraw,
  withoutUnprintable,
  wordsOf,
} from '../src/index.ts'
import { fullStory, LATER, NOON } from './records-fixture.ts'

const draft = beginStory('bridge', 'en', 'the-bridge')
const paragraph = (text: string): Block => ({ kind: 'paragraph', text })

describe('a story', () => {
  test('comes back from its encoding as it was', () => {
    expect(decodeStory(encodeStory(fullStory()))).toEqual(fullStory())
  })

  const wrong: [string, Partial<Story>, RegExp][] = [
    ['no headline', { headline: ' \n' }, /"headline" is empty: write something/],
    ['a headline of 10 MB', { headline: 'x'.repeat(10_000_000) }, /"headline" is longer than 300/],
    [
      'a null byte',
      { standfirst: 'a\u0000b' },
      /"standfirst" holds characters that cannot be printed/,
    ],
    ['an override of direction', { byline: 'a\u202eb' }, /"byline" holds characters/],
    ['half a pair', { kicker: '\ud83d' }, /"kicker" holds characters/],
    ['a slug that climbs', { slug: '../secrets' }, /"slug" must be of lower-case Latin letters/],
    ["a slug of the site's own", { slug: 'archive' }, /"slug" is an address of the site itself/],
    [
      'a day that there is not',
      { published: '2026-02-30T00:00:00Z' },
      /"published" must be a moment/,
    ],
    ['published without a time', { published: null }, /"published" is missing/],
    ['scheduled without a time', { state: 'scheduled' }, /"scheduled" is missing/],
    [
      'a paragraph of 10 MB',
      { blocks: [paragraph('x'.repeat(10_000_000))] },
      /"blocks.0.text" is longer than 20000/,
    ],
    [
      '10,000 blocks',
      { blocks: Array.from({ length: 10_000 }, () => paragraph('a')) },
      /"blocks" has too many/,
    ],
    [
      'a link that would run',
      { blocks: [{ kind: 'paragraph', text: [{ text: 'a', href: 'javascript:alert(1)' }] }] },
      /"blocks.0.text.0.href" must begin with https/,
    ],
    [
      'a ragged table',
      { blocks: [{ kind: 'table', caption: 'a', head: ['a', 'b'], rows: [['1']], source: '' }] },
      /"blocks.0" has a row with more or fewer cells/,
    ],
    [
      'two updates under one link',
      {
        updates: [1, 2].map(() => ({
          id: 'u',
          at: NOON,
          headline: 'a',
          blocks: [],
          pinned: false,
        })),
      },
      /"updates" has two updates under one link/,
    ],
  ]
  test.each(wrong)('with %s is refused with a sentence', (_, over, sentence) => {
    expect(() => checkStory({ ...fullStory(), ...over })).toThrow(sentence)
  })

  test('with a block or field of no known kind is refused', () => {
    expect(() => checkStory({ ...fullStory(), html: '<b>' })).toThrow(
      /bad-story: the story is wrong/,
    )
    const embed = { kind: 'embed', url: 'https://a.test/' }
    expect(() => checkStory({ ...fullStory(), blocks: [embed] })).toThrow(
      /"blocks.0.kind" is wrong/,
    )
    expect(() => decodeStory('{"story":')).toThrow(/is not valid JSON/)
  })

  test.each(['https://a.test/b?c=d#e', 'mailto:a@b.test', '/en/the-bridge/', '/ru/#top'])(
    'may link to %s',
    (href) => {
      checkStory({ ...fullStory(), blocks: [{ kind: 'paragraph', text: [{ text: 'a', href }] }] })
    },
  )
  test.each([
    '//a.test/',
    '/../a',
    'data:text/html,a',
    'https://a.test/"onx',
    'ftp://a.test',
    'a',
    'java\tscript:1',
  ])('may not link to %s', (href) => {
    const blocks = [{ kind: 'paragraph', text: [{ text: 'a', href }] }]
    expect(() => checkStory({ ...fullStory(), blocks })).toThrow(/href/)
  })

  test('of any text that is made printable is taken, and its words are kept', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const clean = `a${withoutUnprintable(text)}`
        const story = checkStory({ ...fullStory(), headline: clean, blocks: [paragraph(clean)] })
        return decodeStory(encodeStory(story)).headline === clean
      }),
      { numRuns: 20 },
    )
  })
})

describe('marked text', () => {
  const runs = fc.array(
    fc.record({
      text: fc.string({ maxLength: 5 }),
      mark: fc.constantFrom('emphasis' as const, 'strong' as const, undefined),
    }),
  )
  test('has one form: joining again changes nothing, and no word is lost', () => {
    fc.assert(
      fc.property(runs, (given) => {
        const text = textOf(given)
        expect(wordsOf(text)).toBe(given.map((run) => run.text).join(''))
        if (typeof text !== 'string') expect(textOf(text)).toEqual(text)
      }),
    )
  })
})

describe('the steps of a story', () => {
  test('out: the first time stays, the last change is shown', () => {
    const out = publish(draft, 'more-to-come', NOON)
    expect(out).toMatchObject({ state: 'more-to-come', published: NOON, changed: NOON })
    expect(publish(out, 'closed', LATER)).toMatchObject({ published: NOON, changed: LATER })
  })

  test('a clock that went back takes no time back', () => {
    const out = publish(publish(draft, 'live', LATER), 'live', NOON)
    expect(out).toMatchObject({ published: LATER, changed: LATER })
    expect(edit(out, { headline: 'New' }, NOON).changed).toBe(LATER)
  })

  test('scheduled: it goes out at its moment, however late the clock is looked at', () => {
    const waiting = schedule(draft, NOON)
    expect(publishDue(waiting, '2026-11-09T11:59:59Z')).toBeNull()
    expect(publishDue(waiting, LATER)).toMatchObject({
      state: 'closed',
      published: NOON,
      scheduled: null,
    })
    expect(publishDue(draft, LATER)).toBeNull()
    const out = publishDue(waiting, NOON) ?? draft
    expect(publishDue(out, LATER)).toBeNull()
    expect(() => schedule(out, LATER)).toThrow(/is out already/)
  })

  test('withdrawn and out again: it went out when it first did', () => {
    const back = withdraw(publish(draft, 'closed', NOON))
    expect(back).toMatchObject({ state: 'draft', published: NOON })
    expect(publish(back, 'closed', LATER)).toMatchObject({ published: NOON, changed: LATER })
  })

  test('updates come to live stories only, and the newest stands first', () => {
    const update = { id: 'u1', headline: 'One', blocks: [], pinned: false }
    expect(() => addUpdate(draft, update, NOON)).toThrow(/is not live: make it live first/)
    const one = addUpdate(publish(draft, 'live', NOON), update, NOON)
    const two = addUpdate(one, { ...update, id: 'u2' }, LATER)
    const three = addUpdate(two, { ...update, id: 'u3' }, LATER)
    expect(newestFirst(three.updates).map(({ id }) => id)).toEqual(['u3', 'u2', 'u1'])
    expect(three.changed).toBe(LATER)
    expect(() => addUpdate(three, { ...update, id: 'u3' }, LATER)).toThrow(
      /two updates under one link/,
    )
  })

  test('one update is pinned at most', () => {
    const live = fullStory()
    const two = addUpdate(live, { id: 'u2', headline: 'Two', blocks: [], pinned: false }, LATER)
    const pinned = pinUpdate(pinUpdate(two, 'u1', LATER), 'u2', LATER)
    expect(pinned.updates.map((update) => update.pinned)).toEqual([false, true])
    expect(pinUpdate(pinned, null, LATER).updates.some((update) => update.pinned)).toBe(false)
    expect(() => pinUpdate(two, 'u9', LATER)).toThrow(/has no update u9/)
  })

  test('corrections are of what is out, and stay', () => {
    expect(() => correct(draft, 'a', NOON)).toThrow(/is not out: simply change it/)
    const twice = correct(fullStory(), 'It was the upper site.', LATER)
    expect(twice.corrections.map(({ at }) => at)).toEqual([NOON, LATER])
  })
})
